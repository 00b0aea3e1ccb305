import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holds, holdsWholly } from '../../platform/access/actor.ts';

/** Who manages plans may do so for a body or everywhere; an item that no body answers for needs the right everywhere. */
export const mayManageItem = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${holdsWholly(actor, 'plan.manage')} or ${holds(actor, 'plan.manage', 'plan_item.body_id')})`;

/** The leads of an item, by the row that makes them so. */
const leads = (actor: Actor): RawBuilder<SqlBool> =>
  actor.personId === null
    ? sql<SqlBool>`false`
    : sql<SqlBool>`exists (select from plan_lead where plan_lead.item_id = plan_item.id and plan_lead.person_id = ${actor.personId} and plan_lead.archived_at is null)`;

/** A plan is public; a draft is for those who manage or lead it. */
export const mayReadItem = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(plan_item.state <> 'draft' or ${mayManageItem(actor)} or ${leads(actor)})`;

/** To say what happened, and to claim that it is done. */
export const mayUpdateItem = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${mayManageItem(actor)} or ${holdsWholly(actor, 'plan.update')} or ${holds(actor, 'plan.update', 'plan_item.body_id')} or ${leads(actor)})`;

export const mayVerifyItem = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${holdsWholly(actor, 'plan.verify')} or ${holds(actor, 'plan.verify', 'plan_item.body_id')})`;

/** As the domain of reviews has it: a draft is for those who manage reviews. Asked of the table `review`. */
export const mayReadReview = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(review.state <> 'draft' or ${holdsWholly(actor, 'review.manage')})`;
