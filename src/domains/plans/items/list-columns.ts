import { sql } from 'kysely';
import { textIn } from '../../../platform/i18n/texts.ts';
import type { ListColumn, Reader, Shown } from '../../../platform/lists/list.ts';
import type { Tables } from '../tables.ts';
import { type BudgetYear, writtenBudget } from './budget.ts';
import { writtenEnds } from './ends.ts';
import { healthTone, type Status, statuses, statusShape, statusTone } from './item.ts';
import { dayOf } from './words.ts';

export interface Part {
  label: string;
  title: string | null;
  ends_on: string | null;
  ends_precision: 'day' | 'month' | 'year';
  status: Status | null;
  percent: number | null;
}

/** A row of the plan as a list: the item with its ends, leads and what it answers. */
export type Row = Pick<
  { [Column in keyof Tables['plan_item']]: Tables['plan_item'][Column] },
  'ref' | 'kind' | 'number' | 'starts_on' | 'ended_on' | 'percent' | 'health' | 'phase'
> & {
  id: number;
  title: Tables['plan_item']['title']['__select__'];
  note: Tables['plan_item']['title']['__select__'] | null;
  steps: Tables['plan_item']['title']['__select__'] | null;
  outcome: Tables['plan_item']['title']['__select__'] | null;
  workstream_title: Tables['plan_item']['title']['__select__'] | null;
  status: Status;
  review_ref: string | null;
  body_ref: string | null;
  workstream_ref: string | null;
  parent_ref: string | null;
  goal: Tables['plan_item']['title']['__select__'] | null;
  current_state: Tables['plan_item']['title']['__select__'] | null;
  metrics: Tables['plan_item']['title']['__select__'] | null;
  method: Tables['plan_item']['title']['__select__'] | null;
  budget: BudgetYear[];
  parts: Part[];
  leads: { role: string; name: string | null }[];
  recommendations: string[];
  updated_on: string | null;
};

/** What lies inside an issue follows it. */
const inPlanOrder = sql`coalesce(parent.position, plan_item.position) * 2 + (plan_item.parent_id is not null)::integer`;

export const columns: readonly ListColumn<Row>[] = [
  {
    key: 'title',
    label: 'plan.issue',
    kind: 'text',
    standard: true,
    value: (row, reader) => textIn(row.title, reader.languages).text,
    shown: (row, reader) => {
      const { text, language } = textIn(row.title, reader.languages);
      return {
        text: row.number ? `${row.number}. ${text}` : text,
        href: `/plans/items/${row.ref}`,
        ...(language === reader.languages[0] ? {} : { language }),
      };
    },
    sort: (reader) =>
      sql`coalesce(plan_item.title -> 'texts' ->> ${reader.languages[0] ?? 'en'}, plan_item.title -> 'texts' ->> (plan_item.title ->> 'original'))`,
  },
  {
    key: 'startsOn',
    label: 'plan.startsOn',
    kind: 'day',
    standard: true,
    value: (row) => row.starts_on,
    sort: () => sql`plan_item.starts_on`,
  },
  {
    key: 'ends',
    label: 'plan.proposedEnd',
    kind: 'text',
    standard: true,
    value: (row) => writtenEnds(row.parts, '; '),
    shown: (row, reader) => row.parts.filter((part) => part.ends_on).map((part) => ({ text: labelled(part, dayOf(part, reader.t)) })),
    sort: () => sql`(select min(ends_on) from plan_part where plan_part.item_id = plan_item.id and plan_part.archived_at is null)`,
  },
  {
    key: 'status',
    label: 'plan.status',
    kind: 'text',
    standard: true,
    // The whole first, then the parts, so that the file comes back as it was.
    value: (row, reader) =>
      [wholeStatus(row, reader), ...(isParted(row) ? statusShown(row, reader).map((one) => one.text) : [])].join('; '),
    shown: (row, reader) => statusShown(row, reader),
    sort: () => sql`array_position(${[...statuses]}, plan_item.status)`,
  },
  {
    key: 'note',
    label: 'plan.note',
    kind: 'text',
    standard: true,
    long: true,
    value: (row, reader) => textOrNothing(row.note, reader),
    // In a cell the items of a list stand in one line.
    shown: (row, reader) => inOneLine(row.note, reader),
  },
  {
    key: 'ref',
    label: 'plan.ref',
    kind: 'text',
    standard: true,
    unbroken: true,
    value: (row) => row.ref,
    sort: () => sql`plan_item.ref`,
  },
  {
    key: 'kind',
    label: 'plan.kind',
    kind: 'text',
    standard: false,
    value: (row, { t }) => t(`plan.kind.${row.kind}`),
    sort: () => sql`plan_item.kind`,
  },
  { key: 'number', label: 'plan.number', kind: 'text', standard: false, value: (row) => row.number, sort: () => inPlanOrder },
  { key: 'review', label: 'plan.review', kind: 'text', standard: false, value: (row) => row.review_ref, sort: () => sql`review.ref` },
  {
    key: 'percent',
    label: 'plan.percent',
    kind: 'number',
    standard: false,
    value: (row) => row.percent,
    sort: () => sql`plan_item.percent`,
  },
  {
    key: 'health',
    label: 'plan.health',
    kind: 'text',
    standard: false,
    value: (row, { t }) => (row.health ? t(`plan.health.${row.health}`) : ''),
    shown: (row, { t }) => (row.health ? { text: t(`plan.health.${row.health}`), tone: healthTone[row.health] } : null),
    sort: () => sql`plan_item.health`,
  },
  {
    key: 'leads',
    label: 'plan.leads',
    kind: 'text',
    standard: false,
    value: (row, { t }) =>
      row.leads.map(({ role, name }) => (name ? `${t(`plan.role.${role}`)}: ${name}` : t(`plan.role.${role}`))).join('; '),
  },
  { key: 'body', label: 'plan.body', kind: 'text', standard: false, value: (row) => row.body_ref, sort: () => sql`body.ref` },
  {
    key: 'workstream',
    label: 'plan.workstream',
    kind: 'text',
    standard: false,
    value: (row, reader) => textOrNothing(row.workstream_title, reader),
    sort: () => sql`workstream.position`,
  },
  {
    key: 'steps',
    label: 'plan.implementation',
    kind: 'text',
    standard: false,
    long: true,
    value: (row, reader) => textOrNothing(row.steps, reader),
  },
  {
    key: 'outcome',
    label: 'plan.outcome',
    kind: 'text',
    standard: false,
    long: true,
    value: (row, reader) => textOrNothing(row.outcome, reader),
  },
  ...(['goal', 'currentState', 'metrics', 'method'] as const).map(
    (key): ListColumn<Row> => ({
      key,
      label: `plan.${key}`,
      kind: 'text',
      standard: false,
      long: true,
      value: (row, reader) => textOrNothing(key === 'currentState' ? row.current_state : row[key], reader),
      shown: (row, reader) => inOneLine(key === 'currentState' ? row.current_state : row[key], reader),
    }),
  ),
  { key: 'budget', label: 'plan.budget', kind: 'text', standard: false, value: (row) => writtenBudget(row.budget) },
  { key: 'parent', label: 'plan.parent', kind: 'text', standard: false, value: (row) => row.parent_ref },
  {
    key: 'recommendations',
    label: 'plan.recommendations',
    kind: 'text',
    standard: false,
    value: (row) => row.recommendations.join('; '),
  },
  { key: 'phase', label: 'plan.phase', kind: 'text', standard: false, value: (row) => row.phase },
  {
    key: 'endedOn',
    label: 'plan.endedOn',
    kind: 'day',
    standard: false,
    value: (row) => row.ended_on,
    sort: () => sql`plan_item.ended_on`,
  },
  { key: 'updatedOn', label: 'plan.updatedOn', kind: 'day', standard: false, value: (row) => row.updated_on },
];

const labelled = (part: Part, text: string): string => (part.label ? `${part.label}) ${text}` : text);
const percentOf = (percent: number | null, { t }: Reader): string => (percent === null ? '' : ` (${t.percent(percent)})`);

const isParted = (row: Row): boolean => row.parts.some((part) => part.label && (part.status || part.percent !== null));
const wholeStatus = (row: Row, reader: Reader): string => `${reader.t(`plan.status.${row.status}`)}${percentOf(row.percent, reader)}`;

const statusShown = (row: Row, reader: Reader): Shown[] => {
  const { t } = reader;
  const parted = row.parts.filter((part) => part.label && (part.status || part.percent !== null));
  if (parted.length === 0)
    return [
      {
        text: `${t(`plan.status.${row.status}`)}${percentOf(row.percent, reader)}`,
        tone: statusTone[row.status],
        shape: statusShape[row.status],
      },
    ];
  return parted.map((part) => {
    const status = part.status ?? row.status;
    return {
      text: labelled(part, `${t(`plan.status.${status}`)}${percentOf(part.percent, reader)}`),
      tone: statusTone[status],
      shape: statusShape[status],
    };
  });
};

/** A text of another language than the reader's runs as its own does, so that its full stop stands at its end. */
const inOneLine = (texts: Row['note'], reader: Reader): Shown | null => {
  if (!texts) return null;
  const { text, language } = textIn(texts, reader.languages);
  const line = text.replace(/^[-•·*]\s+/gm, '').replaceAll('\n', ' · ');
  return { text: line, ...(language === reader.languages[0] ? {} : { language }) };
};

export const textOrNothing = (texts: Row['note'], reader: Reader): string => (texts ? textIn(texts, reader.languages).text : '');
