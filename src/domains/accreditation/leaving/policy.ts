import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holds } from '../../../platform/access/actor.ts';
import { mayManage, represents } from '../activity/policy.ts';
import { committeeSteps, type LadderStep } from './ladder.ts';

export const rights = ['membership.withdraw'] as const;

export const mayDecide = (actor: Actor, bodyColumn: string): RawBuilder<SqlBool> => holds(actor, 'membership.withdraw', bodyColumn);

/** The ladder is for the member itself, also after its end, for its region and for the committee; beside the table `organisation`. */
export const mayReadLadder = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${represents(actor)} or ${representedLast(actor)} or ${mayManage(actor, 'organisation.body_id')} or ${mayDecide(actor, 'organisation.body_id')})`;

export const mayTake = (actor: Actor, step: LadderStep): RawBuilder<SqlBool> =>
  committeeSteps.has(step) ? mayDecide(actor, 'organisation.body_id') : mayManage(actor, 'organisation.body_id');

/** Whoever spoke for it when it went reads why. */
const representedLast = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`exists (select from membership where membership.person_id = ${actor.personId}::bigint and membership.organisation_id = organisation.id
    and membership.role in ('primary', 'alternate') and membership.archived_at is null and organisation.withdrawn_on is not null
    and coalesce(membership.ends_on, 'infinity') >= organisation.withdrawn_on)`;

/** To say that an organisation leaves: its representatives, and the officers of its region, who write down what they were told. */
export const mayLeave = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${represents(actor)} or ${mayManage(actor, 'organisation.body_id')})`;
