import type { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import { changesSince } from '../../../platform/audit/entry.ts';
import { commandsOver } from '../../../platform/command.ts';
import type { AnyWrites, Writes } from '../../../platform/db/tables.ts';
import { conflict, forbidden, invalidField, notFound } from '../../../platform/errors.ts';
import { mayReadRecommendation } from '../policy.ts';
import { recommendationNamed } from '../recommendations/commands.ts';
import type { Tables } from '../tables.ts';
import { mayAgree, mayReadRound } from './policy.ts';
import { agreement, agreementWithdrawal, isOver, newScore, type Points, pointsIn, scoreMove } from './priority.ts';

export { changeRound, closeRound, dismissScorer, inviteScorers, openRound } from './round-commands.ts';

const command = commandsOver<Tables>();

/** A scorer's own score of one recommendation; it can change until the round is over. */
export const scorePriority = command({
  name: 'priority.score',
  input: newScore,
  subject: (tx, input: z.output<typeof newScore>, actor) => ownPlace(tx, input, actor),
  perform: ({ tx, input, subject, today }) => writeScore(tx, subject, input, input.rationale, today),
});

/** The same by moving the card on the board: into a quadrant, with the reason for the move as rationale. */
export const movePriority = command({
  name: 'priority.move',
  input: scoreMove,
  subject: (tx, input: z.output<typeof scoreMove>, actor) => ownPlace(tx, input, actor),
  perform: ({ tx, input, subject, today }) => writeScore(tx, subject, pointsIn(input.quadrant, subject.score), input.rationale, today),
});

/** The level on which people agreed. Once recorded it is locked: a change needs a reason, and what it was stays in the history. */
export const agreePriority = command({
  name: 'priority.agree',
  input: agreement,
  subject: (tx, { recommendation }: { recommendation: string }, actor) => toAgreeOn(tx, { recommendation }, actor),
  perform: async ({ tx, input, subject, actor, today, call }) => {
    const known = await agreedOn(tx, subject.id, input.version);
    if (input.on > today) throw invalidField('on', 'priority.agreedInFuture');
    if (known && !known.archived_at && !call.reason) throw invalidField('reason', 'priority.locked', { level: known.level });
    const values = {
      level: input.level,
      urgent: input.urgent,
      important: input.important,
      rationale: input.rationale,
      agreed_on: input.on,
      decided_link: input.link ?? null,
      agreed_by: actor.name,
    };
    if (known)
      await tx
        .updateTable('agreed_priority')
        .set({ ...values, archived_at: null, archived_reason: null })
        .where('id', '=', known.id)
        .execute();
    else
      await tx
        .insertInto('agreed_priority')
        .values({ recommendation_id: subject.id, ...values })
        .execute();
    return { recommendation: subject.ref, level: input.level };
  },
});

/** No level is agreed any more, for a reason. */
export const withdrawPriority = command({
  name: 'priority.withdraw',
  input: agreementWithdrawal,
  subject: (tx, { recommendation }: { recommendation: string }, actor) => toAgreeOn(tx, { recommendation }, actor),
  perform: async ({ tx, input, subject, now, call }) => {
    const known = await agreedOn(tx, subject.id, input.version);
    if (!known || known.archived_at) throw notFound('priority.nothingAgreed');
    if (!call.reason) throw invalidField('reason', 'archive.reasonNeeded');
    await tx.updateTable('agreed_priority').set({ archived_at: now, archived_reason: call.reason }).where('id', '=', known.id).execute();
    return { recommendation: subject.ref };
  },
});

/** Asked with the reference alone: the version in an input is that of the agreement, not of the recommendation. */
const toAgreeOn = recommendationNamed<{ recommendation: string }>((input) => input.recommendation, mayAgree);

interface OwnPlace {
  round: { id: number; state: 'open' | 'closed'; closes_on: string | null };
  recommendation: { id: number; ref: string };
  personId: number;
  score: (Points & { id: number; version: number }) | undefined;
}

/** What a scorer fills: the round and the recommendation that they may read, and the own score that stands there. The row of the scorer is locked, so that one person's two windows take turns. */
const ownPlace = async (
  tx: AnyWrites,
  input: { round: number; recommendation: string; version?: number | null | undefined },
  actor: Actor,
): Promise<OwnPlace> => {
  const round = await tx
    .selectFrom('scoring_round')
    .select(['scoring_round.id', 'scoring_round.review_id', 'scoring_round.state', 'scoring_round.closes_on'])
    .where('scoring_round.id', '=', input.round)
    .where('scoring_round.archived_at', 'is', null)
    .where(mayReadRound(actor))
    .forShare()
    .executeTakeFirst();
  if (!round) throw notFound();
  const recommendation = await tx
    .selectFrom('recommendation')
    .select(['id', 'ref', 'archived_at'])
    .where('ref', '=', input.recommendation)
    .where('review_id', '=', round.review_id)
    .where(mayReadRecommendation(actor))
    .executeTakeFirst();
  if (!recommendation) throw notFound();
  const scorer = await tx
    .selectFrom('scorer')
    .select('person_id')
    .where('round_id', '=', round.id)
    .where('person_id', '=', actor.personId)
    .where('archived_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!scorer) throw forbidden('priority.notScorer');
  if (recommendation.archived_at) throw conflict('record.archived');
  const score = await tx
    .selectFrom('score')
    .select(['id', 'version', 'urgency', 'importance'])
    .where('round_id', '=', round.id)
    .where('recommendation_id', '=', recommendation.id)
    .where('person_id', '=', scorer.person_id)
    .executeTakeFirst();
  if (input.version != null && input.version !== (score?.version ?? 0)) {
    throw conflict(
      'record.changed',
      { version: score?.version ?? 0 },
      score ? await changesSince(tx, 'score', score.id, input.version) : [],
    );
  }
  return { round, recommendation, personId: scorer.person_id, score } as OwnPlace;
};

const writeScore = async (
  tx: Writes<Tables>,
  { round, recommendation, personId, score }: OwnPlace,
  { urgency, importance }: Points,
  rationale: string,
  today: string,
) => {
  if (isOver(round, today)) throw conflict('priority.roundOver');
  const values = { urgency, importance, rationale };
  if (score)
    await tx
      .updateTable('score')
      .set({ ...values, archived_at: null, archived_reason: null })
      .where('id', '=', score.id)
      .execute();
  else
    await tx
      .insertInto('score')
      .values({ ...values, round_id: round.id, recommendation_id: recommendation.id, person_id: personId })
      .execute();
  return { round: round.id, recommendation: recommendation.ref, urgency, importance };
};

/** The agreed level of a recommendation whose row is locked; a reader who saw another version is refused. */
const agreedOn = async (tx: Writes<Tables>, recommendationId: number, seen: number | null | undefined) => {
  const known = await tx
    .selectFrom('agreed_priority')
    .select(['id', 'version', 'level', 'archived_at'])
    .where('recommendation_id', '=', recommendationId)
    .executeTakeFirst();
  const current = known && !known.archived_at ? known.version : 0;
  if (seen != null && seen !== current)
    throw conflict(
      'record.changed',
      { version: current },
      known ? await changesSince(tx as unknown as AnyWrites, 'agreed_priority', known.id, seen) : [],
    );
  return known;
};
