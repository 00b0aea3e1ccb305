import { type RawBuilder, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { type Terms, type TermTables, termsOf } from '../../../platform/terms/terms.ts';
import { mayEditRecommendation, mayManageReview, mayReadRecommendation, mayReadReview } from '../policy.ts';
import { mayReadPosition } from '../positions/policy.ts';
import type { Tables } from '../tables.ts';

/**
 * All reviews that the actor may read, newest first, with how many recommendations each has, how many positions are final, and of how many
 * recommendations the positions that the actor may read disagree or do not exist. All positions are gone through once.
 */
export const reviewsQuestion = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('review')
    .leftJoin(
      (row) =>
        row
          .selectFrom('recommendation')
          .leftJoin(standings(actor).as('standing'), 'standing.recommendation_id', 'recommendation.id')
          .select([
            'recommendation.review_id',
            sql<number>`count(*)`.as('recommendations'),
            sql<number>`coalesce(sum(standing.final), 0)`.as('final_positions'),
            sql<number>`count(*) filter (where standing.lowest <> standing.highest)`.as('disagree'),
            sql<number>`count(*) filter (where standing.lowest is null)`.as('unanswered'),
          ])
          .where('recommendation.archived_at', 'is', null)
          .groupBy('recommendation.review_id')
          .as('counted'),
      (join) => join.onRef('counted.review_id', '=', 'review.id'),
    )
    .select([
      'review.id',
      'review.ref',
      'review.prefix',
      'review.title',
      'review.examiner',
      'review.published_on',
      'review.state',
      'review.description',
    ])
    .select([
      sql<number>`coalesce(counted.recommendations, 0)`.as('recommendations'),
      sql<number>`coalesce(counted.final_positions, 0)`.as('final_positions'),
      sql<number>`coalesce(counted.disagree, 0)`.as('disagree'),
      sql<number>`coalesce(counted.unanswered, 0)`.as('unanswered'),
    ])
    .where('review.archived_at', 'is', null)
    .where(mayReadReview(actor))
    .orderBy(sql`review.published_on desc nulls last`)
    .orderBy('review.ref');

export const listReviews = (db: Reads<Tables>, actor: Actor) => reviewsQuestion(db, actor).execute();

interface Standing {
  recommendation_id: number;
  final: number;
  lowest: string | null;
  highest: string | null;
}

/** Of each recommendation with positions that the actor may read: how many are final, and the first and last stance of the alphabet. */
const standings = (actor: Actor) => sql<Standing>`(
  select position.recommendation_id, count(*) filter (where position.state = 'final') as final,
    min(position.stance) as lowest, max(position.stance) as highest
  from position where position.archived_at is null and ${mayReadPosition(actor)} group by 1)`;

export const reviewByRef = (db: Reads<Tables>, actor: Actor, ref: string) =>
  db
    .selectFrom('review')
    .selectAll('review')
    .select(mayManageReview(actor).as('may_manage'))
    .where('review.ref', '=', ref.toUpperCase())
    .where(mayReadReview(actor))
    .executeTakeFirst();

export type WholeReview = NonNullable<Awaited<ReturnType<typeof reviewByRef>>>;

/** The recommendation by its reference or, failing that, by another name of it ("Issue 9"); archived ones too, for their address keeps answering. */
export const recommendationByRef = async (db: Reads<Tables>, actor: Actor, ref: string) =>
  (await whole(db, actor, sql<boolean>`recommendation.ref = ${ref.toUpperCase()}`)) ?? (await byAlias(db, actor, ref));

const byAlias = async (db: Reads<Tables>, actor: Actor, name: string) => {
  const [only, ...others] = await recommendationsNamed(db, actor, name);
  return only && others.length === 0 ? whole(db, actor, sql<boolean>`recommendation.id = ${only.id}`) : undefined;
};

/** All that have, or had, this other name: each review may have an "Issue 8" of its own. */
export const recommendationsNamed = (db: Reads<Tables>, actor: Actor, name: string) =>
  db
    .selectFrom('recommendation')
    .innerJoin('review', 'review.id', 'recommendation.review_id')
    .select(['recommendation.id', 'recommendation.ref', 'recommendation.title', 'review.ref as review_ref', 'review.title as review_title'])
    .where('recommendation.id', 'in', (also) =>
      also
        .selectFrom('alias')
        .select('alias.record_id')
        .where('alias.kind', 'like', 'recommendation/%')
        .where('alias.text_key', '=', aliasKey(name))
        .where('alias.archived_at', 'is', null),
    )
    .where(mayReadRecommendation(actor))
    .orderBy('review.ref')
    .orderBy('recommendation.ref')
    .execute();

const whole = (db: Reads<Tables>, actor: Actor, which: RawBuilder<boolean>) =>
  db
    .selectFrom('recommendation')
    .innerJoin('review', 'review.id', 'recommendation.review_id')
    .leftJoin('agreed_priority', (join) =>
      join.onRef('agreed_priority.recommendation_id', '=', 'recommendation.id').on('agreed_priority.archived_at', 'is', null),
    )
    .selectAll('recommendation')
    .select([
      'review.ref as review_ref',
      'review.title as review_title',
      'review.source_url',
      'agreed_priority.level as priority',
      mayEditRecommendation(actor).as('may_edit'),
    ])
    .select((row) => [
      jsonArrayFrom(
        row
          .selectFrom('addressee')
          .innerJoin('body', 'body.id', 'addressee.body_id')
          .select(['body.ref', 'body.name', 'body.acronym'])
          .whereRef('addressee.recommendation_id', '=', 'recommendation.id')
          .orderBy('body.position'),
      ).as('addressees'),
      jsonArrayFrom(
        row
          .selectFrom('alias')
          .select(['alias.text'])
          .where('alias.kind', 'like', 'recommendation/%')
          .whereRef('alias.record_id', '=', 'recommendation.id')
          .where('alias.shown', '=', true)
          .where('alias.archived_at', 'is', null)
          .orderBy('alias.text'),
      ).as('aliases'),
    ])
    .where(which)
    .where(mayReadRecommendation(actor))
    .executeTakeFirst();

export type WholeRecommendation = NonNullable<Awaited<ReturnType<typeof recommendationByRef>>>;

export const schemes = ['stance', 'theme', 'owner', 'coordination'] as const;

/** The words that this domain's pages need, in one question. */
export const wordsOfReviews = (db: Reads<TermTables>): Promise<Terms> => termsOf(db, schemes);
