import { z } from 'zod';
import { day, line, optional, reference, version, whole } from '../../../platform/fields.ts';
import { daysAfter, monthsAfter } from '../report/report.ts';

/** When reports on a review are due, and from whom. Periods follow one another without a gap; what was submitted moves the calendar on. */

export const calendarFacts = z.object({
  review: reference(),
  version: optional(version()),
  beginsOn: day(),
  months: optional(whole(1, 36)),
  dueAfter: optional(whole(-365, 365)),
  body: optional(reference()),
  /** Who is reminded, by name. */
  responsible: optional(line({ max: 200 })),
});

/** A calendar is stopped with a reason, and set again when reports are due again. */
export const calendarEnd = z.object({ review: reference(), version: optional(version()) });

export interface Rhythm {
  begins_on: string;
  months: number;
  due_after: number;
}

/** The first period whose end lies after `reported`, the last day that was reported on. Ends are counted from the beginning, so that months of different length do not add up. */
export const nextPeriod = (rhythm: Rhythm, reported: string | null): { from: string; to: string; due: string } => {
  let at = 0;
  const end = (number: number) => daysAfter(monthsAfter(rhythm.begins_on, rhythm.months * (number + 1)), -1);
  while (reported !== null && end(at) <= reported) at += 1;
  const begins = monthsAfter(rhythm.begins_on, rhythm.months * at);
  const from = reported !== null && reported >= begins ? daysAfter(reported, 1) : begins;
  return { from, to: end(at), due: daysAfter(end(at), rhythm.due_after) };
};
