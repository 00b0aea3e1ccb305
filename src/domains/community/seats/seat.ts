import { z } from 'zod';
import type { Day } from '../../../platform/db/tables.ts';
import { flexibleDay, id, longText, optional, reference, texts, version, whole, yesNo } from '../../../platform/fields.ts';
import { lastDayOf } from '../../../platform/i18n/flexible-days.ts';

/** A place in a body that one person holds at a time, and the times in which people hold it. */

const facts = {
  title: texts({ max: 200 }),
  appointedBy: optional(reference()),
  position: optional(whole(0, 10_000)),
  termMonths: optional(whole(1, 600)),
  /** Terms in a row. */
  termLimit: optional(whole(1, 50)),
};

export const newSeat = z.object({ body: reference(), ...facts });

export const seatChange = z.object({ seat: id(), version: optional(version()), ...facts, title: optional(facts.title) });

export const seatNamed = z.object({ seat: id() });

const days = { from: optional(flexibleDay()), to: optional(flexibleDay()) };

type Days = { [Key in keyof typeof days]?: z.output<ReturnType<typeof flexibleDay>> | null | undefined };

const endsAfterItBegins = ({ from, to }: Days): boolean => !from?.from || !to || from.from <= (lastDayOf(to) ?? from.from);
const order = { error: 'tenure.endsBeforeItBegins', path: ['to'] };

const circumstances = { ...days, alternate: optional(yesNo()), note: optional(longText({ max: 2000 })) };

/** Without a beginning it begins today; with `?` nobody knows when it began. */
export const newTenure = z.object({ seatId: id(), personId: id(), ...circumstances }).refine(endsAfterItBegins, order);

export const tenureChange = z
  .object({ tenure: id(), version: optional(version()), personId: optional(id()), ...circumstances })
  .refine(endsAfterItBegins, order);

export const tenureEnd = z.object({ tenure: id(), version: optional(version()), to: optional(flexibleDay()) });

export const tenureNamed = z.object({ tenure: id() });

/** The day on which a term is over, where the seat has a length of term and the beginning is known. */
export const termUp = (from: Day | null, months: number | null): Day | null =>
  from === null || months === null ? null : Temporal.PlainDate.from(from).add({ months }).toString();
