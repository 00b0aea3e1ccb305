import { type Selectable, sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import { commandsOver } from '../../../platform/command.ts';
import type { AnyWrites, Writes } from '../../../platform/db/tables.ts';
import { forbidden, invalidField, notFound } from '../../../platform/errors.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { anyOf, takingIn } from '../../../platform/imports/take-in.ts';
import { differing, type RowWrite } from '../../../platform/imports/write-rows.ts';
import { mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { mayProposeFor } from './policy.ts';
import { newStage, type Stage, stageRemoval } from './triage.ts';

const command = commandsOver<Tables>();

/** What words about stages touch: the reviews, the bodies, and what was said of them on a day, archived too. */
interface Known {
  reviews: Map<string, { id: number; ref: string }>;
  bodies: Map<string, { id: number; ref: string; may_it: boolean }>;
  stages: Map<string, Stated>;
}

type Stated = Pick<Selectable<Tables['triage_stage']>, 'id' | 'stage' | 'note' | 'archived_at' | 'archived_reason'>;

/** Says by hand where a body stands with a review since a day: for bodies that work outside this program, and for the past. */
export const setStage = takingIn<Tables>()({
  name: 'triage.setStage',
  input: newStage,
  makes: 'triage_stage',
  ahead: async (tx, inputs: readonly z.output<typeof newStage>[], actor): Promise<Known> => {
    const reviews = await reviewsOf(tx, inputs, actor);
    const bodies = await bodiesOf(tx, inputs, actor);
    return { reviews, bodies, stages: await stagesOf(tx, [...reviews.values()], [...bodies.values()]) };
  },
  decide: (input, known, { id, today }) => {
    const review = known.reviews.get(input.review);
    if (!review) throw notFound('triage.unknownReview', { ref: input.review });
    const body = known.bodies.get(input.body);
    if (!body) throw notFound('triage.unknownBody', { ref: input.body });
    if (!body.may_it) throw forbidden();
    const asOf = input.asOf ?? today;
    if (asOf > today) throw invalidField('asOf', 'triage.stageInFuture');
    const about = { review_id: review.id, body_id: body.id, as_of: asOf };
    const said = { stage: input.stage, note: input.note ?? null, archived_at: null, archived_reason: null };
    const stored = known.stages.get(statedAs(about));
    known.stages.set(statedAs(about), { id: stored?.id ?? id, ...said });
    const set = stored && differing(stored, said);
    const rows: RowWrite<Tables>[] = !stored
      ? [{ table: 'triage_stage', insert: { id, ...about, ...said } }]
      : set && Object.keys(set).length > 0
        ? [{ table: 'triage_stage', id: stored.id, set }]
        : [];
    return { rows, output: { review: review.ref, body: body.ref, stage: input.stage, asOf } };
  },
});

const statedAs = ({ review_id, body_id, as_of }: { review_id: number; body_id: number; as_of: string }): string =>
  `${review_id} ${body_id} ${as_of}`;

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

const reviewsOf = async (tx: Writes<Tables>, inputs: readonly { review: string }[], actor: Actor): Promise<Known['reviews']> => {
  const rows = await tx
    .selectFrom('review')
    .select(['id', 'ref'])
    .where('ref', '=', anyOf([...new Set(inputs.map(({ review }) => review))]))
    .where('archived_at', 'is', null)
    .where(mayReadReview(actor))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return new Map(rows.map((review) => [review.ref, review]));
};

const bodiesOf = async (tx: Writes<Tables>, inputs: readonly { body: string }[], actor: Actor): Promise<Known['bodies']> => {
  const rows = await tx
    .selectFrom('body')
    .select(['id', 'ref', sql<boolean>`coalesce(${mayProposeFor(actor, 'body.id')}, false)`.as('may_it')])
    .where('ref', '=', anyOf([...new Set(inputs.map(({ body }) => body))]))
    .where('archived_at', 'is', null)
    .execute();
  return new Map(rows.map((body) => [body.ref, body]));
};

const stagesOf = async (
  tx: Writes<Tables>,
  reviews: readonly { id: number }[],
  bodies: readonly { id: number }[],
): Promise<Known['stages']> => {
  const rows = await tx
    .selectFrom('triage_stage')
    .select(['id', 'review_id', 'body_id', 'as_of', 'stage', 'note', 'archived_at', 'archived_reason'])
    .where('review_id', '=', anyOf(reviews.map(({ id }) => id)))
    .where('body_id', '=', anyOf(bodies.map(({ id }) => id)))
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [statedAs(row), row]));
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
