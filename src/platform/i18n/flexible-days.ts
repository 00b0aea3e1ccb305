import { type FlexibleDay, monthNumber, readDay, tidy } from './days.ts';

/**
 * Reads a day that is not fixed: a day as `readDay` does, `March 2019`, `2019-03`, `2014`, `2014?`, `Q3 2021`, `end 2020`, `mid March 2019`,
 * `2019–2020`, `Jan–Mar 2020`, `TBD`. Answers undefined where the text is none of these, and so also for an ambiguous day.
 */
export const readFlexibleDay = (text: string): FlexibleDay | undefined => {
  const typed = tidy(text).replace(/\s*–\s*/g, '–');
  if (unknownWords.has(typed.replace(/[.]/g, ''))) return { from: null, precision: 'unknown' };
  const doubted = /^(.*\S)\s*\?+$/.exec(typed) ?? /^(?:ca?\.?|circa|about|vers|hacia|~)\s*(\d.*)$/.exec(typed);
  if (doubted) {
    const meant = readFlexibleDay(doubted[1] ?? '');
    return meant && { ...meant, precision: 'unknown' };
  }
  return readSpan(typed) ?? readRange(typed);
};

/** The last day that a flexible day can mean: what an overdue rule compares with; null where nothing is known. */
export const lastDayOf = (day: FlexibleDay): string | null => day.to ?? day.from;

const unknownWords = new Set([
  '?',
  '??',
  'tbd',
  'tba',
  'tbc',
  'unknown',
  'not fixed',
  'to be decided',
  'to be announced',
  'à définir',
  'inconnu',
  'por definir',
  'desconocido',
  'غير محدد',
]);

const readSpan = (typed: string): FlexibleDay | undefined => {
  const day = readDay(typed);
  if ('day' in day) return { from: day.day, precision: 'day' };
  const words = typed.split(/[\s,/-]+/).filter((word) => word !== '' && !littleWords.has(word));
  const part = parts.find(({ names }) => names.includes(words[0] ?? ''));
  const rest = part ? words.slice(1) : words;
  const year = rest.find((word) => /^(1[5-9]|2\d)\d\d$/.test(word));
  if (!year) return undefined;
  const others = rest.filter((word) => word !== year);
  if (others.length === 0) return part ? months(year, ...part.months) : { from: `${year}-01-01`, to: `${year}-12-31`, precision: 'year' };
  const quarter = quarterOf(others);
  if (quarter && !part) return months(year, quarter * 3 - 2, quarter * 3);
  const month = others.length === 1 ? (monthNumber(others[0] ?? '') ?? monthDigits(others[0] ?? '')) : undefined;
  if (!month) return undefined;
  const whole = months(year, month, month);
  if (!part) return whole;
  const start = String(part.days[0]).padStart(2, '0');
  const end = part.days[1] === undefined ? whole.to : `${whole.from.slice(0, 8)}${String(part.days[1]).padStart(2, '0')}`;
  return { from: `${whole.from.slice(0, 8)}${start}`, to: end, precision: 'month' };
};

/** `2019–2020`, `Jan–Mar 2020`, `12–15 March 2023`, `2020-01-01/2020-03-31`, `June 2019 to May 2020`. */
const readRange = (typed: string): FlexibleDay | undefined => {
  const ends =
    /^(\d{4})-(\d{4})$/.exec(typed) ??
    /^(.+?)(?:–|—| - | to | à | au | al | hasta |\/)(.+)$/.exec(typed) ??
    /^([^\s\d-]+|\d{1,2})-([^-]+)$/.exec(typed);
  if (!ends) return undefined;
  const [, first = '', second = ''] = ends.map((each) => each.trim());
  const last = readSpan(second);
  const tail = second.split(' ').slice(1).join(' ');
  const start = readSpan(first) ?? readSpan(`${first} ${tail}`);
  const end = last && (last.to ?? last.from);
  if (!start?.from || !end || start.from > end) return undefined;
  return { from: start.from, to: end, precision: last.precision === start.precision ? start.precision : 'month' };
};

const littleWords = new Set(['of', 'the', 'de', 'del', 'la', 'du', 'in', 'en']);

/** Part of a year in months, part of a month in days (no second day: to its end). */
const parts: { names: string[]; months: [number, number]; days: [number, number?] }[] = [
  {
    names: ['early', 'start', 'beginning', 'begin', 'début', 'principios', 'inicios', 'comienzos', 'أوائل'],
    months: [1, 3],
    days: [1, 10],
  },
  { names: ['mid', 'middle', 'mi', 'milieu', 'mediados', 'منتصف'], months: [5, 8], days: [11, 20] },
  { names: ['late', 'fines', 'أواخر'], months: [10, 12], days: [21] },
  { names: ['end', 'fin', 'finales', 'نهاية'], months: [12, 12], days: [21] },
];

/** `q3`, `t3` (trimestre), `3rd quarter`, `3e trimestre`. */
const quarterOf = (words: string[]): number | undefined => {
  const found = /^(?:[qt]([1-4])|([1-4])(?:st|nd|rd|th|er|e|º|ème)?(?:quarter|trimestre)|(?:quarter|trimestre)([1-4]))$/.exec(
    words.join(''),
  );
  return found ? Number(found[1] ?? found[2] ?? found[3]) : undefined;
};

const monthDigits = (word: string): number | undefined => (/^(0?[1-9]|1[0-2])$/.test(word) ? Number(word) : undefined);

const months = (year: string, first: number, last: number): FlexibleDay & { from: string; to: string } => {
  const end = Temporal.PlainYearMonth.from({ year: Number(year), month: last });
  return {
    from: `${year}-${String(first).padStart(2, '0')}-01`,
    to: end.toPlainDate({ day: end.daysInMonth }).toString(),
    precision: 'month',
  };
};
