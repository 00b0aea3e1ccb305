import type { T } from './catalogue.ts';
import type { FlexibleDay } from './days.ts';
import { lastDayOf } from './flexible-days.ts';

/** A day that may not be fixed, as it is stored: the day that counts, and what was said where that is more than a day. */
export interface KeptDay {
  on: string | null;
  span: FlexibleDay | null;
}

/** What to store: of a beginning the first day that it can mean counts, of an end the last. */
export const keptDay = (said: FlexibleDay | null | undefined, which: 'first' | 'last' = 'first'): KeptDay =>
  said
    ? { on: which === 'last' ? lastDayOf(said) : said.from, span: said.precision === 'day' && !said.to ? null : said }
    : { on: null, span: null };

/** As a reader writes it: `12 Mar 2023`, `March 2019`, `2014?`, `12 Mar 2023 – 3 Apr 2023`. */
export const kept = ({ on, span }: KeptDay, t: T): string => {
  if (!span) return on ? t.day(on) : '';
  return inPieces(span, t.day, (month) =>
    new Intl.DateTimeFormat(`${t.language}-u-nu-latn`, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
      new Date(`${month}-01T00:00:00Z`),
    ),
  );
};

/** As a file carries it, in a form that is read back as the same: `2023-03-12`, `2019-03`, `2014?`, `2023-03-12/2023-04-03`. */
export const written = ({ on, span }: KeptDay): string | null =>
  span
    ? inPieces(
        span,
        (day) => day,
        (month) => month,
        '/',
      )
    : on;

const inPieces = (span: FlexibleDay, day: (day: string) => string, month: (month: string) => string, between = ' – '): string => {
  const doubt = span.precision === 'unknown' ? '?' : '';
  if (span.from === null) return '?';
  const to = span.to ?? span.from;
  const year = span.from.slice(0, 4);
  if (span.from === `${year}-01-01` && to === `${year}-12-31`) return `${year}${doubt}`;
  if (span.from.endsWith('-01') && to === lastOfMonth(span.from)) return `${month(span.from.slice(0, 7))}${doubt}`;
  return `${day(span.from)}${to === span.from ? '' : `${between}${day(to)}`}${doubt}`;
};

const lastOfMonth = (day: string): string => {
  const month = Temporal.PlainYearMonth.from(day.slice(0, 7));
  return month.toPlainDate({ day: month.daysInMonth }).toString();
};
