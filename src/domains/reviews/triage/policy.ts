import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holds } from '../../../platform/access/actor.ts';
import { mayReadReview } from '../policy.ts';

export const rights = ['triage.propose', 'triage.review'] as const;

/** A proposal that was not sent is for those who propose; everything else is as public as its review. */
export const mayReadBatch = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(triage_batch.review_id in (select review.id from review where ${mayReadReview(actor)})
    and (triage_batch.state <> 'proposed' or ${mayProposeFor(actor, 'triage_batch.body_id')}))`;

/** To propose for a body, to ask it, to take back after the signature, to say where it stands. */
export const mayProposeFor = (actor: Actor, bodyColumn: string): RawBuilder<SqlBool> => holds(actor, 'triage.propose', bodyColumn);

/** To speak for the body: edit what it was sent, sign, return. */
export const mayReviewFor = (actor: Actor, bodyColumn: string): RawBuilder<SqlBool> => holds(actor, 'triage.review', bodyColumn);

/** The items belong to whoever has the turn. */
export const mayEditBatch = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`case triage_batch.state
    when 'sent' then ${mayReviewFor(actor, 'triage_batch.body_id')}
    when 'signedOff' then false
    else ${mayProposeFor(actor, 'triage_batch.body_id')} end`;

/** Waits for this person's signature. Those who could sign for everybody are not the body's officers, and are not asked. */
export const waitsForMe = (actor: Actor): RawBuilder<SqlBool> =>
  actor.rights.get('triage.review') === 'everywhere'
    ? sql<SqlBool>`false`
    : sql<SqlBool>`(triage_batch.state = 'sent' and ${mayReviewFor(actor, 'triage_batch.body_id')})`;

/** Came back and waits for those who proposed it. */
export const cameBackToMe = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(triage_batch.state = 'returned' and ${mayProposeFor(actor, 'triage_batch.body_id')})`;
