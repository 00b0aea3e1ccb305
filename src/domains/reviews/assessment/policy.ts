import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holds, holdsWholly } from '../../../platform/access/actor.ts';

/** To fill the template of a recommendation: for all of them, or for those addressed to one's body. Asked of `recommendation`. */
export const mayFill = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${holdsWholly(actor, 'feasibility.edit')} or exists (
    select from addressee where addressee.recommendation_id = recommendation.id and addressee.archived_at is null and ${holds(actor, 'feasibility.edit', 'addressee.body_id')}))`;

/** To record what a body officially answered. Asked of `body`. */
export const mayAnswerFor = (actor: Actor): RawBuilder<SqlBool> => holds(actor, 'answer.record', 'body.id');
