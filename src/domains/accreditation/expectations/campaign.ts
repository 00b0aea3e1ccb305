import { z } from 'zod';
import type { Day } from '../../../platform/db/tables.ts';
import { choice, day, email, id, issue, line, optional, reference, text, texts, url, yesNo } from '../../../platform/fields.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';

/** What a member undertakes, and the report that it gives from time to time by a link of its own. */

export const itemStates = ['met', 'partly', 'notMet'] as const;
export type ItemState = (typeof itemStates)[number];

export const questionKinds = ['text', 'number', 'yesNo'] as const;

export interface Item {
  key: string;
  text: Texts;
}
export interface Question extends Item {
  kind: (typeof questionKinds)[number];
}

const key = line({ max: 40 });
const distinct = (items: readonly { key: string }[], context: z.RefinementCtx) => {
  if (new Set(items.map((item) => item.key)).size < items.length) context.addIssue({ ...issue('campaign.keyTwice', {}, []), input: items });
};

export const newExpectations = z.object({
  body: optional(reference()),
  startsOn: day(),
  items: z
    .array(z.object({ key, text: texts({ max: 1000 }) }))
    .min(1)
    .max(30)
    .superRefine(distinct),
});

export const newForm = z.object({
  startsOn: day(),
  questions: z
    .array(z.object({ key, kind: choice(questionKinds).default('text'), text: texts({ max: 1000 }) }))
    .min(1)
    .max(30)
    .superRefine(distinct),
});

export const newCampaign = z.object({ title: texts({ max: 200 }), body: optional(reference()), opensOn: optional(day()), dueOn: day() });

export const campaignNamed = z.object({ campaign: id() });
export const reportNamed = z.object({ report: id() });

const said = {
  unchanged: yesNo().default(false),
  answers: z.record(z.string().max(40), optional(text({ max: 4000 }))).default({}),
  expectations: z.record(z.string().max(40), optional(choice(itemStates))).default({}),
  /** What a report can say about the register; it is proposed to those who keep it. */
  changes: z.object({ website: optional(url()), email: optional(email()), city: optional(line({ max: 120 })) }).default({}),
};

export const newAnswer = z.object({ token: line({ max: 100 }), ...said });

/** What a member told in another way, by telephone or on paper. The report is named by its number, or by the campaign and the member. */
export const recordedAnswer = z
  .object({ report: optional(id()), campaign: optional(id()), organisation: optional(reference()), by: line({ max: 120 }), ...said })
  .refine(({ report, campaign, organisation }) => Boolean(report) !== Boolean(campaign && organisation), {
    error: 'campaign.whichReport',
    path: ['report'],
  });

export const newCorrection = z.object({ token: line({ max: 100 }), text: text({ max: 2000 }) });

export const settlement = z.object({ report: id(), apply: yesNo() });

export const registerFields = ['website', 'email', 'city'] as const;
export type RegisterField = (typeof registerFields)[number];

/** The days of the three reminders: two before the report is due, one a week after. */
export const reminderDays = (dueOn: Day): Day[] => {
  const due = Temporal.PlainDate.from(dueOn);
  return [due.subtract({ days: 21 }), due.subtract({ days: 3 }), due.add({ days: 7 })].map(String);
};

/** How many reminders there should have been by a day. One that was missed is not made up for by two on one day. */
export const remindersBy = (dueOn: Day, today: Day): number => reminderDays(dueOn).filter((day) => day <= today).length;

/** Days after a report is due in which it can still be sent; then the links end. As long it stays open when it is opened again. */
export const graceDays = 14;

/** The last day on which the links of a campaign open a report. */
export const linkLasts = (dueOn: Day): Day => Temporal.PlainDate.from(dueOn).add({ days: graceDays }).toString();

interface Sent {
  answered_on: Day | null;
  open_until: Day | null;
}

/** A report is final once it was sent, unless it was opened again. */
export const canBeSent = ({ answered_on, open_until }: Sent, today: Day): boolean =>
  answered_on === null || (open_until !== null && open_until >= today);
