import type { Texts } from '../../../platform/i18n/texts.ts';
import { endless, type Health, type ItemKind, type LeadRole, type Precision, type Status } from '../../plans/index.ts';

/** A promise: what a review asked for together with what was planned for it and done; or something planned that no review asked for. */

export const stages = ['asked', 'declined', 'accepted', 'planned', 'inProgress', 'completed', 'verified', 'dropped'] as const;
export type Stage = (typeof stages)[number];

/** The way that a promise goes when it goes well. */
export const way = ['asked', 'accepted', 'planned', 'inProgress', 'completed', 'verified'] as const satisfies readonly Stage[];

export const stageTone = {
  asked: 'neutral',
  declined: 'off',
  accepted: 'active',
  planned: 'active',
  inProgress: 'active',
  completed: 'waiting',
  verified: 'done',
  dropped: 'off',
} as const satisfies Record<Stage, string>;
export const stageShape = {
  asked: 'ring',
  declined: 'slash',
  accepted: 'dot',
  planned: 'clock',
  inProgress: 'half',
  completed: 'full',
  verified: 'check',
  dropped: 'slash',
} as const satisfies Record<Stage, string>;

/** Answers of a committee after which it is expected to be done, in one form or another. */
export const acceptingAnswers: readonly string[] = ['accepted', 'acceptedInPart', 'alternative'];

export interface BodyNamed {
  ref: string;
  name: Texts;
  acronym: string | null;
}

/** Where a body stands, once it has decided. */
export interface Stood {
  body: BodyNamed;
  stance: string | null;
  comment: Texts | null;
  decidedHow: string | null;
  decidedOn: string | null;
  decidedLink: string | null;
  /** It was taken on an older wording. */
  stale: boolean;
}

export interface Answered {
  body: BodyNamed;
  answer: string;
  explanation: Texts | null;
  alternativeWording: Texts | null;
  decidedOn: string | null;
  decidedLink: string | null;
}

/** What a review asked for, and what was said to it. Answers: the latest first. */
export interface Asked {
  ref: string;
  number: string;
  title: Texts;
  text: Texts | null;
  page: string | null;
  themes: string[];
  review: { ref: string; title: Texts; examiner: string | null; publishedOn: string | null; sourceUrl: string | null };
  addressees: BodyNamed[];
  positions: Stood[];
  answers: Answered[];
}

export interface End {
  label: string;
  title: string | null;
  endsOn: string | null;
  precision: Precision;
  /** The end that was promised first. */
  baselineOn: string | null;
  status: Status | null;
  percent: number | null;
}

/** What somebody who did something is called: null where the reader may not know it. */
type Name = string | null;

/** One thing planned, and what became of it. Lists of events: newest first. */
export interface Planned {
  ref: string;
  kind: ItemKind;
  number: string | null;
  title: Texts;
  goal: Texts | null;
  currentState: Texts | null;
  steps: Texts | null;
  metrics: Texts | null;
  method: Texts | null;
  outcome: Texts | null;
  note: Texts | null;
  phase: string | null;
  startsOn: string | null;
  endedOn: string | null;
  percent: number | null;
  /** Null where nothing says how it stood that day. */
  status: Status | null;
  health: Health | null;
  body: BodyNamed | null;
  late: boolean;
  verified: boolean;
  ends: End[];
  leads: { role: LeadRole; name: Name }[];
  budget: { year: string; currency: string; planned: number | null; approved: number | null; spent: number | null }[];
  progress: {
    on: string;
    text: Texts;
    percent: number | null;
    status: Status | null;
    health: Health | null;
    part: string | null;
    endedBefore: string | null;
    endedAfter: string | null;
    reason: string | null;
    by: Name;
  }[];
  evidence: { title: string; url: string | null }[];
  closures: {
    state: 'claimed' | 'verified' | 'returned';
    claimedOn: string;
    claimedBy: Name;
    note: string | null;
    judgedOn: string | null;
    judgedBy: Name;
    judgement: string | null;
  }[];
  outside: {
    owner: string;
    promise: string | null;
    promisedOn: string | null;
    precision: Precision;
    lastAskedOn: string | null;
    keptOn: string | null;
  }[];
  /** What submitted reports said of it, the oldest first. */
  reported: {
    report: string;
    title: Texts;
    on: string;
    percent: number | null;
    status: Status | null;
    ends: { label: string; status: Status | null; percent: number | null }[];
  }[];
  statements: { field: string; part: string; value: string; source: string; place: string | null; statedOn: string | null }[];
}

/** What lies inside something planned, in a line. */
export type Inside = Pick<Planned, 'ref' | 'kind' | 'title' | 'status' | 'percent' | 'ends' | 'late' | 'evidence'>;

export interface Story {
  ref: string;
  kind: 'recommendation' | 'item';
  title: Texts;
  /** Former names, such as "Issue 9". */
  aliases: string[];
  archived: boolean;
  /** Not public: only those who prepare it see it. */
  draft: boolean;
  /** Of a past day. `register`: as it stood in our records then; `days`: our records begin later, so that only what carries a day is told. */
  past: { day: string; from: 'register' | 'days'; since: string | null } | null;
  asked: Asked[];
  planned: Planned[];
  inside: Inside[];
  stage: Stage;
  late: boolean;
}

/** How far it is, from the latest official answer and from what was planned for it. */
export const stageOf = (
  answers: readonly { answer: string }[],
  planned: readonly { status: Status | null; verified: boolean }[],
): Stage => {
  const live = planned.filter((item) => item.status !== 'retired');
  if (planned.length > 0 && live.length === 0) return 'dropped';
  if (live.length > 0) {
    if (live.every((item) => item.status === 'completed')) return live.every((item) => item.verified) ? 'verified' : 'completed';
    return live.every((item) => item.status === null || item.status === 'notStarted') ? 'planned' : 'inProgress';
  }
  const latest = answers[0]?.answer;
  if (latest === 'rejected') return 'declined';
  return latest !== undefined && acceptingAnswers.includes(latest) ? 'accepted' : 'asked';
};

/** Late is what has an end before that day and no status that needs none. */
export const isLate = (item: Pick<Planned, 'status' | 'ends'>, today: string): boolean => {
  const { status } = item;
  if (status === null || endless.includes(status)) return false;
  return item.ends.some((end) => end.endsOn !== null && end.endsOn < today && !endless.includes(end.status ?? status));
};

/** Sources contradict each other where they say different things of the same field and part. */
export const contradicted = (statements: Planned['statements']): Planned['statements'][] => [
  ...Map.groupBy(statements, (one) => `${one.field} ${one.part}`).values(),
];
