import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import { mayReadPerson } from '../../community/index.ts';
import { mayManageReview, mayReadRecommendation } from '../policy.ts';

/** A comment is as public as the recommendation that it is about. Asked of `comment`. */
export const mayReadComment = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`comment.recommendation_id in (select recommendation.id from recommendation where ${mayReadRecommendation(actor)})`;

/** Everybody who has signed in. */
export const mayComment = (actor: Actor): RawBuilder<SqlBool> => (actor.personId === null ? sql<SqlBool>`false` : sql<SqlBool>`true`);

/** Nobody puts words into another's mouth. */
export const mayChangeComment = (actor: Actor): RawBuilder<SqlBool> =>
  actor.personId === null ? sql<SqlBool>`false` : sql<SqlBool>`comment.author_id = ${actor.personId}`;

export const mayRemoveComment = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${mayChangeComment(actor)} or ${mayManageReview(actor)})`;

/** The name of whoever said it, for those who may know them. Asked of the joined `author`. */
export const authorName = (actor: Actor): RawBuilder<string | null> =>
  sql<string | null>`case when ${mayReadPerson(actor, 'author')} then author.display_name end`;
