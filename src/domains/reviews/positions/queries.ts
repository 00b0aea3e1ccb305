import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import { mayReadRecommendation } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { mayDraftFor, mayFinaliseFor, mayReadPosition } from './policy.ts';

/** All positions on one recommendation that the actor may read, in the order of the bodies. */
export const positionsOnQuestion = (db: Reads<Tables>, actor: Actor, recommendationId: number) =>
  db
    .selectFrom('position')
    .innerJoin('recommendation', 'recommendation.id', 'position.recommendation_id')
    .innerJoin('body', 'body.id', 'position.body_id')
    .selectAll('position')
    .select([
      'body.ref as body_ref',
      'body.name as body_name',
      'body.acronym as body_acronym',
      sql<boolean>`position.text_version < recommendation.text_version`.as('stale'),
    ])
    .where('position.recommendation_id', '=', recommendationId)
    .where('position.archived_at', 'is', null)
    .where(mayReadPosition(actor))
    .orderBy('body.position')
    .orderBy('body.ref');

export const positionsOn = (db: Reads<Tables>, actor: Actor, recommendationId: number) =>
  positionsOnQuestion(db, actor, recommendationId).execute();

export type PositionOfBody = Awaited<ReturnType<typeof positionsOn>>[number];

/** One cell of the matrix: the body, what it may be asked to do by this actor, and its position if there is one that the actor may read. */
export const cellOf = async (db: Reads<Tables>, actor: Actor, recommendationId: number, bodyRef: string) => {
  const body = await db
    .selectFrom('body')
    .select([
      'body.id',
      'body.ref',
      'body.name',
      'body.acronym',
      mayDraftFor(actor).as('may_draft'),
      mayFinaliseFor(actor).as('may_finalise'),
    ])
    .where('body.ref', '=', bodyRef.toUpperCase())
    .where('body.archived_at', 'is', null)
    .executeTakeFirst();
  if (!body) return undefined;
  const position = await db
    .selectFrom('position')
    .innerJoin('recommendation', 'recommendation.id', 'position.recommendation_id')
    .selectAll('position')
    .select(sql<boolean>`position.text_version < recommendation.text_version`.as('stale'))
    .where('position.recommendation_id', '=', recommendationId)
    .where('position.body_id', '=', body.id)
    .where('position.archived_at', 'is', null)
    .where(mayReadPosition(actor))
    .executeTakeFirst();
  return { body, position };
};

/** A body's whole answer to a review, in the order of the recommendations: those without a position too. */
export const answerOf = (db: Reads<Tables>, actor: Actor, reviewId: number, bodyId: number) =>
  db
    .selectFrom('recommendation')
    .leftJoin('position', (join) =>
      join
        .onRef('position.recommendation_id', '=', 'recommendation.id')
        .on('position.body_id', '=', bodyId)
        .on('position.archived_at', 'is', null)
        .on(mayReadPosition(actor)),
    )
    .select([
      'recommendation.ref',
      'recommendation.number',
      'recommendation.title',
      'recommendation.text',
      'position.stance',
      'position.comment',
      'position.state',
      'position.decided_how',
      'position.decided_on',
      'position.decided_link',
    ])
    .where('recommendation.review_id', '=', reviewId)
    .where('recommendation.archived_at', 'is', null)
    .where(mayReadRecommendation(actor))
    .orderBy('recommendation.position')
    .execute();

export type AnswerLine = Awaited<ReturnType<typeof answerOf>>[number];
