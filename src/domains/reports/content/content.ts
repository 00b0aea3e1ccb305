import type { Day } from '../../../platform/db/tables.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { ended, type Health, type ItemKind, type Precision, type Status } from '../../plans/index.ts';
import { monthsAfter } from '../report/report.ts';
import type { SectionKind } from '../sections/section.ts';

/** Everything that a report says: its figures with the rows behind them, and its texts. Frozen at submission exactly as it stands here. */
export interface Content {
  /** The shape of what follows; grows when it changes, so that old reports stay readable. */
  form: 1;
  report: {
    ref: string;
    title: Texts;
    from: Day;
    to: Day;
    author: string;
    body: Texts | null;
    review: { ref: string; title: Texts };
    /** The document from which it was taken in, where it was not written here. */
    source: string | null;
  };
  /** The day at whose end the figures stood. */
  asAt: Day;
  /** The periods that the figure compares, oldest first; the last is the report's own. */
  periods: { ref: string; to: Day }[];
  items: Row[];
  /** What the report before had and this one no longer has. */
  gone: { ref: string; number: string | null; title: Texts }[];
  sections: Part[];
}

export interface Part {
  kind: SectionKind;
  title: Texts | null;
  text: Texts | null;
  /** Of a section about one issue: its reference. */
  item: string | null;
  leftOut: string[];
}

/** One line of the plan as it stood. A value that nobody stated is null. */
export interface Row {
  ref: string;
  kind: ItemKind;
  number: string | null;
  title: Texts;
  parent: string | null;
  workstream: Texts | null;
  startsOn: Day | null;
  endedOn: Day | null;
  ends: End[];
  percent: number | null;
  status: Status | null;
  health: Health | null;
  claim: 'claimed' | 'verified' | 'returned' | null;
  note: Texts | null;
  goal: Texts | null;
  metrics: Texts | null;
  /** Percent completed, one a period of the figure. */
  series: (number | null)[];
  /** What the report before said; null where it did not speak of this. */
  before: Before | null;
}

export interface End {
  label: string;
  title: string | null;
  endsOn: Day | null;
  precision: Precision;
  status: Status | null;
  percent: number | null;
}

export type Before = Pick<Row, 'percent' | 'status' | 'startsOn' | 'ends'>;

export const issuesOf = (content: Content): Row[] => content.items.filter((row) => row.kind === 'issue');

export const isDone = (row: Pick<Row, 'status'>): boolean => row.status !== null && ended.includes(row.status);

export const changedFields = ['percent', 'status', 'startsOn', 'ends'] as const;
export type ChangedField = (typeof changedFields)[number];
export type LineChange = 'new' | 'closed' | ChangedField;

/** What changed in a line since the report before; nothing where there is none before. */
export const changesIn = (row: Row, content: Pick<Content, 'periods'>): LineChange[] => {
  if (content.periods.length < 2) return [];
  const { before } = row;
  if (!before) return ['new'];
  if (isSilent(before)) return [];
  const differs: Record<ChangedField, boolean> = {
    percent: before.percent !== row.percent || percents(before) !== percents(row),
    status: before.status !== row.status || statusesIn(before) !== statusesIn(row),
    startsOn: before.startsOn !== row.startsOn,
    ends: days(before) !== days(row),
  };
  return [...(isDone(row) && !isDone(before) ? ['closed' as const] : []), ...changedFields.filter((field) => differs[field])];
};

/** A document that says nothing of a line says nothing that could have changed. */
const isSilent = (before: Before): boolean =>
  before.status === null && before.percent === null && before.startsOn === null && before.ends.length === 0;

/** Whether the report before states anything with which this one can be compared. */
export const isComparable = ({ periods, items }: Content): boolean =>
  periods.length > 1 && (items.length === 0 || items.some(({ before }) => !before || !isSilent(before)));

const percents = ({ ends }: Before): string => ends.map((end) => `${end.label}${end.percent ?? ''}`).join();
const statusesIn = ({ ends }: Before): string => ends.map((end) => `${end.label}${end.status ?? ''}`).join();
const days = ({ ends }: Before): string => ends.map((end) => `${end.label}${end.endsOn ?? ''}`).join();

/** The figures of a report. Each names the rows that it counts, so that it can lead to them. */
export const figureNames = ['issues', 'completed', 'open', 'overdue', 'changed', 'actions', 'actionsCompleted'] as const;
export type FigureName = (typeof figureNames)[number];

export const rowsOf = (content: Content, figure: FigureName): Row[] => content.items.filter((row) => counted[figure](row, content));

const counted: Record<FigureName, (row: Row, content: Content) => boolean> = {
  issues: (row) => row.kind === 'issue',
  completed: (row) => row.kind === 'issue' && isDone(row),
  open: (row) => row.kind === 'issue' && !isDone(row),
  overdue: (row, { asAt }) => row.kind === 'issue' && !isDone(row) && openEnds(row).some((day) => day < asAt),
  changed: (row, content) => row.kind === 'issue' && changesIn(row, content).length > 0,
  actions: (row) => isAction(row),
  actionsCompleted: (row) => isAction(row) && isDone(row),
};

const isAction = (row: Row): boolean => row.kind === 'action' || row.kind === 'milestone';

/** The ends that are still to come or were missed, earliest first. */
export const openEnds = (row: Row): Day[] =>
  row.ends
    .filter((end) => end.endsOn !== null && !isDone({ status: end.status ?? row.status }))
    .map((end) => end.endsOn as Day)
    .sort();

/** What is open and falls into the coming months, is late, or has no day; every open issue is among it. What is due first comes first. */
export const nextSteps = (content: Content, months = 6): { row: Row; due: Day | null }[] => {
  const horizon = monthsAfter(content.report.to, months);
  return content.items
    .filter((row) => !isDone(row) && (row.kind === 'issue' || isAction(row)))
    .map((row) => ({ row, due: openEnds(row)[0] ?? null }))
    .filter(({ row, due }) => row.kind === 'issue' || due === null || due <= horizon)
    .sort((one, other) => ((one.due ?? '9999') < (other.due ?? '9999') ? -1 : (one.due ?? '9999') > (other.due ?? '9999') ? 1 : 0));
};

/** What was done inside an issue, at whatever depth. */
export const doneInside = (content: Content, issue: Row): Row[] => {
  const above = new Map(content.items.map((row) => [row.ref, row.parent]));
  const isInside = (ref: string | null, left = 20): boolean =>
    ref === issue.ref || (ref !== null && left > 0 && isInside(above.get(ref) ?? null, left - 1));
  return content.items.filter((row) => row.parent !== null && isDone(row) && isInside(row.parent));
};

/** What has a goal, or is a task of a workstream: by workstream, as goals are reported. */
export const goalRows = (content: Content): Row[] => content.items.filter((row) => row.goal || (row.kind === 'task' && row.workstream));

/** Whether goals are told by workstream; else each stands beside its issue. */
export const byWorkstream = (content: Content): boolean => goalRows(content).some(({ workstream }) => workstream !== null);

/** What a reader is shown: no heading without anything under it. */
export const isShown = (part: Part, place: number, parts: readonly Part[]): boolean =>
  part.kind !== 'prose' || part.text !== null || parts[place + 1]?.kind === 'issue';

/** The languages in which the report has words of its own, the original first. */
export const languagesOf = (content: Content): string[] => {
  const written = content.sections.flatMap((part) => part.text ?? []);
  const texts = written.length > 0 ? written : [content.report.title];
  return [...new Set([texts[0]?.original ?? 'en', ...texts.flatMap((text) => Object.keys(text.texts))])];
};
