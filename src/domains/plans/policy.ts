import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holds, holdsWholly } from '../../platform/access/actor.ts';
import { mayReadPerson } from '../people/index.ts';

/** Who manages plans may do so for a body or everywhere; an item that no body answers for needs the right everywhere. */
export const mayManageItem = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${holdsWholly(actor, 'plan.manage')} or ${holds(actor, 'plan.manage', 'plan_item.body_id')})`;

/** What this person leads, asked of `plan_item`. It is little and sought once; sought for each item, PostgreSQL took it for thousands of searches. */
export const ledBy = (personId: number): RawBuilder<SqlBool> =>
  sql<SqlBool>`plan_item.id in (select plan_lead.item_id from plan_lead where plan_lead.person_id = ${personId} and plan_lead.archived_at is null)`;

/** The leads of an item. */
const leads = (actor: Actor): RawBuilder<SqlBool> => (actor.personId === null ? sql<SqlBool>`false` : ledBy(actor.personId));

/**
 * The name of a lead, asked of `plan_lead` and the joined `person`. Who carries a public plan is known to everybody who has signed in; a
 * stranger reads the names of those who show theirs to the public. Null where only the role may be known.
 */
export const leadName = (actor: Actor): RawBuilder<string | null> =>
  actor.kind === 'visitor'
    ? sql<string | null>`case when person.id is not null and ${mayReadPerson(actor)} then person.display_name end`
    : sql<string | null>`coalesce(person.display_name, plan_lead.name)`;

/** The name under which something was said of an item, for those who have signed in. */
export const saidBy = (actor: Actor, column: string): RawBuilder<string | null> =>
  actor.kind === 'visitor' ? sql<string | null>`null::text` : sql<string | null>`${sql.ref(column)}`;

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
