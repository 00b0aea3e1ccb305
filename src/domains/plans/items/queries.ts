import { type RawBuilder, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { leadName, mayManageItem, mayReadItem, mayReadReview, mayUpdateItem, mayVerifyItem } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { hasLeft } from './attention.ts';

/** The item by its reference or, failing that, by another name of it ("Issue 8"); archived ones too, for their address keeps answering. */
export const itemByRef = async (db: Reads<Tables>, actor: Actor, ref: string) =>
  (await whole(db, actor, sql<boolean>`plan_item.ref = ${ref.toUpperCase()}`)) ??
  (await whole(
    db,
    actor,
    sql<boolean>`plan_item.id = (select min(record_id) from alias where kind like 'plan_item/%' and text_key = ${aliasKey(ref)} and archived_at is null having count(distinct record_id) = 1)`,
  ));

const whole = (db: Reads<Tables>, actor: Actor, which: RawBuilder<boolean>) =>
  db
    .selectFrom('plan_item')
    .leftJoin('review', (join) => join.onRef('review.id', '=', 'plan_item.review_id').on(mayReadReview(actor)))
    .leftJoin('workstream', 'workstream.id', 'plan_item.workstream_id')
    .leftJoin('body', 'body.id', 'plan_item.body_id')
    .selectAll('plan_item')
    .select([
      'review.ref as review_ref',
      'review.title as review_title',
      'workstream.ref as workstream_ref',
      'workstream.title as workstream_title',
      'body.ref as body_ref',
      'body.name as body_name',
      mayManageItem(actor).as('may_manage'),
      mayUpdateItem(actor).as('may_update'),
      mayVerifyItem(actor).as('may_verify'),
    ])
    .select((row) => [
      jsonArrayFrom(
        row
          .selectFrom('alias')
          .select(['alias.text'])
          .where('alias.kind', 'like', 'plan_item/%')
          .whereRef('alias.record_id', '=', 'plan_item.id')
          .where('alias.shown', '=', true)
          .where('alias.archived_at', 'is', null)
          .orderBy('alias.text'),
      ).as('aliases'),
      jsonArrayFrom(
        row
          .selectFrom('plan_part')
          .select([
            'plan_part.label',
            'plan_part.title',
            'plan_part.ends_on',
            'plan_part.ends_precision',
            'plan_part.baseline_on',
            'plan_part.status',
            'plan_part.percent',
          ])
          .whereRef('plan_part.item_id', '=', 'plan_item.id')
          .where('plan_part.archived_at', 'is', null)
          .orderBy('plan_part.label'),
      ).as('parts'),
      jsonArrayFrom(
        row
          .selectFrom('plan_lead')
          .leftJoin('person', 'person.id', 'plan_lead.person_id')
          .select([
            'plan_lead.role',
            'plan_lead.person_id',
            leadName(actor).as('name'),
            sql<boolean>`coalesce(${hasLeft}, false)`.as('left'),
          ])
          .whereRef('plan_lead.item_id', '=', 'plan_item.id')
          .where('plan_lead.archived_at', 'is', null)
          .orderBy(sql`array_position(array['volunteerLead', 'staffLead', 'contributor'], plan_lead.role)`)
          .orderBy('plan_lead.id'),
      ).as('leads'),
    ])
    .where(which)
    .where(mayReadItem(actor))
    .executeTakeFirst();

export type WholeItem = NonNullable<Awaited<ReturnType<typeof itemByRef>>>;

/** The parents of an item from the top, so that a page can show the way. */
export const trailQuestion = (db: Reads<Tables>, actor: Actor, itemId: number) =>
  db
    .selectFrom('plan_item')
    .select(['plan_item.id', 'plan_item.ref', 'plan_item.title'])
    .where(
      sql<boolean>`plan_item.id in (with recursive above as (
        select id, parent_id from plan_item where id = ${itemId}
        union select up.id, up.parent_id from plan_item up join above on up.id = above.parent_id) select id from above where id <> ${itemId})`,
    )
    .where(mayReadItem(actor))
    .orderBy('plan_item.id');

/** What lies directly inside an item. */
export const childrenQuestion = (db: Reads<Tables>, actor: Actor, itemId: number) =>
  db
    .selectFrom('plan_item')
    .select(['plan_item.ref', 'plan_item.kind', 'plan_item.title', 'plan_item.status', 'plan_item.percent'])
    .select(
      sql<
        string | null
      >`(select max(ends_on)::text from plan_part where plan_part.item_id = plan_item.id and plan_part.archived_at is null)`.as('ends_on'),
    )
    .where('plan_item.parent_id', '=', itemId)
    .where('plan_item.archived_at', 'is', null)
    .where(mayReadItem(actor))
    .orderBy('plan_item.position')
    .orderBy('plan_item.id');

export const recommendationsQuestion = (db: Reads<Tables>, actor: Actor, itemId: number) =>
  db
    .selectFrom('plan_recommendation')
    .innerJoin('recommendation', 'recommendation.id', 'plan_recommendation.recommendation_id')
    .innerJoin('review', 'review.id', 'recommendation.review_id')
    .select(['recommendation.ref', 'recommendation.number', 'recommendation.title'])
    .where('plan_recommendation.item_id', '=', itemId)
    .where('plan_recommendation.archived_at', 'is', null)
    .where(mayReadReview(actor))
    .orderBy('recommendation.position');

export const budgetQuestion = (db: Reads<Tables>, itemId: number) =>
  db
    .selectFrom('plan_budget')
    .select(['year', 'currency', 'planned', 'approved', 'spent'])
    .where('item_id', '=', itemId)
    .where('archived_at', 'is', null)
    .orderBy('year');

/** Which of these recommendations something is planned for. */
export const plannedAmong = (db: Reads<Tables>, actor: Actor, ids: readonly number[]) =>
  db
    .selectFrom('plan_recommendation')
    .innerJoin('plan_item', 'plan_item.id', 'plan_recommendation.item_id')
    .innerJoin('recommendation', 'recommendation.id', 'plan_recommendation.recommendation_id')
    .select('recommendation.ref')
    .distinct()
    .where('plan_recommendation.recommendation_id', 'in', [0, ...ids])
    .where('plan_recommendation.archived_at', 'is', null)
    .where('plan_item.archived_at', 'is', null)
    .where(mayReadItem(actor));

/** Recommendations to choose from: of one review, or all that the reader may see. */
export const recommendationChoices = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('recommendation')
    .innerJoin('review', 'review.id', 'recommendation.review_id')
    .select([
      'recommendation.ref',
      'recommendation.number',
      'recommendation.title',
      'review.ref as review_ref',
      'review.title as review_title',
    ])
    .where('recommendation.archived_at', 'is', null)
    .where('review.archived_at', 'is', null)
    .where(mayReadReview(actor))
    .orderBy('review.ref')
    .orderBy('recommendation.position')
    .execute();

export const workstreamChoices = (db: Reads<Tables>) =>
  db.selectFrom('workstream').select(['ref', 'title']).where('archived_at', 'is', null).orderBy('position').orderBy('id');

export const reviewChoices = (db: Reads<Tables>, actor: Actor) =>
  db.selectFrom('review').select(['ref', 'title']).where('archived_at', 'is', null).where(mayReadReview(actor)).orderBy('ref');

export const bodyChoices = (db: Reads<Tables>) =>
  db.selectFrom('body').select(['ref', 'name']).where('archived_at', 'is', null).orderBy('position').orderBy('ref');
