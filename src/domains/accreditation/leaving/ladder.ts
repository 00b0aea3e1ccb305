import { z } from 'zod';
import type { Day } from '../../../platform/db/tables.ts';
import { choice, day, email, issue, optional, reference, termKey, text, whole, yesNo } from '../../../platform/fields.ts';

import { keeping } from './departure.ts';

/** The steps by which a member that takes no part any more leaves the register: each dated, none taken by itself, the whole shown from the first day. */

export const ladderSteps = ['letter', 'standby', 'finalWarning', 'proposal', 'notice', 'vote', 'notification'] as const;
export type LadderStep = (typeof ladderSteps)[number];

/** From the notice on the committee decides; before it the region acts. */
export const committeeSteps: ReadonlySet<LadderStep> = new Set(['notice', 'vote', 'notification']);

export const ballots = ['open', 'secret'] as const;

/** A step of the scheme and how long after the one before it may be taken at the earliest. */
export interface SchemeStep {
  step: LadderStep;
  months: number;
  days: number;
}

const schemeStep = z.object({
  step: choice(ladderSteps),
  /** A region can leave steps out between the letter and the vote. */
  used: yesNo().default(true),
  months: optional(whole(0, 60)),
  days: optional(whole(0, 365)),
});

export const newScheme = z
  .object({
    /** Without it the scheme holds for every body that has none of its own. */
    body: optional(reference()),
    startsOn: day(),
    steps: z.array(schemeStep).min(3).max(ladderSteps.length),
    /** The share of the votes cast that a withdrawal needs: 2 of 3. */
    shareFor: whole(1, 100).default(2),
    shareOf: whole(1, 100).default(3),
  })
  .superRefine(({ steps, shareFor, shareOf }, context) => {
    const order = steps.filter(({ used }) => used).map(({ step }) => ladderSteps.indexOf(step));
    const rises = order.every((place, at) => at === 0 || place > (order[at - 1] ?? 0));
    const needed = [0, ladderSteps.indexOf('notice'), ladderSteps.indexOf('vote'), ladderSteps.indexOf('notification')];
    if (!rises || !needed.every((place) => order.includes(place)))
      context.addIssue({ ...issue('ladder.stepsNeeded', {}, ['steps']), input: steps });
    if (shareFor > shareOf) context.addIssue({ ...issue('ladder.shareOrder', {}, ['shareFor']), input: shareFor });
  });

const onLadder = { organisation: reference(), on: optional(day()), note: optional(text({ max: 4000 })) };

export const stepTaking = z.object({
  ...onLadder,
  step: choice(['letter', 'standby', 'finalWarning', 'proposal', 'notice']),
  /** The list to which the letter of this step is copied. */
  copyTo: optional(email()),
});

export const voteTaking = z.object({
  ...onLadder,
  inFavour: whole(0, 100_000),
  against: whole(0, 100_000),
  abstained: whole(0, 100_000).default(0),
  ballot: choice(ballots).default('open'),
});

export const conclusion = z.object({ ...onLadder, reasonClass: optional(termKey('organisation.reason')), ...keeping });

/** The last step, or with `whole` all of them at once. */
export const stepReturn = z.object({ organisation: reference(), whole: yesNo().default(false) });

export const statementOf = z.object({ organisation: reference(), text: text({ max: 20_000 }), on: optional(day()) });

/** Does a vote carry? Of the votes cast for and against, abstentions left out; without any vote it does not. */
export const carries = (vote: { in_favour: number; against: number }, share: { share_for: number; share_of: number }): boolean => {
  const cast = vote.in_favour + vote.against;
  return cast > 0 && vote.in_favour * share.share_of >= cast * share.share_for;
};

export const after = (day: Day, { months, days }: SchemeStep): Day => Temporal.PlainDate.from(day).add({ months, days }).toString();

/**
 * Every step with the day on which it was taken, or the earliest on which it can be if those before it are taken as early as they can.
 * `today` moves no day: a step that could have been taken may still be.
 */
export const datesOf = (
  scheme: readonly SchemeStep[],
  taken: ReadonlyMap<LadderStep, Day>,
): { step: LadderStep; takenOn: Day | null; earliestOn: Day | null }[] => {
  let before: Day | null = null;
  return scheme.map((one) => {
    const takenOn = taken.get(one.step) ?? null;
    const earliestOn: Day | null = takenOn ?? (before === null ? null : after(before, one));
    before = earliestOn;
    return { step: one.step, takenOn, earliestOn };
  });
};
