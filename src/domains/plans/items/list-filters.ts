import { sql } from 'kysely';
import { type Actor, keyOf } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import { kept } from '../../../platform/lists/kept.ts';
import type { ListFilter } from '../../../platform/lists/list.ts';
import { leadName, mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { type Attention, attention, attentions } from './attention.ts';
import { healths, itemKinds, statuses } from './item.ts';

export const filters: readonly ListFilter[] = [
  {
    key: 'attention',
    label: 'plan.attention',
    where: (values, { today }) =>
      sql`(${sql.join(
        values.flatMap((value) => (value in attention ? [attention[value as Attention](today)] : [])).concat(sql<boolean>`false`),
        sql` or `,
      )})`,
    choices: attentions.map((value) => ({ value, label: `plan.attention.${value}` })),
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
    key: 'body',
    label: 'plan.body',
    where: (values) => sql`body.ref = any(${values})`,
    facet: sql`body.ref`,
    choices: 'found',
  },
  {
    key: 'lead',
    label: 'plan.leads',
    where: (values, { actor }) =>
      sql`exists (select from plan_lead left join person on person.id = plan_lead.person_id where plan_lead.item_id = plan_item.id
          and plan_lead.archived_at is null and ${leadName(actor)} = any(${values}))`,
    choices: (db, { actor, moment }) => kept(db, moment, `leads of plans ${keyOf(actor)}`, () => leadChoices(db as Reads<Tables>, actor)),
  },
  {
    key: 'recommendation',
    label: 'plan.recommendations',
    where: (values, { actor }) =>
      sql`exists (select from plan_recommendation join recommendation on recommendation.id = plan_recommendation.recommendation_id
          join review on review.id = recommendation.review_id
          where plan_recommendation.item_id = plan_item.id and plan_recommendation.archived_at is null and recommendation.ref = any(${values})
          and ${mayReadReview(actor)})`,
    choices: [],
  },
];

/** Who leads something public, by name. Each person is looked up once, however much they lead. */
const leadChoices = async (db: Reads<Tables>, actor: Actor) => {
  const leading = db
    .selectFrom('plan_lead')
    .select(['plan_lead.person_id', 'plan_lead.name'])
    .distinct()
    .where('plan_lead.archived_at', 'is', null)
    .where('plan_lead.item_id', 'in', (row) =>
      row.selectFrom('plan_item').select('plan_item.id').where('plan_item.archived_at', 'is', null).where('plan_item.state', '<>', 'draft'),
    );
  const names = await db
    .selectFrom(leading.as('plan_lead'))
    .leftJoin('person', 'person.id', 'plan_lead.person_id')
    .select(sql<string>`${leadName(actor)}`.as('name'))
    .distinct()
    .where(sql<boolean>`${leadName(actor)} is not null`)
    .orderBy('name')
    .limit(200)
    .execute();
  return names.map(({ name }) => ({ value: name, label: name }));
};
