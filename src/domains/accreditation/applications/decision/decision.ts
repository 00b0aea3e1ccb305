import { z } from 'zod';
import { choice, day, line, optional, reference, text, url, version, whole } from '../../../../platform/fields.ts';

/** A record that nobody had before. */
export const newRecord = 'new';

/** The vote of the committee as it was held, and the decision that a person draws from it. */

export const outcomes = ['accredited', 'rejected'] as const;
export type Outcome = (typeof outcomes)[number];

const count = () => whole(0, 10_000);

export const newVote = z.object({
  ref: reference(),
  version: optional(version()),
  heldOn: day(),
  yes: count(),
  no: count(),
  abstain: count().default(0),
  notVoting: optional(text({ max: 2000 })),
  link: optional(url()),
});

export const newDecision = z.object({
  ref: reference(),
  version: optional(version()),
  outcome: choice(outcomes),
  reasonClass: optional(line({ max: 60 })),
  /**
   * In which record an accredited organisation goes on: the reference of one that had left, or `new`. Needed where the register knows one
   * of that name.
   */
  record: optional(line({ max: 60 })),
  /** Words for the applicant. */
  text: optional(text({ max: 10_000 })),
});

export interface VoteRule {
  numerator: number;
  denominator: number;
  quorum: number;
}

/** What a vote comes to by the rule. Those who abstain take part, and are neither for nor against. */
export const resultOf = (
  { yes, no, abstain }: { yes: number; no: number; abstain: number },
  { numerator, denominator, quorum }: VoteRule,
) => {
  const cast = yes + no;
  const present = cast + abstain;
  const quorate = present >= quorum;
  // In whole numbers: two thirds of nine are six, not 5.999….
  const passed = quorate && cast > 0 && yes * denominator >= cast * numerator;
  return { cast, present, quorate, passed, needed: Math.ceil((cast * numerator) / denominator) };
};
