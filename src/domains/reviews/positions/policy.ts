import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holds, holdsByName } from '../../../platform/access/actor.ts';

/** Final positions are public; a draft is for those who draft for that body. */
export const mayReadPosition = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(position.state = 'final' or ${holds(actor, 'position.draft', 'position.body_id')})`;

/** Inside a question about recommendations: the positions on each that the actor may read. */
export const positionsOnIt = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(position.recommendation_id = recommendation.id and position.archived_at is null and ${mayReadPosition(actor)})`;

/** Asked of the body for which one drafts. */
export const mayDraftFor = (actor: Actor): RawBuilder<SqlBool> => holds(actor, 'position.draft', 'body.id');

/** Whether a grant names this very body, rather than one above it. */
export const draftsByName = (actor: Actor): RawBuilder<SqlBool> => holdsByName(actor, 'position.draft', 'body.id');

/** To record that the body has decided. */
export const mayFinaliseFor = (actor: Actor): RawBuilder<SqlBool> => holds(actor, 'position.finalise', 'body.id');

export const anyBody = (_actor: Actor): RawBuilder<SqlBool> => sql<SqlBool>`true`;
