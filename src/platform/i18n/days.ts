/** A day that is not fixed yet, as the days between which it lies. Without `from` nothing at all is known. */
export interface FlexibleDay {
  from: string | null;
  to?: string;
  /** How fine the writer was. `unknown`: not said, or said with a question mark. */
  precision: 'day' | 'month' | 'year' | 'unknown';
}

export type DayReading = { day: string } | { refused: 'field.dayAmbiguous' | 'field.dayInvalid' };

/**
 * Reads a day written as ISO (`2023-03-12`, also with a time), with the month in letters in English, French, Spanish, Portuguese or Arabic
 * (`12 Mar 2023`, `March 12, 2023`, `30 septembre 2020`) or in digits that can mean one day only (`23/06/2020`). `3/12/23` is
 * refused as ambiguous, because the Americas and the rest of the world read different days in it.
 */
export const readDay = (text: string): DayReading => {
  const typed = tidy(text);
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[t ][\d:.]+(?:z|[+-][\d:]+)?(?:\[[^\]]*\])?)?$/.exec(typed)?.[1];
  if (iso) return oneDay(isoDay(iso));
  if (/^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}$/.test(typed)) {
    const readings = dayReadings(typed);
    return readings.length > 1 ? { refused: 'field.dayAmbiguous' } : oneDay(readings[0]);
  }
  return readWords(typed);
};

/** The day that an address names, or undefined where it names none. */
export const dayNamed = (text: string | undefined): string | undefined => {
  const read = readDay(text ?? '');
  return 'day' in read ? read.day : undefined;
};

/** Every day that digits such as `3/12/23` can mean, sorted, each as ISO: what a dialogue about an ambiguous day offers. */
export const dayReadings = (text: string): string[] => {
  const [first = '', second = '', third = ''] = tidy(text).split(/[/.-]/);
  const orders: [year: string, month: string, day: string][] =
    first.length === 4
      ? [[first, second, third]]
      : third.length === 4
        ? [
            [third, second, first],
            [third, first, second],
          ]
        : [
            [`20${third.padStart(2, '0')}`, second, first],
            [`20${third.padStart(2, '0')}`, first, second],
            [`20${first.padStart(2, '0')}`, second, third],
          ];
  const days = orders.flatMap(([year, month, day]) => isoDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`) ?? []);
  return [...new Set(days)].sort();
};

/** Lower case, Latin digits, one kind of space and dash, no ordinal endings and no little words. */
export const tidy = (text: string): string =>
  latinDigits(text)
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u200e\u200f\u061c]/g, '')
    .replace(/[‐‑‒−]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();

/** Arabic-Indic, Persian, Devanagari and all other decimal digits as 0 to 9. */
export const latinDigits = (text: string): string =>
  text.replace(/(?!\d)\p{Nd}/gu, (digit) => {
    // Unicode places the ten digits of every script in a row that starts at a multiple of ten from its zero.
    const code = digit.codePointAt(0) ?? 0;
    let zero = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero -= 1;
    return String(code - zero);
  });

/** The number of a month named in letters in one of the languages above, whole or shortened. */
export const monthNumber = (word: string): number | undefined => monthTable().get(bare(word));

const readWords = (typed: string): DayReading => {
  const words = typed
    .replace(/(\d)(?:st|nd|rd|th|er|re|º|ª|°)(?=[\s,.-]|$)/g, '$1')
    .split(/[\s,/-]+/)
    .filter((word) => word !== '' && !littleWords.has(word) && !weekdays().has(bare(word)));
  const month = words.map(monthNumber).find((number) => number !== undefined);
  const numbers = words.filter((word) => /^\d+\.?$/.test(word)).map((word) => word.replace('.', ''));
  if (words.length !== 3 || month === undefined || numbers.length !== 2) return { refused: 'field.dayInvalid' };
  const year = numbers.find((number) => number.length === 4);
  const day = numbers.find((number) => number !== year);
  if (!day) return { refused: 'field.dayInvalid' };
  if (!year) return { refused: numbers.every((number) => number.length <= 2) ? 'field.dayAmbiguous' : 'field.dayInvalid' };
  return oneDay(isoDay(`${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`));
};

const oneDay = (day: string | undefined): DayReading => (day ? { day } : { refused: 'field.dayInvalid' });

/** The day if the calendar has it and it lies in times that a community speaks of; a year 0203 is a slip of the hand. */
const isoDay = (text: string): string | undefined => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  if (year < 1500 || year > 2999 || month < 1 || month > 12 || day < 1) return undefined;
  return day <= 28 || day <= Temporal.PlainYearMonth.from({ year, month }).daysInMonth ? text : undefined;
};

const littleWords = new Set(['de', 'del', 'of', 'the', 'le', 'el', 'do', 'da', 'à', 'a']);
const monthLanguages = ['en', 'fr', 'es', 'pt', 'ar'];

const bare = (word: string): string =>
  word
    .normalize('NFD')
    .replace(/[\u0300-\u036f.]/g, '')
    .normalize('NFC');

let months: Map<string, number> | undefined;
const monthTable = (): Map<string, number> => {
  if (months) return months;
  months = new Map(Object.entries({ sept: 9, set: 9, janv: 1, aou: 8 }));
  for (const language of monthLanguages) {
    for (const width of ['long', 'short'] as const) {
      const formatter = new Intl.DateTimeFormat(language, { month: width, day: 'numeric', calendar: 'gregory' });
      for (let month = 1; month <= 12; month += 1) {
        const parts = formatter.formatToParts(Temporal.PlainDate.from({ year: 2023, month, day: 3 }));
        const name = parts.find((part) => part.type === 'month')?.value;
        if (name) months.set(bare(name.toLowerCase()), month);
      }
    }
  }
  return months;
};

let weekdayNames: Set<string> | undefined;
/** Whole names only: the Spanish short form of Tuesday is also that of March. */
const weekdays = (): Set<string> => {
  weekdayNames ??= new Set(
    monthLanguages.flatMap((language) => {
      const formatter = new Intl.DateTimeFormat(language, { weekday: 'long' });
      return Array.from({ length: 7 }, (_, index) =>
        bare(formatter.format(Temporal.PlainDate.from({ year: 2023, month: 1, day: index + 1 })).toLowerCase()),
      );
    }),
  );
  return weekdayNames;
};
