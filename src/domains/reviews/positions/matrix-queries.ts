import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyReads, Reads } from '../../../platform/db/tables.ts';
import { together } from '../../../platform/db/together.ts';
import { mayReadRecommendation } from '../policy.ts';
import { positionConditions } from '../recommendations/register-filters.ts';
import type { Tables } from '../tables.ts';
import { draftsByName, mayDraftFor, mayFinaliseFor, mayReadPosition, positionsOnIt } from './policy.ts';

/**
 * The columns of a review's matrix: bodies with at least one position that the actor may read, bodies for which a grant of the actor is made
 * out, and those that are asked for by reference, short name or name. Somebody may draft for hundreds of nested bodies: they are no columns
 * of their own accord.
 */
export const bodiesOnReview = (db: Reads<Tables>, actor: Actor, reviewId: number, asked: readonly string[] = []) =>
  db
    .selectFrom('body')
    .select([
      'body.id',
      'body.ref',
      'body.name',
      'body.acronym',
      mayDraftFor(actor).as('may_draft'),
      mayFinaliseFor(actor).as('may_finalise'),
    ])
    .where('body.archived_at', 'is', null)
    .where((row) =>
      row.or([
        sql<boolean>`body.id in (select position.body_id from position join recommendation on recommendation.id = position.recommendation_id
          where recommendation.review_id = ${reviewId} and position.archived_at is null and ${mayReadPosition(actor)})`,
        draftsByName(actor),
        isCalled(asked),
      ]),
    )
    .orderBy('body.position')
    .orderBy('body.ref')
    .execute();

export type BodyOnReview = Awaited<ReturnType<typeof bodiesOnReview>>[number];

const isCalled = (names: readonly string[]): RawBuilder<SqlBool> => {
  if (names.length === 0) return sql<SqlBool>`false`;
  const wanted = sql`(select array_agg(lower(name)) from unnest(${[...names]}::text[]) name)::text[]`;
  return sql<SqlBool>`(lower(body.ref) = any(${wanted}) or lower(body.acronym) = any(${wanted})
    or exists (select from jsonb_each_text(body.name -> 'texts') called where lower(called.value) = any(${wanted})))`;
};

/** Which rows of the matrix are shown; every condition must hold. */
export interface Narrowing {
  only: readonly MatrixFilter[];
  /** How many bodies must have answered before a recommendation counts as answered by all. */
  bodies: number;
  /** The stances that mean being against. */
  against: readonly string[];
}

export const matrixFilters = ['disagree', 'unanswered', 'oppose'] as const;
export type MatrixFilter = (typeof matrixFilters)[number];

/** The recommendations of a review in their order, each with the positions on it that the actor may read. */
export const matrixRowsQuestion = (db: Reads<Tables>, actor: Actor, reviewId: number, narrowing: Narrowing) =>
  db
    .selectFrom('recommendation')
    .select(['recommendation.id', 'recommendation.ref', 'recommendation.number', 'recommendation.title'])
    .select((row) =>
      jsonArrayFrom(
        row
          .selectFrom('position')
          .select([
            'position.body_id',
            'position.stance',
            'position.state',
            sql<boolean>`position.text_version < recommendation.text_version`.as('stale'),
          ])
          .where(positionsOnIt(actor)),
      ).as('positions'),
    )
    .where(inMatrix(actor, reviewId, narrowing))
    .orderBy('recommendation.position')
    .orderBy('recommendation.ref');

export type MatrixRow = Awaited<ReturnType<ReturnType<typeof matrixRowsQuestion>['execute']>>[number];

/** A page of the rows, with what the whole matrix counts: its rows, and the stances of each body on them. One question. */
export const matrixPageOf = async (
  db: Reads<Tables>,
  actor: Actor,
  reviewId: number,
  { page, perPage, ...narrowing }: Narrowing & { page: number; perPage: number },
) => {
  const { rows, counts, total } = await together(db as unknown as AnyReads, {
    rows: matrixRowsQuestion(db, actor, reviewId, narrowing)
      .limit(sql.lit(perPage))
      .offset((page - 1) * perPage),
    counts: db
      .selectFrom('position')
      .innerJoin('recommendation', 'recommendation.id', 'position.recommendation_id')
      .select(['position.body_id', 'position.stance', sql<number>`count(*)`.as('count')])
      .where('position.stance', 'is not', null)
      .where('position.archived_at', 'is', null)
      .where(mayReadPosition(actor))
      .where(inMatrix(actor, reviewId, narrowing))
      .groupBy(['position.body_id', 'position.stance']),
    total: db
      .selectFrom('recommendation')
      .select(sql<number>`count(*)`.as('count'))
      .where(inMatrix(actor, reviewId, narrowing)),
  });
  return { rows, counts, total: total[0]?.count ?? 0 };
};

const inMatrix = (actor: Actor, reviewId: number, { only, bodies, against }: Narrowing): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${sql.join(
    [
      sql`recommendation.review_id = ${reviewId} and recommendation.archived_at is null and ${mayReadRecommendation(actor)}`,
      ...only.map((filter) =>
        filter === 'disagree'
          ? positionConditions.disagree(actor)
          : filter === 'oppose'
            ? sql`exists (select from position where ${positionsOnIt(actor)} and position.stance = any(${[...against]}))`
            : sql`(select count(position.stance) from position where ${positionsOnIt(actor)}) < ${Math.max(1, bodies)}::integer`,
      ),
    ],
    sql` and `,
  )})`;
