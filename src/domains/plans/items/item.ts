import { z } from 'zod';
import {
  choice,
  day,
  flexibleDay,
  line,
  many,
  optional,
  percent,
  reference,
  text,
  texts,
  version,
  whole,
  yesNo,
} from '../../../platform/fields.ts';

/** One thing that a plan says will be done: an issue, an action or milestone in it, a pledge of a body, a task of a workstream. */

export const itemKinds = ['issue', 'action', 'milestone', 'pledge', 'task'] as const;
export type ItemKind = (typeof itemKinds)[number];

export const statuses = ['notStarted', 'inProgress', 'completed', 'ongoing', 'heldOver', 'onHold', 'retired'] as const;
export type Status = (typeof statuses)[number];

export const healths = ['onTrack', 'atRisk', 'offTrack'] as const;
export type Health = (typeof healths)[number];

export const leadRoles = ['volunteerLead', 'staffLead', 'contributor'] as const;
export type LeadRole = (typeof leadRoles)[number];

export type Precision = 'day' | 'month' | 'year';

/** Nothing more is expected of an item in one of these. */
export const ended: readonly Status[] = ['completed', 'retired'];
/** Has no end, so that it cannot be late. */
export const endless: readonly Status[] = [...ended, 'ongoing'];

export const statusTone: Record<Status, 'done' | 'active' | 'waiting' | 'problem' | 'off' | 'neutral'> = {
  notStarted: 'neutral',
  inProgress: 'active',
  completed: 'done',
  ongoing: 'active',
  heldOver: 'waiting',
  onHold: 'waiting',
  retired: 'off',
};
export const statusShape = {
  notStarted: 'ring',
  inProgress: 'half',
  completed: 'check',
  ongoing: 'progress',
  heldOver: 'clock',
  onHold: 'diamond',
  retired: 'slash',
} as const satisfies Record<Status, string>;
export const healthTone = { onTrack: 'done', atRisk: 'waiting', offTrack: 'problem' } as const satisfies Record<Health, string>;

const partLabel = z.preprocess(
  (raw) => (typeof raw === 'string' ? raw.trim().toLowerCase() : (raw ?? '')),
  z.string().regex(/^[a-z0-9]{0,3}$/, { error: 'plan.partLabel' }),
) as unknown as z.ZodType<string, string | null | undefined>;

/** One end of an item. `endsOn` may be a month or a year; the last day of it counts. */
export const partFacts = z.object({
  label: partLabel,
  title: optional(line({ max: 300 })),
  endsOn: optional(flexibleDay()),
  status: optional(choice(statuses)),
  percent: optional(percent()),
});

const leadFacts = z
  .object({ role: choice(leadRoles), person: optional(whole(1)), name: optional(line({ max: 120 })) })
  .refine((lead) => lead.person || lead.name, { error: 'field.required', path: ['name'] });

const amount = () => optional(whole(0, 999_999_999_999));
/** Of one fiscal year, in whole units of a currency. */
const budgetFacts = z.object({
  year: line({ max: 12 }),
  currency: optional(line({ min: 3, max: 3 })),
  planned: amount(),
  approved: amount(),
  spent: amount(),
});
/** The rows of a form that nobody filled say nothing. */
const budgetYears = z.preprocess(
  (raw) => (Array.isArray(raw) ? raw.filter((row) => !isBlankYear(row)) : raw),
  z.array(budgetFacts).max(20),
) as unknown as z.ZodArray<typeof budgetFacts>;
const isBlankYear = (row: unknown): boolean =>
  typeof row === 'object' &&
  row !== null &&
  Object.entries(row).every(([name, value]) => name === 'currency' || value === '' || value == null);

const words = () => optional(texts({ max: 20_000 }));

const facts = {
  goal: words(),
  currentState: words(),
  steps: words(),
  metrics: words(),
  method: words(),
  outcome: words(),
  note: words(),
  phase: optional(line({ max: 60 })),
  startsOn: optional(day()),
  endedOn: optional(day()),
  percent: optional(percent()),
  /** Whether what the percents inside come to is shown beside the percent typed. */
  rollUp: optional(yesNo()),
  health: optional(choice(healths)),
  body: optional(reference()),
  parent: optional(reference()),
  workstream: optional(reference()),
  recommendations: optional(many(reference())),
  position: optional(whole(0, 1_000_000)),
  /** The one end of an item without parts; with parts each has its own. */
  endsOn: optional(flexibleDay()),
  parts: optional(z.array(partFacts).max(20)),
  /** All ends as text, one a line: `a) 30 September 2020`. Parts that are not named are taken away. */
  ends: optional(text({ max: 2000 })),
  /** Leads by name, one role each; whoever is not named no longer leads in that role. */
  volunteerLeads: optional(many(line({ max: 120 }))),
  staffLeads: optional(many(line({ max: 120 }))),
  contributors: optional(many(line({ max: 120 }))),
  leads: optional(z.array(leadFacts).max(50)),
  /** Years that are not named are taken away. */
  budget: optional(budgetYears),
};

const ordered = (input: {
  startsOn?: string | null | undefined;
  endsOn?: { from: string | null; to?: string | undefined } | null | undefined;
}) => {
  const last = input.endsOn?.to ?? input.endsOn?.from;
  return !input.startsOn || !last || input.startsOn <= last;
};
const wrongOrder = { error: 'plan.endsBeforeStart', path: ['endsOn'] };

export const newItem = z
  .object({
    kind: choice(itemKinds),
    title: texts({ max: 300 }),
    review: optional(reference()),
    number: optional(line({ max: 20 })),
    state: choice(['draft', 'open']).default('open'),
    status: choice(statuses).default('notStarted'),
    ...facts,
  })
  .refine(ordered, wrongOrder);

export const itemChange = z
  .object({
    ref: reference(),
    version: optional(version()),
    title: optional(texts({ max: 300 })),
    state: optional(choice(['draft', 'open'])),
    status: optional(choice(statuses)),
    ...facts,
  })
  .refine(ordered, wrongOrder);

/** The plan of a review as a whole: nothing can be said of it but what sources say. */
export const wholePlan = 'plan';

const statementFacts = z.object({
  field: choice(['startsOn', 'endsOn', 'percent', 'status', 'health', 'leads', 'other']),
  part: optional(partLabel),
  value: text({ max: 1000 }),
  source: line({ max: 300 }),
  place: optional(line({ max: 100 })),
  statedOn: optional(day()),
});

/** What an import sends: adds the item or brings the known one up to date. Fields that are absent stay as they are. */
export const itemImport = z.object({
  kind: choice([...itemKinds, wholePlan]),
  ref: optional(reference()),
  review: optional(reference()),
  number: optional(line({ max: 20 })),
  title: optional(texts({ max: 300 })),
  status: optional(choice(statuses)),
  aliases: optional(many(line({ max: 100 }))),
  statements: optional(z.array(statementFacts).max(50)),
  /** A workstream by its name; made where there is none of that name. */
  workstreamTitle: optional(line({ max: 300 })),
  workstreamLeads: optional(line({ max: 500 })),
  ...facts,
});

/** About an item, or about the plan of a review. */
export const newStatement = statementFacts
  .extend({ ref: optional(reference()), review: optional(reference()) })
  .refine(({ ref, review }) => Boolean(ref) !== Boolean(review), { error: 'statement.aboutOne', path: ['ref'] });

/** How references begin, by kind. */
export const refPrefix: Record<ItemKind, string> = { issue: 'ISS', action: 'ACT', milestone: 'MST', pledge: 'PLG', task: 'TSK' };

/** `ISS-ARI-09`: single numbers get a nought before them so that they sort as they are read. */
export const issueReference = (prefix: string, number: string): string =>
  `ISS-${prefix}-${/^\d$/.test(number) ? `0${number}` : number.toUpperCase().replace(/[^A-Z0-9.]+/g, '-')}`;

export const workstreamReference = (number: number): string => `WST-${number}`;

/** The kind under which other names of the issues of a review are kept. */
export const aliasKind = (reviewId: number): string => `plan_item/${reviewId}`;

/** A kind of item may stand in these: a milestone in an issue, an action or a task, an issue in nothing. */
export const mayStandIn: Record<ItemKind, readonly ItemKind[]> = {
  issue: [],
  action: ['issue', 'action', 'task', 'pledge'],
  milestone: ['issue', 'action', 'task', 'pledge'],
  pledge: [],
  task: ['task'],
};

/** Days between two ISO days, negative where the second is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;

export const dayPlus = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();
