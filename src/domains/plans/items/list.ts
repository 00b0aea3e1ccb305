import { sql } from 'kysely';
import type { Reads } from '../../../platform/db/tables.ts';
import { list } from '../../../platform/lists/list.ts';
import { leadName, mayReadItem, mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { columns, type Row, textOrNothing } from './list-columns.ts';
import { filters } from './list-filters.ts';

/** The plan as the table that committees know: issue, start, proposed ends, status with percent, notes; and more on demand. */
export const planList = list<Row>({
  name: 'plans',
  title: 'plan.register',
  path: '/plans',
  href: (row) => `/plans/items/${row.ref}`,
  empty: { title: 'plan.none', text: 'plan.noneHint' },
  order: ['review', 'number', 'ref'],
  words: () => [sql`plan_item.words`],
  wordsFolded: true,
  key: sql`plan_item.id`,
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
        'plan_item.goal',
        'plan_item.current_state',
        'plan_item.metrics',
        'plan_item.method',
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
          Row['budget']
        >`coalesce((select json_agg(json_build_object('year', year, 'currency', currency, 'planned', planned, 'approved', approved, 'spent', spent) order by year)
          from plan_budget where plan_budget.item_id = plan_item.id and plan_budget.archived_at is null), '[]')`.as('budget'),
        sql<
          Row['leads']
        >`coalesce((select json_agg(json_build_object('role', plan_lead.role, 'name', ${leadName(actor)}) order by plan_lead.id)
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
  columns,
  filters,
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
