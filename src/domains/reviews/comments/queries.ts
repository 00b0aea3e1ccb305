import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import type { Tables } from '../tables.ts';
import { authorName, mayChangeComment, mayReadComment, mayRemoveComment } from './policy.ts';

/** The comments on one recommendation, the latest first; `total` stands in each row. */
export const commentsQuestion = (
  db: Reads<Tables>,
  actor: Actor,
  recommendationId: number,
  { limit, offset = 0 }: { limit: number; offset?: number },
) =>
  db
    .selectFrom('comment')
    .innerJoin('person as author', 'author.id', 'comment.author_id')
    .select([
      'comment.id',
      'comment.version',
      'comment.text',
      'comment.said_on',
      authorName(actor).as('author'),
      mayChangeComment(actor).as('may_change'),
      mayRemoveComment(actor).as('may_remove'),
      sql<number>`count(*) over ()`.as('total'),
    ])
    .where('comment.recommendation_id', '=', recommendationId)
    .where('comment.archived_at', 'is', null)
    .where(mayReadComment(actor))
    .orderBy('comment.id', 'desc')
    .limit(limit)
    .offset(offset);

export type ReadComment = Awaited<ReturnType<ReturnType<typeof commentsQuestion>['execute']>>[number];
