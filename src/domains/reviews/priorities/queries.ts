import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { together } from '../../../platform/db/together.ts';
import { mayReadRecommendation } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { counts, isScorer, mayAgree, mayKnowScorers, mayManageRounds, mayReadRound, mayReadScore, maySeeSpread, over } from './policy.ts';
import { nextInLine, type Spread } from './priority.ts';

const rounds = (db: Reads<Tables>, actor: Actor, today: Day) =>
  db
    .selectFrom('scoring_round')
    .innerJoin('review', 'review.id', 'scoring_round.review_id')
    .select([
      'scoring_round.id',
      'scoring_round.version',
      'scoring_round.number',
      'scoring_round.title',
      'scoring_round.state',
      'scoring_round.closes_on',
      'scoring_round.review_id',
      'review.ref as review_ref',
      'review.title as review_title',
      sql<boolean>`${over(today)}`.as('over'),
      sql<boolean>`${mayManageRounds(actor)}`.as('may_manage'),
      sql<boolean>`${isScorer(actor)}`.as('is_scorer'),
      sql<number>`(select count(*) from scorer where scorer.round_id = scoring_round.id and scorer.archived_at is null)`.as('scorers'),
      sql<number>`(select count(*) from recommendation where recommendation.review_id = scoring_round.review_id and recommendation.archived_at is null)`.as(
        'recommendations',
      ),
      sql<number>`(select count(*) from score join recommendation on recommendation.id = score.recommendation_id
        where score.round_id = scoring_round.id and recommendation.archived_at is null and ${counts})`.as('scores'),
      sql<number | null>`(select earlier.id from scoring_round earlier where earlier.review_id = scoring_round.review_id
        and earlier.number < scoring_round.number and earlier.archived_at is null order by earlier.number desc limit 1)`.as('previous_id'),
    ])
    .where('scoring_round.archived_at', 'is', null)
    .where(mayReadRound(actor));

/** The rounds of a review, the latest first, with how much has been scored. */
export const roundsOf = (db: Reads<Tables>, actor: Actor, reviewId: number, today: Day) =>
  rounds(db, actor, today).where('scoring_round.review_id', '=', reviewId).orderBy('scoring_round.number', 'desc').execute();

export const roundById = (db: Reads<Tables>, actor: Actor, round: number, today: Day) =>
  rounds(db, actor, today).where('scoring_round.id', '=', round).executeTakeFirst();

export type Round = NonNullable<Awaited<ReturnType<typeof roundById>>>;

/** The round of which a review shows the medians: the latest that is over, otherwise the one that runs. */
export const roundToShow = (known: readonly Round[]): Round | undefined => known.find((round) => round.over) ?? known[0];

const range = (column: 'urgency' | 'importance') =>
  sql`json_build_object('low', min(score.${sql.ref(column)}), 'median', percentile_cont(0.5) within group (order by score.${sql.ref(column)}), 'high', max(score.${sql.ref(column)}))`;

/**
 * Every recommendation of a round, or one of them: how many answered, and as far as this reader may see them the spread, who has not answered and the
 * reader's own score. The only way by which a spread leaves the database.
 */
export const sheetOfQuestion = (db: Reads<Tables>, actor: Actor, round: number, today: Day, recommendation?: number) =>
  db
    .selectFrom('scoring_round')
    .innerJoin('recommendation', 'recommendation.review_id', 'scoring_round.review_id')
    .leftJoin('agreed_priority', (join) =>
      join.onRef('agreed_priority.recommendation_id', '=', 'recommendation.id').on('agreed_priority.archived_at', 'is', null),
    )
    .select([
      'recommendation.id',
      'recommendation.ref',
      'recommendation.number',
      'recommendation.title',
      'recommendation.position',
      'agreed_priority.level',
      sql<number>`(select count(*) from score where score.round_id = scoring_round.id and score.recommendation_id = recommendation.id and ${counts})`.as(
        'answered',
      ),
      sql<number>`(select count(*) from scorer where scorer.round_id = scoring_round.id and scorer.archived_at is null)`.as('scorers'),
      sql<Spread | null>`case when ${maySeeSpread(actor, today)} then (
        select json_build_object('urgency', ${range('urgency')}, 'importance', ${range('importance')}) from score
        where score.round_id = scoring_round.id and score.recommendation_id = recommendation.id and ${counts} having count(*) > 0) end`.as(
        'spread',
      ),
      sql<Missing[] | null>`case when ${mayKnowScorers(actor)} then (
        select coalesce(json_agg(json_build_object('name', person.display_name, 'body', coalesce(body.acronym, body.ref)) order by person.display_name), '[]')
        from scorer join person on person.id = scorer.person_id left join body on body.id = scorer.body_id
        where scorer.round_id = scoring_round.id and scorer.archived_at is null and not exists (
          select from score where score.round_id = scorer.round_id and score.person_id = scorer.person_id
          and score.recommendation_id = recommendation.id and score.archived_at is null)) end`.as('missing'),
      sql<OwnScore | null>`(select json_build_object('urgency', score.urgency, 'importance', score.importance, 'rationale', score.rationale, 'version', score.version)
        from score where score.round_id = scoring_round.id and score.recommendation_id = recommendation.id and score.person_id = ${actor.personId}
        and score.archived_at is null)`.as('own'),
    ])
    .where('scoring_round.id', '=', round)
    .where('scoring_round.archived_at', 'is', null)
    .where('recommendation.archived_at', 'is', null)
    .where(mayReadRound(actor))
    .$if(recommendation !== undefined, (question) => question.where('recommendation.id', '=', recommendation ?? 0))
    .orderBy('recommendation.position');

export const sheetOf = (db: Reads<Tables>, actor: Actor, round: number, today: Day, recommendation?: number) =>
  sheetOfQuestion(db, actor, round, today, recommendation).execute();

/** Who has not answered: a person and the body for which they speak. */
export interface Missing {
  name: string;
  body: string | null;
}

export interface OwnScore {
  urgency: number;
  importance: number;
  rationale: string;
  version: number;
}

export type SheetRow = Awaited<ReturnType<typeof sheetOf>>[number];

/** The single scores of a round that this reader may see, of all recommendations or of one. */
export const scoresOf = (db: Reads<Tables>, actor: Actor, round: number, today: Day, recommendation?: number) =>
  db
    .selectFrom('score')
    .innerJoin('scoring_round', 'scoring_round.id', 'score.round_id')
    .innerJoin('recommendation', 'recommendation.id', 'score.recommendation_id')
    .innerJoin('person', 'person.id', 'score.person_id')
    .leftJoin('scorer', (join) => join.onRef('scorer.round_id', '=', 'score.round_id').onRef('scorer.person_id', '=', 'score.person_id'))
    .leftJoin('body', 'body.id', 'scorer.body_id')
    .select([
      'recommendation.ref as recommendation',
      'score.person_id',
      'person.display_name as name',
      'body.ref as body',
      'score.urgency',
      'score.importance',
      'score.rationale',
    ])
    .where('score.round_id', '=', round)
    .where('recommendation.archived_at', 'is', null)
    .$if(recommendation !== undefined, (question) => question.where('score.recommendation_id', '=', recommendation ?? 0))
    .where(counts)
    .where(mayReadRound(actor))
    .where(mayReadScore(actor, today))
    .orderBy('recommendation.position')
    .orderBy('person.display_name')
    .execute();

/** Who is invited, with how many recommendations each has scored; nobody for those who may not know. */
export const scorersOfQuestion = (db: Reads<Tables>, actor: Actor, round: number) =>
  db
    .selectFrom('scorer')
    .innerJoin('scoring_round', 'scoring_round.id', 'scorer.round_id')
    .innerJoin('person', 'person.id', 'scorer.person_id')
    .leftJoin('body', 'body.id', 'scorer.body_id')
    .select([
      'scorer.person_id',
      'person.display_name as name',
      'body.ref as body_ref',
      'body.acronym as body_acronym',
      sql<number>`(select count(*) from score join recommendation on recommendation.id = score.recommendation_id
        where score.round_id = scorer.round_id and score.person_id = scorer.person_id and score.archived_at is null and recommendation.archived_at is null)`.as(
        'scored',
      ),
    ])
    .where('scorer.round_id', '=', round)
    .where('scorer.archived_at', 'is', null)
    .where(mayReadRound(actor))
    .where(mayKnowScorers(actor))
    .orderBy('person.display_name');

export const scorersOf = (db: Reads<Tables>, actor: Actor, round: number) => scorersOfQuestion(db, actor, round).execute();

/** Whom one would invite: everyone who holds a role for a body on that day. Only for those who manage rounds. */
export const candidates = (db: Reads<Tables>, actor: Actor, today: Day) =>
  db
    .selectFrom('role_grant')
    .innerJoin('person', 'person.id', 'role_grant.person_id')
    .innerJoin('body', 'body.id', 'role_grant.body_id')
    .select(['person.id as person', 'person.display_name as name', 'body.ref as body', 'body.acronym', 'body.position'])
    .distinct()
    .where('role_grant.archived_at', 'is', null)
    .where('role_grant.starts_on', '<=', today)
    .where((row) => row.or([row('role_grant.ends_on', 'is', null), row('role_grant.ends_on', '>', today)]))
    .where('body.archived_at', 'is', null)
    .where('person.archived_at', 'is', null)
    .where(mayManageRounds(actor))
    .orderBy('body.position')
    .orderBy('person.display_name')
    .limit(200)
    .execute();

/** The agreed levels of a review, with those that have none yet. */
export const agreedOnReviewQuestion = (db: Reads<Tables>, actor: Actor, reviewId: number) =>
  db
    .selectFrom('recommendation')
    .leftJoin('agreed_priority', (join) =>
      join.onRef('agreed_priority.recommendation_id', '=', 'recommendation.id').on('agreed_priority.archived_at', 'is', null),
    )
    .select([
      'recommendation.id',
      'recommendation.ref',
      'recommendation.number',
      'recommendation.title',
      'recommendation.position',
      'agreed_priority.level',
      'agreed_priority.urgent',
      'agreed_priority.important',
      'agreed_priority.rationale',
      'agreed_priority.agreed_on',
      'agreed_priority.decided_link',
    ])
    .where('recommendation.review_id', '=', reviewId)
    .where('recommendation.archived_at', 'is', null)
    .where(mayReadRecommendation(actor))
    .orderBy('recommendation.position');

export const agreedOnReview = (db: Reads<Tables>, actor: Actor, reviewId: number) => agreedOnReviewQuestion(db, actor, reviewId).execute();

/** On what the recommendations of a review depend, as pairs; the other end may stand in another review. */
export const dependenciesOnReviewQuestion = (db: Reads<Tables>, actor: Actor, reviewId: number) =>
  db
    .selectFrom('recommendation_link')
    .innerJoin('recommendation as source', 'source.id', 'recommendation_link.from_id')
    .innerJoin('recommendation', 'recommendation.id', 'recommendation_link.to_id')
    .select(['source.id as of', 'recommendation.id', 'recommendation.ref'])
    .where('recommendation_link.kind', '=', 'dependsOn')
    .where('recommendation_link.archived_at', 'is', null)
    .where('recommendation.archived_at', 'is', null)
    .where('source.review_id', '=', reviewId)
    .where(mayReadRecommendation(actor))
    .orderBy('recommendation.position');

/** The recommendations of a review in the order in which they can be taken up, each with those on which it depends. */
export const lineOf = async (db: Reads<Tables>, actor: Actor, reviewId: number) => {
  const { agreed, dependencies } = await together(db, {
    agreed: agreedOnReviewQuestion(db, actor, reviewId),
    dependencies: dependenciesOnReviewQuestion(db, actor, reviewId),
  });
  return nextInLine(
    agreed.map((one) => ({ ...one, dependsOn: dependencies.filter((pair) => pair.of === one.id).map(({ id, ref }) => ({ id, ref })) })),
  );
};

export type InLine = Awaited<ReturnType<typeof lineOf>>[number];

/** The agreed level of one recommendation and what this reader may do with it. */
export const priorityOfQuestion = (db: Reads<Tables>, actor: Actor, recommendationId: number) =>
  db
    .selectFrom('recommendation')
    .leftJoin('agreed_priority', (join) =>
      join.onRef('agreed_priority.recommendation_id', '=', 'recommendation.id').on('agreed_priority.archived_at', 'is', null),
    )
    .select([
      'agreed_priority.level',
      'agreed_priority.version',
      'agreed_priority.urgent',
      'agreed_priority.important',
      'agreed_priority.rationale',
      'agreed_priority.agreed_on',
      'agreed_priority.decided_link',
      'agreed_priority.agreed_by',
      // Also of a level that was taken back: it keeps its history.
      sql<number | null>`(select known.id from agreed_priority known where known.recommendation_id = recommendation.id)`.as('record_id'),
      sql<boolean>`${mayAgree(actor)}`.as('may_agree'),
    ])
    .where('recommendation.id', '=', recommendationId)
    .where(mayReadRecommendation(actor));

export const priorityOf = (db: Reads<Tables>, actor: Actor, recommendationId: number) =>
  priorityOfQuestion(db, actor, recommendationId).executeTakeFirst();

export type Priority = NonNullable<Awaited<ReturnType<typeof priorityOf>>>;

/** The running rounds in which the actor still has recommendations to score, the most pressing first. */
export const stillToScoreQuestion = (db: Reads<Tables>, actor: Actor, today: Day) =>
  db
    .selectFrom('scoring_round')
    .innerJoin('recommendation', 'recommendation.review_id', 'scoring_round.review_id')
    .select(['scoring_round.id', sql<number>`count(*)`.as('count')])
    .where('scoring_round.archived_at', 'is', null)
    .where('recommendation.archived_at', 'is', null)
    .where(isScorer(actor))
    .where(mayReadRound(actor))
    .where(sql<boolean>`not ${over(today)}`)
    .where(
      sql<boolean>`not exists (select from score where score.round_id = scoring_round.id and score.recommendation_id = recommendation.id
        and score.person_id = ${actor.personId} and score.archived_at is null)`,
    )
    .groupBy('scoring_round.id')
    .orderBy(sql`scoring_round.closes_on nulls last`);

export const stillToScore = (db: Reads<Tables>, actor: Actor, today: Day) => stillToScoreQuestion(db, actor, today).execute();
