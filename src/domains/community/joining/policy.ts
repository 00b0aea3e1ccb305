import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holds } from '../../../platform/access/actor.ts';

/** Whoever keeps the members of the body decides who joins. */
export const mayDecide = (actor: Actor): RawBuilder<SqlBool> => holds(actor, 'member.manage', 'join_request.body_id');

/** A request is read by those who decide, and by whoever asked. */
export const mayReadRequest = (actor: Actor): RawBuilder<SqlBool> =>
  actor.personId === null ? mayDecide(actor) : sql<SqlBool>`(${mayDecide(actor)} or join_request.person_id = ${actor.personId})`;
