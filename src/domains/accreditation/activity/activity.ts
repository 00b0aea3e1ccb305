import { z } from 'zod';
import { choice, day, id, issue, line, optional, reference, text, whole, yesNo } from '../../../platform/fields.ts';

/** How much a member organisation takes part: judged by the rule of its region from dated facts, and said by a person. */

export const activityStatuses = ['active', 'lessActive', 'standby'] as const;
export type ActivityStatus = (typeof activityStatuses)[number];

export const factKinds = ['meeting', 'contribution', 'vote'] as const;
export type FactKind = (typeof factKinds)[number];

/** Why a status follows from the facts; the words stand under `activity.because.<reason>`. */
export const reasons = ['meeting', 'contribution', 'vote', 'newMember', 'fallsShort', 'longLess', 'stillStandby'] as const;
export type Reason = (typeof reasons)[number];

/** What a status was said for: a reason of the rule with the figures of that day, or a decision by hand or on the ladder. */
export interface Because {
  reason: Reason | 'byHand' | 'ladder' | 'takenBack';
  meetings?: number;
  contributions?: number;
  votes?: number;
}

/** `meetings` in `meetingMonths`, or `contributions` in `contributionMonths`, or `votes` in the last `elections`: one of them makes active. */
const thresholds = {
  meetings: optional(whole(1, 1000)),
  meetingMonths: optional(whole(1, 120)),
  contributions: optional(whole(1, 1000)),
  contributionMonths: optional(whole(1, 120)),
  votes: optional(whole(1, 100)),
  elections: optional(whole(1, 100)),
  /** Months of being less active after which standby is proposed. */
  standbyMonths: whole(1, 120).default(6),
};

const pairs = [
  ['meetings', 'meetingMonths'],
  ['contributions', 'contributionMonths'],
  ['votes', 'elections'],
] as const;

type Thresholds = Partial<Record<(typeof pairs)[number][number], number | null | undefined>>;

const inPairs = (rule: Thresholds, context: z.RefinementCtx) => {
  for (const [many, within] of pairs) {
    const missing = rule[many] == null ? (rule[within] == null ? undefined : many) : rule[within] == null ? within : undefined;
    if (missing) context.addIssue({ ...issue('activity.pairNeeded', {}, [missing]), input: rule[missing] });
  }
  if (rule.votes != null && rule.elections != null && rule.votes > rule.elections)
    context.addIssue({ ...issue('activity.moreVotesThanElections', {}, ['votes']), input: rule.votes });
  if (pairs.every(([many]) => rule[many] == null)) context.addIssue({ ...issue('activity.noThreshold', {}, ['meetings']), input: rule });
};

export const newRule = z
  .object({ body: reference(), startsOn: day(), ...thresholds, note: optional(text({ max: 2000 })) })
  .superRefine(inPairs);

/** A rule that is only looked at: whom would it change today? */
export const triedRule = z.object({ body: reference(), ...thresholds }).superRefine(inPairs);
export type TriedRule = z.output<typeof triedRule>;

export const newFact = z.object({
  organisation: reference(),
  kind: choice(factKinds, {
    attendance: 'meeting',
    attended: 'meeting',
    réunion: 'meeting',
    reunión: 'meeting',
    اجتماع: 'meeting',
    comment: 'contribution',
    contribución: 'contribution',
    مساهمة: 'contribution',
    voted: 'vote',
    ballot: 'vote',
    voto: 'vote',
    تصويت: 'vote',
  }),
  on: day(),
  /** Where it is seen: the meeting, the statement, the election. */
  source: optional(line({ max: 200 })),
  note: optional(text({ max: 2000 })),
});

export const factRemoval = z.object({ fact: id() });

/** `status` is the one that the person saw proposed; another one needs a reason. The representatives are told, unless `tell` is no. */
export const statusConfirmation = z.object({
  organisation: reference(),
  status: choice(activityStatuses),
  tell: yesNo().default(true),
});
