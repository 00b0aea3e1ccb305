import type { T } from '../../../platform/i18n/catalogue.ts';
import type { Precision } from './item.ts';

/** An end as a reader writes it: a day, `December 2021` or `2021`. */
export const dayOf = (end: { ends_on: string | null; ends_precision: Precision }, t: T): string => {
  if (end.ends_on === null) return '';
  if (end.ends_precision === 'year') return end.ends_on.slice(0, 4);
  if (end.ends_precision === 'day') return t.day(end.ends_on);
  return new Intl.DateTimeFormat(`${t.language}-u-nu-latn`, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${end.ends_on}T00:00:00Z`),
  );
};
