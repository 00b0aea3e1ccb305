import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import { mayManageReview, mayReadRecommendation } from '../policy.ts';
import type { Tables } from '../tables.ts';
import type { LinkKind } from './assessment.ts';
import { mayAnswerFor, mayFill } from './policy.ts';

const columns = [
  'feasibility.issue_identified',
  'feasibility.support',
  'feasibility.reasoning',
  'feasibility.alternative',
  'feasibility.prioritisation',
  'feasibility.working_party_comments',
  'feasibility.committee_comments',
  'feasibility.dependencies',
  'feasibility.implementer',
  'feasibility.resources',
  'feasibility.budget_effects',
  'feasibility.timeline',
  'feasibility.steps',
] as const;

/** The feasibility template of one recommendation, empty where nobody began it, and whether this reader may fill it. */
export const feasibilityOfQuestion = (db: Reads<Tables>, actor: Actor, recommendationId: number) =>
  db
    .selectFrom('recommendation')
    .leftJoin('feasibility', (join) =>
      join.onRef('feasibility.recommendation_id', '=', 'recommendation.id').on('feasibility.archived_at', 'is', null),
    )
    .select([...columns, 'feasibility.version', sql<boolean>`${mayFill(actor)}`.as('may_fill')])
    .where('recommendation.id', '=', recommendationId)
    .where(mayReadRecommendation(actor));

export const feasibilityOf = (db: Reads<Tables>, actor: Actor, recommendationId: number) =>
  feasibilityOfQuestion(db, actor, recommendationId).executeTakeFirst();

export type Feasibility = NonNullable<Awaited<ReturnType<typeof feasibilityOf>>>;

/** All recommendations of a review with how far their templates are filled. */
export const templatesOnReview = (db: Reads<Tables>, actor: Actor, reviewId: number) =>
  db
    .selectFrom('recommendation')
    .leftJoin('feasibility', (join) =>
      join.onRef('feasibility.recommendation_id', '=', 'recommendation.id').on('feasibility.archived_at', 'is', null),
    )
    .select([
      'recommendation.ref',
      'recommendation.number',
      'recommendation.title',
      sql<boolean>`${mayFill(actor)}`.as('may_fill'),
      ...columns,
    ])
    .where('recommendation.review_id', '=', reviewId)
    .where('recommendation.archived_at', 'is', null)
    .where(mayReadRecommendation(actor))
    .orderBy('recommendation.position')
    .execute();

/** What bodies officially answered to one recommendation, the latest first. */
export const answersOnQuestion = (db: Reads<Tables>, actor: Actor, recommendationId: number) =>
  db
    .selectFrom('answer')
    .innerJoin('recommendation', 'recommendation.id', 'answer.recommendation_id')
    .innerJoin('body', 'body.id', 'answer.body_id')
    .select([
      'answer.version',
      'answer.answer',
      'answer.explanation',
      'answer.alternative_wording',
      'answer.decided_on',
      'answer.decided_link',
      'body.ref as body_ref',
      'body.name as body_name',
      'body.acronym as body_acronym',
      sql<boolean>`${mayAnswerFor(actor)}`.as('may_record'),
    ])
    .where('answer.recommendation_id', '=', recommendationId)
    .where('answer.archived_at', 'is', null)
    .where(mayReadRecommendation(actor))
    .orderBy(sql`answer.decided_on desc nulls last`)
    .orderBy('body.position');

export const answersOn = (db: Reads<Tables>, actor: Actor, recommendationId: number) =>
  answersOnQuestion(db, actor, recommendationId).execute();

export type AnswerOfBody = Awaited<ReturnType<typeof answersOn>>[number];

/** The bodies whose official answers this actor records. */
export const bodiesToAnswerFor = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('body')
    .select(['body.ref', 'body.name', 'body.acronym'])
    .where('body.archived_at', 'is', null)
    .where(mayAnswerFor(actor))
    .orderBy('body.position')
    .orderBy('body.ref')
    .execute();

/** Links of a recommendation in both directions, each with the other end; `inverse` says that this one is the target. */
export const linksOfQuestion = (db: Reads<Tables>, actor: Actor, recommendationId: number) =>
  db
    .selectFrom('recommendation_link')
    .innerJoin('recommendation', (join) =>
      join.on(
        sql<boolean>`recommendation.id = case when recommendation_link.from_id = ${recommendationId} then recommendation_link.to_id else recommendation_link.from_id end`,
      ),
    )
    .select([
      'recommendation_link.id',
      'recommendation_link.kind',
      'recommendation_link.reason',
      sql<boolean>`recommendation_link.to_id = ${recommendationId}`.as('inverse'),
      'recommendation.ref',
      'recommendation.title',
      'recommendation.archived_at as other_archived_at',
      sql<boolean>`${mayManageReview(actor)}`.as('may_remove'),
    ])
    .where((row) =>
      row.or([row('recommendation_link.from_id', '=', recommendationId), row('recommendation_link.to_id', '=', recommendationId)]),
    )
    .where('recommendation_link.archived_at', 'is', null)
    .where(mayReadRecommendation(actor))
    .orderBy('inverse')
    .orderBy('recommendation_link.kind')
    .orderBy('recommendation.position');

export const linksOf = (db: Reads<Tables>, actor: Actor, recommendationId: number) =>
  linksOfQuestion(db, actor, recommendationId).execute();

export type LinkOf = Awaited<ReturnType<typeof linksOf>>[number];

/** The way from one recommendation to another along links of one kind, as references with both ends; null where there is none. */
export const pathBetween = async (db: Reads<Tables>, kind: LinkKind, fromId: number, toId: number): Promise<string[] | null> => {
  const found = await db
    .withRecursive('way', (way) =>
      way
        .selectFrom('recommendation')
        .select([
          'recommendation.id',
          sql<number[]>`array[recommendation.id]`.as('ids'),
          sql<string[]>`array[recommendation.ref]`.as('refs'),
        ])
        .where('recommendation.id', '=', fromId)
        .unionAll(
          way
            .selectFrom('way')
            .innerJoin('recommendation_link', 'recommendation_link.from_id', 'way.id')
            .innerJoin('recommendation', 'recommendation.id', 'recommendation_link.to_id')
            .select([
              'recommendation.id',
              sql<number[]>`way.ids || recommendation.id`.as('ids'),
              sql<string[]>`way.refs || recommendation.ref`.as('refs'),
            ])
            .where('recommendation_link.kind', '=', kind)
            .where('recommendation_link.archived_at', 'is', null)
            .where(sql<boolean>`not recommendation.id = any(way.ids)`),
        ),
    )
    .selectFrom('way')
    .select('way.refs')
    .where('way.id', '=', toId)
    .orderBy(sql`cardinality(way.refs)`)
    .executeTakeFirst();
  return found?.refs ?? null;
};
