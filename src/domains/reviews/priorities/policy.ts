import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holdsWholly } from '../../../platform/access/actor.ts';
import type { Day } from '../../../platform/db/tables.ts';
import { mayName } from '../../community/index.ts';
import { mayReadReview } from '../policy.ts';

/** To open and close rounds and to invite scorers: staff, or the lead of the review. */
export const mayManageRounds = (actor: Actor): RawBuilder<SqlBool> => holdsWholly(actor, 'priority.manage');

/** Whoever speaks for a body in a role: those who manage rounds are offered them all. Asked of `person`. */
const speaks = (today: Day): RawBuilder<SqlBool> =>
  sql<SqlBool>`person.id in (select role_grant.person_id from role_grant join body on body.id = role_grant.body_id
    where role_grant.archived_at is null and body.archived_at is null
      and role_grant.starts_on <= ${today}::date and coalesce(role_grant.ends_on > ${today}::date, true))`;

/** Whom the actor may invite to score: anybody whom they may name, and whoever speaks for a body. Asked of `person`. */
export const mayInvite = (actor: Actor, today: Day): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${mayName(actor)} or (person.archived_at is null and ${mayManageRounds(actor)} and ${speaks(today)}))`;

/** To record the level on which people agreed. */
export const mayAgree = (actor: Actor): RawBuilder<SqlBool> => holdsWholly(actor, 'priority.agree');

/** That there is a round, until when and how many answered, is as public as its review. Asked of `scoring_round`. */
export const mayReadRound = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`scoring_round.review_id in (select review.id from review where ${mayReadReview(actor)})`;

/** Asked of `scoring_round`. */
export const isScorer = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`exists (select from scorer own where own.round_id = scoring_round.id and own.person_id = ${actor.personId} and own.archived_at is null)`;

/** Who is invited and who has not answered: for those who manage and for the scorers among themselves; others see counts. Asked of `scoring_round`. */
export const mayKnowScorers = (actor: Actor): RawBuilder<SqlBool> => sql<SqlBool>`(${mayManageRounds(actor)} or ${isScorer(actor)})`;

/** The same rule as `isOver` of the noun, asked of `scoring_round`. */
export const over = (today: Day): RawBuilder<SqlBool> =>
  sql<SqlBool>`(scoring_round.state = 'closed' or coalesce(scoring_round.closes_on < ${today}::date, false))`;

/**
 * Lowest, median and highest of one recommendation: for those who manage, and for a scorer who has given the own score or when the round is
 * over, so that nobody is led by the others. The one rule for pages, API and exports; asked of `scoring_round` and `recommendation`.
 */
export const maySeeSpread = (actor: Actor, today: Day): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${mayManageRounds(actor)} or (${isScorer(actor)} and (${over(today)} or exists (
    select from score own where own.round_id = scoring_round.id and own.recommendation_id = recommendation.id and own.person_id = ${actor.personId} and own.archived_at is null))))`;

/** What one person gave: for that person and those who manage; for all scorers when the round is over. Asked of `score` and `scoring_round`. */
export const mayReadScore = (actor: Actor, today: Day): RawBuilder<SqlBool> =>
  sql<SqlBool>`(score.person_id = ${actor.personId} or ${mayManageRounds(actor)} or (${isScorer(actor)} and ${over(today)}))`;

/** A score counts while its giver is a scorer of the round. Asked of `score`. */
export const counts: RawBuilder<SqlBool> = sql<SqlBool>`(score.archived_at is null and exists (
  select from scorer giver where giver.round_id = score.round_id and giver.person_id = score.person_id and giver.archived_at is null))`;
