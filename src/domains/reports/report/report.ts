import { z } from 'zod';
import { choice, day, flexibleDay, line, optional, percent, reference, text, texts, url, version } from '../../../platform/fields.ts';
import { statuses } from '../../plans/index.ts';

/** What a body reports on a review for one period: first written, then reviewed, approved, submitted and acknowledged. */

export const reportStates = ['drafting', 'inReview', 'approved', 'submitted', 'acknowledged'] as const;
export type ReportState = (typeof reportStates)[number];

export const reportSteps = ['started', 'sentToReview', 'returned', 'approved', 'submitted', 'acknowledged'] as const;
export type ReportStep = (typeof reportSteps)[number];

/** What a submitted report says is never changed afterwards. */
export const isFrozen = (state: ReportState): boolean => state === 'submitted' || state === 'acknowledged';

const next: Record<ReportState, readonly ReportState[]> = {
  drafting: ['inReview'],
  inReview: ['drafting', 'approved'],
  approved: ['drafting', 'submitted'],
  submitted: ['acknowledged'],
  acknowledged: [],
};
export const canMove = (from: ReportState, to: ReportState): boolean => next[from].includes(to);

export const stateTone = { drafting: 'neutral', inReview: 'waiting', approved: 'active', submitted: 'done', acknowledged: 'done' } as const;
export const stateShape = { drafting: 'ring', inReview: 'clock', approved: 'half', submitted: 'check', acknowledged: 'full' } as const;

const ordered = ({ from, to }: { from?: string | null | undefined; to?: string | null | undefined }) => !from || !to || from <= to;
const wrongOrder = { error: 'report.endsBeforeStart', path: ['to'] };

const facts = {
  from: optional(day()),
  to: optional(day()),
  dueOn: optional(day()),
  title: optional(texts({ max: 300 })),
  body: optional(reference()),
  /** The author by name; without it the one who starts the report. */
  author: optional(line({ max: 200 })),
};

/** Without a period the next one of the calendar, without a title one that names the period. */
export const newReport = z.object({ review: reference(), ...facts }).refine(ordered, wrongOrder);
export const reportChange = z.object({ ref: reference(), version: optional(version()), ...facts }).refine(ordered, wrongOrder);

const named = { ref: reference(), version: optional(version()) };
export const plainStep = z.object(named);
export const decision = z.object({ ...named, on: optional(day()), note: optional(text({ max: 5000 })), link: optional(url()) });

const takenPart = z.object({
  label: optional(line({ max: 3 })),
  title: optional(line({ max: 300 })),
  endsOn: optional(flexibleDay()),
  status: optional(choice(statuses)),
  percent: optional(percent()),
});

/** What an earlier document says of one issue; a value that it does not state stays away. */
const takenItem = z.object({
  /** The issue in the plan, where there is one. */
  ref: reference(),
  number: optional(line({ max: 20 })),
  title: texts({ max: 300 }),
  status: optional(choice(statuses)),
  percent: optional(percent()),
  startsOn: optional(day()),
  parts: optional(z.array(takenPart).max(20)),
  note: optional(texts({ max: 20_000 })),
  metrics: optional(texts({ max: 20_000 })),
  goal: optional(texts({ max: 20_000 })),
  text: optional(texts({ max: 200_000 })),
});

/** A report that was submitted before it came here: frozen from the first, with the document from which it was taken. */
export const takenReport = z
  .object({
    review: reference(),
    title: texts({ max: 300 }),
    from: day(),
    to: day(),
    submittedOn: day(),
    acknowledgedOn: optional(day()),
    body: optional(reference()),
    author: line({ max: 200 }),
    source: line({ max: 500 }),
    items: z.array(takenItem).max(500),
    prose: optional(z.array(z.object({ title: texts({ max: 300 }), text: texts({ max: 200_000 }) })).max(100)),
  })
  .refine(ordered, wrongOrder);

/** `REP-ARI-2020-06`: the review and the month in which the period ends. */
export const reportReference = (prefix: string, to: string): string => `REP-${prefix}-${to.slice(0, 7)}`;

export const monthsAfter = (day: string, months: number): string => Temporal.PlainDate.from(day).add({ months }).toString();
export const daysAfter = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();
