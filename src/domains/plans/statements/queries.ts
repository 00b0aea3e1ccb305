import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import { mayReadItem, mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** What sources say of an item, by field and part. Ask only for an item that the actor may read. */
export const statementsQuestion = (db: Reads<Tables>, itemId: number) =>
  db
    .selectFrom('plan_statement')
    .select(['field', 'part', 'value', 'source', 'place', 'stated_on'])
    .where('item_id', '=', itemId)
    .where('archived_at', 'is', null)
    .orderBy('field')
    .orderBy('part')
    .orderBy('id');

/** What sources say of whole plans, and of items of which they say different things; whole plans first, then in the order of the plan. */
export const contradictions = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('plan_statement')
    .leftJoin('plan_item', 'plan_item.id', 'plan_statement.item_id')
    .innerJoin('review', (join) =>
      join.on(sql<boolean>`review.id = coalesce(plan_statement.review_id, plan_item.review_id)`).on(mayReadReview(actor)),
    )
    .select([
      'plan_statement.field',
      'plan_statement.part',
      'plan_statement.value',
      'plan_statement.source',
      'plan_statement.place',
      'plan_statement.stated_on',
      'plan_item.ref as item_ref',
      'plan_item.number as item_number',
      'plan_item.title as item_title',
      'review.ref as review_ref',
      'review.title as review_title',
    ])
    .where('plan_statement.archived_at', 'is', null)
    .where(sql<boolean>`(plan_statement.item_id is null or (plan_item.archived_at is null and ${mayReadItem(actor)}))`)
    .where(
      sql<boolean>`(plan_statement.item_id is null or (select count(distinct other.value) from plan_statement other
        where other.item_id = plan_statement.item_id and other.field = plan_statement.field and other.part = plan_statement.part
          and other.archived_at is null) > 1)`,
    )
    .orderBy('review.ref')
    .orderBy(sql`plan_statement.item_id is not null`)
    .orderBy('plan_item.position')
    .orderBy('plan_statement.field')
    .orderBy('plan_statement.part')
    .orderBy('plan_statement.id')
    .limit(500)
    .execute();
