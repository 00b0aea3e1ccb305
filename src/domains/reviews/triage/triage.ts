import { z } from 'zod';
import { choice, day, id, longText, many, optional, reference, termKey, texts, version, whole } from '../../../platform/fields.ts';

/** What a body is asked to do about the recommendations of a review: staff propose, the body edits and signs off or returns. */

export const batchStates = ['proposed', 'sent', 'returned', 'signedOff'] as const;
export type BatchState = (typeof batchStates)[number];

export const stages = ['untriaged', 'triagedByStaff', 'signOffAsked', 'underReview', 'reviewed', 'implementing', 'signedOff'] as const;
export type Stage = (typeof stages)[number];

export const priorities = ['P1', 'P2', 'P3', 'P4'] as const;

/** Whose turn it is: those who propose write before sending and after a return, the body in between, nobody after the signature. */
export const turn: Record<BatchState, 'staff' | 'body' | 'nobody'> = {
  proposed: 'staff',
  sent: 'body',
  returned: 'staff',
  signedOff: 'nobody',
};

const next: Record<BatchState, readonly BatchState[]> = {
  proposed: ['sent'],
  sent: ['signedOff', 'returned'],
  returned: ['sent'],
  // Reopened by staff, for a reason: it lies with them again until they ask once more.
  signedOff: ['returned'],
};

export const canMove = (from: BatchState, to: BatchState): boolean => next[from].includes(to);

/** The four things that are said about one recommendation, under their names in forms and in the database. */
export const said = {
  ownerClass: 'owner_class',
  coordinationClass: 'coordination_class',
  priority: 'priority',
  rationale: 'rationale',
} as const;
export type Said = keyof typeof said;
export const saidNames = Object.keys(said) as Said[];
export const saidColumns = Object.values(said);

/** Of these the words are the community's. */
export const classes = [
  ['ownerClass', 'owner'],
  ['coordinationClass', 'coordination'],
] as const;

export interface Values {
  owner_class: string | null;
  coordination_class: string | null;
  priority: string | null;
  rationale: string | null;
}

/** An item about which nothing at all is said is not triaged, and nobody can sign for it. */
export const isBlank = (item: Values): boolean => saidColumns.every((column) => item[column] === null);

const values = {
  ownerClass: optional(termKey('owner')),
  coordinationClass: optional(termKey('coordination')),
  priority: optional(choice(priorities)),
  rationale: optional(longText({ max: 4000 })),
};

/**
 * Without `recommendations`: all of the review that lie in no other batch of this body. What is said goes into every item, over what its
 * recommendation carries.
 */
export const newBatch = z.object({
  review: reference(),
  body: reference(),
  recommendations: optional(many(reference())),
  note: optional(longText({ max: 4000 })),
  ...values,
});

/** The same proposal for several bodies; with a deadline they are asked at once. */
export const newBatches = newBatch.omit({ body: true }).extend({ bodies: many(reference(), { min: 1, max: 100 }), dueOn: optional(day()) });

/** Every row of the grid, and the values that go into all ticked rows on top of what they say themselves. */
export const batchEdit = z.object({
  ref: reference(),
  items: z
    .array(z.object({ recommendation: reference(), version: optional(version()), ...values }))
    .max(1000)
    .default([]),
  fill: optional(z.object({ recommendations: optional(many(reference(), { max: 1000 })), ...values })),
});

export const batchSending = z.object({
  ref: reference(),
  version: optional(version()),
  dueOn: day(),
  note: optional(longText({ max: 4000 })),
});

/** `seen` is the sum of the items' versions on the page that the signer read: nobody signs for what changed meanwhile. */
export const batchSignature = z.object({ ref: reference(), version: optional(version()), seen: optional(whole(0)) });

/** A return, a reopening, a withdrawal: each for a reason, which comes with the call. */
export const batchMove = z.object({ ref: reference(), version: optional(version()) });

export const batchReminder = z.object({ ref: reference() });

/** Where a body stands with a review since a day; said by hand, or by what happens to its batches. */
export const newStage = z.object({
  review: reference(),
  body: reference(),
  stage: choice(stages),
  asOf: optional(day()),
  note: optional(texts({ max: 2000 })),
});

export const stageRemoval = z.object({ stage: id() });

/** `TRI-WS2-ALAC-01`. */
export const batchReference = (prefix: string, body: string, number: number): string =>
  `TRI-${prefix}-${body}-${String(number).padStart(2, '0')}`;

/** Days until the deadline; negative after it. */
export const daysLeft = (dueOn: string, today: string): number => Temporal.PlainDate.from(today).until(dueOn, { largestUnit: 'day' }).days;

const before = [7, 3, 1];

/**
 * The latest day on which a reminder was due by `today`: 7, 3 and 1 days before the deadline and every week after it. Days up to the one
 * of sending are left out, for the letter itself arrived then. Null where none was due yet.
 */
export const reminderDay = (batch: { due_on: string; sent_on: string }, today: string): string | null => {
  const due = Temporal.PlainDate.from(batch.due_on);
  const past = -daysLeft(batch.due_on, today);
  const days = past >= 7 ? [due.add({ days: past - (past % 7) })] : before.map((days) => due.subtract({ days })).reverse();
  const reached = days.map(String).find((day) => day <= today);
  return reached !== undefined && reached > batch.sent_on ? reached : null;
};
