import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holdsWholly } from '../../platform/access/actor.ts';

/** A review is public once it is open; a draft is for those who manage reviews. */
export const mayReadReview = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(review.state <> 'draft' or ${holdsWholly(actor, 'review.manage')})`;

export const mayManageReview = (actor: Actor): RawBuilder<SqlBool> => holdsWholly(actor, 'review.manage');

/** A recommendation is as public as its review. Asked of the table `recommendation` alone. */
export const mayReadRecommendation = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`recommendation.review_id in (select review.id from review where ${mayReadReview(actor)})`;

export const mayEditRecommendation = mayManageReview;
