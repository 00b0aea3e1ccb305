import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { mayReadRecommendation, mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** What bodies decided last, newest first: one line for each body, review and day, with the number of its final positions. */
export const latelyDecidedQuestion = (db: Reads<Tables>, actor: Actor, today: Day, limit: number) =>
  db
    .selectFrom((inner) =>
      inner
        .selectFrom('position')
        .select(['body_id', 'recommendation_id', 'decided_on'])
        .where('state', '=', 'final')
        .where('archived_at', 'is', null)
        .where('decided_on', '<=', today)
        .orderBy('decided_on', 'desc')
        .limit(limit * 40)
        .as('decided'),
    )
    .innerJoin('recommendation', 'recommendation.id', 'decided.recommendation_id')
    .innerJoin('review', 'review.id', 'recommendation.review_id')
    .innerJoin('body', 'body.id', 'decided.body_id')
    .select(['review.ref', 'review.title', 'body.acronym', 'body.name as body', 'decided.decided_on as on'])
    .select(sql<number>`count(*)::int`.as('positions'))
    .where('recommendation.archived_at', 'is', null)
    .where('review.archived_at', 'is', null)
    .where(mayReadRecommendation(actor))
    .where(mayReadReview(actor))
    .groupBy(['review.id', 'body.id', 'decided.decided_on'])
    .orderBy('decided.decided_on', 'desc')
    .orderBy('body.ref')
    .limit(limit);
