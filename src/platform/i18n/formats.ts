import { fallbackLanguage } from './languages.ts';

export interface Formats {
  /** An ISO day as `12 Mar 2023`: the month always in letters, so that nobody has to guess. */
  day(day: string): string;
  /** An ISO instant in a zone as `12 Mar 2023, 14:00 UTC+2`: 24 hours and the offset, never an abbreviation that two regions share. */
  time(instant: string, zone: string): string;
  number(value: number): string;
  /** `percent(98)` is `98%`: the value is already of a hundred; one decimal at most. */
  percent(value: number): string;
  list(items: readonly string[]): string;
  /** Days from today: `relativeDays(-3)` is `3 days ago`, `relativeDays(0)` is `today`. */
  relativeDays(days: number): string;
}

/** The formatters of a language, made once. Throws RangeError on a day, instant or zone that is none. */
export const formatsOf = (language: string): Formats => {
  const kept = cache.get(language) ?? makeFormats(language);
  cache.set(language, kept);
  return kept;
};

/**
 * The locale behind a language: British day order for English, and Latin digits everywhere. In Arabic too, because references, web addresses
 * and the tables that people copy from and into spreadsheets carry Latin digits, and CLDR takes them for `ar` without a country.
 */
export const localeOf = (language: string): string => `${language === 'en' ? 'en-GB' : language}-u-nu-latn`;

const cache = new Map<string, Formats>();

const makeFormats = (language: string): Formats => {
  const locale = [localeOf(language), fallbackLanguage];
  const months = monthTemplates(language);
  const numbers = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const between = betweenDayAndTime[language.split('-')[0] ?? ''] ?? ', ';

  const day = (iso: string): string => {
    const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
    const template = months[Number(parts?.[2]) - 1];
    if (!parts || !template) throw new RangeError(`not an ISO day: ${iso}`);
    return template(ordinal(String(Number(parts[3])), language), String(Number(parts[1])));
  };

  return {
    day,
    time: (instant, zone) => {
      const at = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
      const clock = at.toPlainTime().toString({ smallestUnit: 'minute' });
      return `${day(at.toPlainDate().toString())}${between}${clock} ${offsetName(at.offset)}`;
    },
    number: (value) => numbers.format(value),
    percent: (value) => percents.format(value / 100),
    list: (items) => lists.format(items),
    relativeDays: (days) => relative.format(Math.round(days), 'day'),
  };
};

/** The number of a day as people write it: in French the first of a month is an ordinal (Imprimerie nationale; CLDR leaves it out). */
export const ordinal = (day: string, language: string): string => (day === '1' && /^fr\b/.test(language) ? '1er' : day);

const betweenDayAndTime: Record<string, string> = { ar: '، ', zh: ' ' };

/** `+02:00` as `UTC+2`, `+05:30` as `UTC+5:30`, `+00:00` as `UTC`. */
const offsetName = (offset: string): string => {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})/.exec(offset) ?? [];
  if (hours === '00' && minutes === '00') return 'UTC';
  return `UTC${sign === '-' ? '-' : '+'}${Number(hours)}${minutes === '00' ? '' : `:${minutes}`}`;
};

type MonthTemplate = (day: string, year: string) => string;

/** One template per month, so that a list of a thousand days costs no call into Intl. */
const monthTemplates = (language: string): MonthTemplate[] => {
  const options = { day: 'numeric', month: 'short', year: 'numeric', calendar: 'gregory', timeZone: 'UTC' } as const;
  const formatter = new Intl.DateTimeFormat([localeOf(language), fallbackLanguage], options);
  // British English abbreviates September to four letters and all others to three; the American names are even.
  const monthNames = language === 'en' ? new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' }) : undefined;
  return Array.from({ length: 12 }, (_, index) => {
    // As an instant: given a PlainDate, Intl writes the months of Chinese dates as bare digits between slashes.
    const date = Temporal.ZonedDateTime.from({ year: 2023, month: index + 1, day: 12, timeZone: 'UTC' }).epochMilliseconds;
    const parts = formatter.formatToParts(date);
    return (day, year) =>
      parts
        .map((part) => {
          if (part.type === 'day') return day;
          if (part.type === 'year') return year;
          return part.type === 'month' && monthNames ? monthNames.format(date) : part.value;
        })
        .join('');
  });
};
