import { z } from 'zod';
import { choice, line, optional, reference, text } from '../../../../platform/fields.ts';

/** What staff looks at before a region is asked. Outcomes are read by the region and the committee, notes by staff alone. */
export const checkOutcomes = ['fine', 'doubt', 'notApplicable'] as const;
export type CheckOutcome = (typeof checkOutcomes)[number];

export const check = z.object({
  ref: reference(),
  key: line({ max: 60 }),
  outcome: choice(checkOutcomes),
  note: optional(text({ max: 5000 })),
});

export const newNote = z.object({ ref: reference(), text: text({ max: 20_000 }) });
