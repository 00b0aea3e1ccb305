import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holds, holdsSomewhere, holdsWholly } from '../../platform/access/actor.ts';

export const right = 'mailing.send';

/** Does this reader write messages at all? */
export const writesMessages = (actor: Actor): boolean => holdsSomewhere(actor, right);

/** A message in the name of a body is of those who may write for it; one in the name of the whole community, of those who may everywhere. */
export const mayHandle = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`case when mailing.body_id is null then ${holdsWholly(actor, right)} else ${holds(actor, right, 'mailing.body_id')} end`;
