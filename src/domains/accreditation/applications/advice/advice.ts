import { z } from 'zod';
import { choice, optional, reference, text, version } from '../../../../platform/fields.ts';

/** What the body of the applicant's region says before the committee decides. */
export const advices = ['accept', 'reject', 'moreInformation'] as const;
export type Advice = (typeof advices)[number];

export const newAdvice = z.object({
  ref: reference(),
  version: optional(version()),
  advice: choice(advices, { yes: 'accept', no: 'reject', more: 'moreInformation' }),
  /** Its reason. */
  text: text({ max: 10_000 }),
});

/** Whether a region has been heard: it said accept or reject. To ask for more is no advice yet. */
export const heard = (given: readonly { advice: Advice }[]): boolean => {
  const last = given.at(-1);
  return last !== undefined && last.advice !== 'moreInformation';
};
