import { z } from 'zod';
import { type FlexibleDay, readDay } from '../i18n/days.ts';
import { readFlexibleDay } from '../i18n/flexible-days.ts';
import { blank, type Field, field, isRecord, textOf, wrong } from './field.ts';

/** A day as `2023-03-12`; see `readDay` for what else is understood. A cell that holds a date (`Date`, midnight UTC) is one too. */
export const day = (): Field<string> =>
  field(z.string().meta({ format: 'date', examples: ['2023-03-12'] }), (raw) => {
    if (raw instanceof Date && !Number.isNaN(raw.getTime())) return raw.toISOString().slice(0, 10);
    const typed = textOf(raw);
    if (typed === undefined) return wrong('field.dayInvalid');
    const read = readDay(typed);
    return 'day' in read ? read.day : wrong(read.refused, { typed: typed.trim() });
  });

/** A day that may not be fixed: the object itself or words such as `2014?`, `March 2019`, `end 2020`, `Q3 2021`. */
export const flexibleDay = (): Field<FlexibleDay, FlexibleDay | string> =>
  field(flexibleDaySchema, (raw) => {
    if (isRecord(raw))
      return { from: blank(raw.from) ? null : raw.from, ...(blank(raw.to) ? {} : { to: raw.to }), precision: raw.precision };
    if (raw instanceof Date && !Number.isNaN(raw.getTime())) return { from: raw.toISOString().slice(0, 10), precision: 'day' };
    const typed = textOf(raw);
    if (typed === undefined) return wrong('field.dayInvalid');
    const exact = readDay(typed);
    if ('refused' in exact && exact.refused === 'field.dayAmbiguous') return wrong('field.dayAmbiguous', { typed: typed.trim() });
    return readFlexibleDay(typed) ?? wrong('field.flexibleDay', { typed: typed.trim() });
  });

const isoDay = z.iso.date({ error: 'field.dayInvalid' });

const flexibleDaySchema = z
  .strictObject({ from: isoDay.nullable(), to: isoDay.optional(), precision: z.enum(['day', 'month', 'year', 'unknown']) })
  .refine(({ from, to }) => !to || (from !== null && from <= to), { error: 'field.dayOrder', path: ['to'] })
  .meta({ description: 'A day that may not be fixed yet, as the days between which it lies' }) as unknown as z.ZodType<FlexibleDay>;

/**
 * A moment, as ISO 8601 in UTC. Its zone must be known: `2023-03-12T14:00+02:00`, `2023-03-12T14:00[Africa/Cairo]`, `2023-03-12 14:00 UTC`,
 * or `{ local: '2023-03-12T14:00', zone: 'Africa/Cairo' }` from the two inputs of a form.
 */
export const instant = (): Field<string, string | { local: string; zone: string }> =>
  field(
    z.string().meta({ format: 'date-time', examples: ['2023-03-12T12:00:00Z'] }),
    (raw) => {
      if (raw instanceof Date && !Number.isNaN(raw.getTime())) return raw.toISOString();
      if (isRecord(raw)) {
        const local = String(raw.local ?? '');
        return instantIn(`${local}[${String(raw.zone ?? '').trim()}]`) ?? wrong(isLocal(local) ? 'field.instantZone' : 'field.instant');
      }
      const typed = textOf(raw)?.trim();
      if (typed === undefined) return wrong('field.instant');
      const moment = instantIn(typed.replace(/\s*(?:utc|gmt)$/i, 'Z'));
      return moment ?? wrong(isLocal(typed) ? 'field.instantZone' : 'field.instant');
    },
    (raw) => blank(raw) || (isRecord(raw) && blank(raw.local)),
  );

const isLocal = (typed: string): boolean => /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?$/.test(typed);

const instantIn = (typed: string): string | undefined => {
  for (const read of [() => Temporal.Instant.from(typed), () => Temporal.ZonedDateTime.from(typed).toInstant()]) {
    try {
      return read().toString();
    } catch {
      // Not of this form; the next one may fit.
    }
  }
  return undefined;
};
