import { type RawBuilder, sql } from 'kysely';
import type { Reads } from '../../../platform/db/tables.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { list, type Reader, type Shown } from '../../../platform/lists/list.ts';
import { mayReadItem, mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { writtenEnds } from './ends.ts';
import { dayPlus, endless, healths, healthTone, itemKinds, type Status, statuses, statusShape, statusTone } from './item.ts';
import { dayOf } from './words.ts';

interface Part {
  label: string;
  title: string | null;
  ends_on: string | null;
  ends_precision: 'day' | 'month' | 'year';
  status: Status | null;
  percent: number | null;
}

type Row = Pick<
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
  parts: Part[];
  leads: { role: string; name: string }[];
  recommendations: string[];
  updated_on: string | null;
};

const open = sql`plan_item.status <> all(${[...endless]})`;
const ends = (condition: RawBuilder<unknown>) =>
  sql`exists (select from plan_part where plan_part.item_id = plan_item.id and plan_part.archived_at is null
    and coalesce(plan_part.status, plan_item.status) <> all(${[...endless]}) and ${condition})`;

/** What asks for attention, as conditions over `plan_item`; the figures, the reminders and the list use the same. */
export const attention = {
  overdue: (today: string) => sql<boolean>`(${open} and ${ends(sql`plan_part.ends_on < ${today}::date`)})`,
  dueSoon: (today: string) =>
    sql<boolean>`(${open} and ${ends(sql`plan_part.ends_on between ${today}::date and ${dayPlus(today, 30)}::date`)})`,
  silent: (today: string) =>
    sql<boolean>`(${open} and coalesce((select max(happened_on) from plan_progress where plan_progress.item_id = plan_item.id and plan_progress.archived_at is null),
      plan_item.created_at::date) <= ${dayPlus(today, -60)}::date)`,
  waiting: (_today: string) =>
    sql<boolean>`exists (select from plan_dependency where plan_dependency.item_id = plan_item.id and plan_dependency.owner is not null
      and plan_dependency.kept_on is null and plan_dependency.archived_at is null)`,
  unverified: (_today: string) =>
    sql<boolean>`exists (select from plan_closure where plan_closure.item_id = plan_item.id and plan_closure.state = 'claimed' and plan_closure.archived_at is null)`,
} as const;

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

const textOrNothing = (texts: Row['note'], reader: Reader): string => (texts ? textIn(texts, reader.languages).text : '');

/** The plan as the table that committees know: issue, start, proposed ends, status with percent, notes; and more on demand. */
export const planList = list<Row>({
  name: 'plans',
  title: 'plan.register',
  path: '/plans',
  href: (row) => `/plans/items/${row.ref}`,
  empty: { title: 'plan.none', text: 'plan.noneHint' },
  order: ['review', 'number', 'ref'],
  words: () => [sql`plan_item.ref`, sql`plan_item.title::text`, sql`plan_item.note::text`, sql`plan_item.steps::text`],
  rows: (db: Reads<Tables>, { actor }) =>
    db
      .selectFrom('plan_item')
      .leftJoin('review', (join) => join.onRef('review.id', '=', 'plan_item.review_id').on(mayReadReview(actor)))
      .leftJoin('workstream', 'workstream.id', 'plan_item.workstream_id')
      .leftJoin('body', 'body.id', 'plan_item.body_id')
      .leftJoin('plan_item as parent', 'parent.id', 'plan_item.parent_id')
      .select([
        'plan_item.id',
        'plan_item.ref',
        'plan_item.kind',
        'plan_item.number',
        'plan_item.title',
        'plan_item.starts_on',
        'plan_item.ended_on',
        'plan_item.percent',
        'plan_item.status',
        'plan_item.health',
        'plan_item.phase',
        'plan_item.note',
        'plan_item.steps',
        'plan_item.outcome',
        'review.ref as review_ref',
        'workstream.ref as workstream_ref',
        'workstream.title as workstream_title',
        'body.ref as body_ref',
        'parent.ref as parent_ref',
        sql<
          Row['parts']
        >`coalesce((select json_agg(json_build_object('label', label, 'title', title, 'ends_on', ends_on, 'ends_precision', ends_precision, 'status', status, 'percent', percent) order by label)
          from plan_part where plan_part.item_id = plan_item.id and plan_part.archived_at is null), '[]')`.as('parts'),
        sql<
          Row['leads']
        >`coalesce((select json_agg(json_build_object('role', plan_lead.role, 'name', coalesce(person.display_name, plan_lead.name)) order by plan_lead.id)
          from plan_lead left join person on person.id = plan_lead.person_id where plan_lead.item_id = plan_item.id and plan_lead.archived_at is null), '[]')`.as(
          'leads',
        ),
        sql<Row['recommendations']>`coalesce((select json_agg(recommendation.ref order by recommendation.position)
          from plan_recommendation join recommendation on recommendation.id = plan_recommendation.recommendation_id
          join review on review.id = recommendation.review_id
          where plan_recommendation.item_id = plan_item.id and plan_recommendation.archived_at is null and ${mayReadReview(actor)}), '[]')`.as(
          'recommendations',
        ),
        sql<
          string | null
        >`(select max(happened_on) from plan_progress where plan_progress.item_id = plan_item.id and plan_progress.archived_at is null)`.as(
          'updated_on',
        ),
      ])
      .where('plan_item.archived_at', 'is', null)
      .where(mayReadItem(actor)) as never,
  columns: [
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
      shown: statusShown,
      sort: () => sql`array_position(${[...statuses]}, plan_item.status)`,
    },
    { key: 'note', label: 'plan.note', kind: 'text', standard: true, value: (row, reader) => textOrNothing(row.note, reader) },
    { key: 'ref', label: 'plan.ref', kind: 'text', standard: true, value: (row) => row.ref, sort: () => sql`plan_item.ref` },
    {
      key: 'kind',
      label: 'plan.kind',
      kind: 'text',
      standard: false,
      value: (row, { t }) => t(`plan.kind.${row.kind}`),
      sort: () => sql`plan_item.kind`,
    },
    { key: 'number', label: 'plan.number', kind: 'text', standard: false, value: (row) => row.number, sort: () => sql`plan_item.position` },
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
      value: (row, { t }) => row.leads.map((lead) => `${t(`plan.role.${lead.role}`)}: ${lead.name}`).join('; '),
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
    { key: 'steps', label: 'plan.implementation', kind: 'text', standard: false, value: (row, reader) => textOrNothing(row.steps, reader) },
    { key: 'outcome', label: 'plan.outcome', kind: 'text', standard: false, value: (row, reader) => textOrNothing(row.outcome, reader) },
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
  ],
  filters: [
    {
      key: 'attention',
      label: 'plan.attention',
      where: (values, { today }) =>
        sql`(${sql.join(
          values
            .flatMap((value) => (value in attention ? [attention[value as keyof typeof attention](today)] : []))
            .concat(sql<boolean>`false`),
          sql` or `,
        )})`,
      choices: (['overdue', 'dueSoon', 'silent', 'waiting', 'unverified'] as const).map((value) => ({
        value,
        label: `plan.attention.${value}`,
      })),
    },
    {
      key: 'status',
      label: 'plan.status',
      where: (values) => sql`plan_item.status = any(${values})`,
      facet: sql`plan_item.status`,
      choices: statuses.map((value) => ({ value, label: `plan.status.${value}` })),
    },
    {
      key: 'health',
      label: 'plan.health',
      where: (values) => sql`coalesce(plan_item.health, 'none') = any(${values})`,
      facet: sql`coalesce(plan_item.health, 'none')`,
      choices: [...healths.map((value) => ({ value, label: `plan.health.${value}` })), { value: 'none', label: 'plan.health.none' }],
    },
    {
      key: 'kind',
      label: 'plan.kind',
      where: (values) => sql`plan_item.kind = any(${values})`,
      facet: sql`plan_item.kind`,
      choices: itemKinds.map((value) => ({ value, label: `plan.kind.${value}` })),
    },
    {
      key: 'review',
      label: 'plan.review',
      where: (values) => sql`review.ref = any(${values})`,
      facet: sql`review.ref`,
      choices: 'found',
    },
    {
      key: 'workstream',
      label: 'plan.workstream',
      where: (values) => sql`workstream.ref = any(${values})`,
      facet: sql`workstream.ref`,
      choices: 'found',
    },
    {
      key: 'lead',
      label: 'plan.leads',
      where: (values) =>
        sql`exists (select from plan_lead left join person on person.id = plan_lead.person_id where plan_lead.item_id = plan_item.id
          and plan_lead.archived_at is null and coalesce(person.display_name, plan_lead.name) = any(${values}))`,
      choices: async (db) =>
        (
          await (db as Reads<Tables>)
            .selectFrom('plan_lead')
            .leftJoin('person', 'person.id', 'plan_lead.person_id')
            .innerJoin('plan_item', 'plan_item.id', 'plan_lead.item_id')
            .select(sql<string>`coalesce(person.display_name, plan_lead.name)`.as('name'))
            .distinct()
            .where('plan_lead.archived_at', 'is', null)
            .where('plan_item.archived_at', 'is', null)
            .where('plan_item.state', '<>', 'draft')
            .orderBy('name')
            .limit(200)
            .execute()
        ).map(({ name }) => ({ value: name, label: name })),
    },
    {
      key: 'recommendation',
      label: 'plan.recommendations',
      where: (values) =>
        sql`exists (select from plan_recommendation join recommendation on recommendation.id = plan_recommendation.recommendation_id
          where plan_recommendation.item_id = plan_item.id and plan_recommendation.archived_at is null and recommendation.ref = any(${values}))`,
      choices: [],
    },
  ],
  groups: [
    { key: 'review', label: 'plan.review', by: () => sql`review.ref`, name: (row) => row.review_ref ?? '' },
    {
      key: 'workstream',
      label: 'plan.workstream',
      by: () => sql`workstream.ref`,
      name: (row, reader) => textOrNothing(row.workstream_title, reader),
    },
    { key: 'status', label: 'plan.status', by: () => sql`plan_item.status`, name: (row, { t }) => t(`plan.status.${row.status}`) },
    { key: 'kind', label: 'plan.kind', by: () => sql`plan_item.kind`, name: (row, { t }) => t(`plan.kind.${row.kind}`) },
    { key: 'body', label: 'plan.body', by: () => sql`body.ref`, name: (row) => row.body_ref ?? '' },
  ],
});
