import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holds } from '../../platform/access/actor.ts';

/** The organisation is public: who decides for others must be known to all. */
export const mayRead = (_actor: Actor): RawBuilder<SqlBool> => sql<SqlBool>`true`;

/** For a body and the bodies nested in it. */
export const mayEdit = (actor: Actor): RawBuilder<SqlBool> => holds(actor, 'body.manage', 'body.id');
