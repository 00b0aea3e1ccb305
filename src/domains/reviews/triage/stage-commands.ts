import type { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import { commandsOver } from '../../../platform/command.ts';
import type { AnyWrites, Writes } from '../../../platform/db/tables.ts';
import { forbidden, invalidField, notFound } from '../../../platform/errors.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { mayProposeFor } from './policy.ts';
import { newStage, type Stage, stageRemoval } from './triage.ts';

const command = commandsOver<Tables>();

/** Says by hand where a body stands with a review since a day: for bodies that work outside this program, and for the past. */
export const setStage = command({
  name: 'triage.setStage',
  input: newStage,
  subject: (tx, input: z.output<typeof newStage>, actor) => reviewAndBody(tx, input, actor),
  perform: async ({ tx, input, subject: { review, body }, today }) => {
    const asOf = input.asOf ?? today;
    if (asOf > today) throw invalidField('asOf', 'triage.stageInFuture');
    await noteStage(tx, { review_id: review.id, body_id: body.id }, input.stage, asOf, input.note ?? null);
    return { review: review.ref, body: body.ref, stage: input.stage, asOf };
  },
});

/** Takes back a stage that was wrong; the history keeps it. */
export const removeStage = command({
  name: 'triage.removeStage',
  input: stageRemoval,
  subject: async (tx, input: z.output<typeof stageRemoval>, actor) => {
    const stage = await tx
      .selectFrom('triage_stage')
      .innerJoin('review', 'review.id', 'triage_stage.review_id')
      .select(['triage_stage.id', 'review.ref as review', mayProposeFor(actor, 'triage_stage.body_id').as('may_it')])
      .where('triage_stage.id', '=', input.stage)
      .where('triage_stage.archived_at', 'is', null)
      .where(mayReadReview(actor))
      .forUpdate('triage_stage')
      .executeTakeFirst();
    if (!stage) throw notFound();
    if (!stage.may_it) throw forbidden();
    return stage as { id: number; review: string };
  },
  perform: async ({ tx, subject, call, now }) => {
    await tx
      .updateTable('triage_stage')
      .set({ archived_at: now, archived_reason: call.reason ?? null })
      .where('id', '=', subject.id)
      .execute();
    return { review: subject.review };
  },
});

/** Records where a body stands with a review since a day. One row a day: a second word on the same day replaces the first. */
export const noteStage = async (
  tx: Writes<Tables>,
  { review_id, body_id }: { review_id: number; body_id: number },
  stage: Stage,
  as_of: string,
  note: Texts | null = null,
): Promise<void> => {
  const values = { stage, note: note && JSON.stringify(note), archived_at: null, archived_reason: null };
  await tx
    .insertInto('triage_stage')
    .values({ review_id, body_id, as_of, ...values })
    .onConflict((row) => row.columns(['review_id', 'body_id', 'as_of']).doUpdateSet(values))
    .execute();
};

/** The review that the actor may read, held against a second proposal at the same time, and the body for which they may propose. */
export const reviewAndBody = async (tx: AnyWrites, input: { review: string; body: string }, actor: Actor) => {
  const review = await tx
    .selectFrom('review')
    .select(['id', 'ref', 'prefix'])
    .where('ref', '=', input.review)
    .where('archived_at', 'is', null)
    .where(mayReadReview(actor))
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!review) throw notFound('triage.unknownReview', { ref: input.review });
  const body = await tx
    .selectFrom('body')
    .select(['id', 'ref', mayProposeFor(actor, 'body.id').as('may_it')])
    .where('ref', '=', input.body)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  if (!body) throw notFound('triage.unknownBody', { ref: input.body });
  if (!body.may_it) throw forbidden();
  return { review: review as { id: number; ref: string; prefix: string }, body: body as { id: number; ref: string } };
};
