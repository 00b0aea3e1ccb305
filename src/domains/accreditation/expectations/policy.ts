import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holds, holdsWholly } from '../../../platform/access/actor.ts';
import { represents } from '../activity/policy.ts';

export const rights = ['campaign.manage'] as const;

/** What a member reported is for the member itself and for its region; beside the table `organisation`. */
export const mayReadReport = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${represents(actor)} or ${holds(actor, 'campaign.manage', 'organisation.body_id')} or ${holds(actor, 'organisation.manage', 'organisation.body_id')})`;

/** A campaign of one region is of its leaders; one over all, of those who manage them all. */
export const mayManageCampaign = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`case when campaign.body_id is null then ${holdsWholly(actor, 'campaign.manage')} else ${holds(actor, 'campaign.manage', 'campaign.body_id')} end`;

/** What is expected of members is public; a draft is for those who write it. */
export const mayReadSet = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(expectation_set.starts_on is not null or ${mayManageSet(actor)})`;

/** What one region expects is of its leaders; what all expect, of those who manage them all. */
export const mayManageSet = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`case when expectation_set.body_id is null then ${holdsWholly(actor, 'campaign.manage')} else ${holds(actor, 'campaign.manage', 'expectation_set.body_id')} end`;
