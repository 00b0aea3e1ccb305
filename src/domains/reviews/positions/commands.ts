import { type Selectable, sql, type Updateable } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import { changesSince } from '../../../platform/audit/entry.ts';
import { commandsOver, existing } from '../../../platform/command.ts';
import type { AnyWrites, Writes } from '../../../platform/db/tables.ts';
import { conflict, forbidden, invalidField, notFound } from '../../../platform/errors.ts';
import { mergeTexts } from '../../../platform/i18n/texts.ts';
import { mayReadRecommendation, mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { anyBody, mayDraftFor, mayFinaliseFor, mayReadPosition } from './policy.ts';
import { answerFinal, canMove, positionConsulted, positionDraft, positionFinal, positionReopening } from './position.ts';
import { mustBeStance, stancesOf } from './stances.ts';

const command = commandsOver<Tables>();

export const draftPosition = command({
  name: 'position.draft',
  input: positionDraft,
  subject: (tx, input: z.output<typeof positionDraft>, actor) => place(tx, input, actor, mayDraftFor),
  perform: async ({ tx, input, subject, actor }) => {
    const { recommendation, body, position } = subject;
    if (position?.state === 'final') throw conflict('position.alreadyFinal');
    if (input.stance) mustBeStance(await stancesOf(tx), input.stance);
    await write(tx, subject, {
      ...(input.stance !== undefined ? { stance: input.stance } : {}),
      ...(input.comment !== undefined
        ? { comment: input.comment ? JSON.stringify(mergeTexts(position?.comment, input.comment)) : null }
        : {}),
      text_version: recommendation.text_version,
      drafted_by: position?.drafted_by ?? actor.name,
    });
    return { recommendation: recommendation.ref, body: body.ref };
  },
});

export const consultPosition = command({
  name: 'position.consult',
  input: positionConsulted,
  subject: (tx, input: z.output<typeof positionConsulted>, actor) => place(tx, input, actor, mayDraftFor),
  perform: async ({ tx, subject }) => {
    if (!subject.position) throw notFound();
    if (!canMove(subject.position.state, 'consulted')) throw conflict('position.alreadyFinal');
    await write(tx, subject, { state: 'consulted' });
    return { recommendation: subject.recommendation.ref, body: subject.body.ref };
  },
});

export const finalisePosition = command({
  name: 'position.finalise',
  input: positionFinal,
  subject: (tx, input: z.output<typeof positionFinal>, actor) => place(tx, input, actor, mayFinaliseFor),
  perform: async ({ tx, input, subject, actor, now, today }) => {
    const { position } = subject;
    if (!position) throw notFound();
    if (position.state === 'final') throw conflict('position.alreadyFinal');
    if (!position.stance) throw invalidField('stance', 'position.noStance');
    if (input.on > today) throw invalidField('on', 'position.decidedInFuture');
    await write(tx, subject, { state: 'final', ...decided(input), finalised_at: now, finalised_by: actor.name });
    return { recommendation: subject.recommendation.ref, body: subject.body.ref };
  },
});

/** Every draft of a body on a review that has a stance becomes final by one decision. */
export const finaliseAnswer = command({
  name: 'answer.finalise',
  input: answerFinal,
  subject: async (tx, input: z.output<typeof answerFinal>, actor) => {
    const body = await existing<Tables, 'body'>('body')<{ body: string }>({
      by: (row, it) => row.and([row('body.ref', '=', it.body)]),
      mayRead: anyBody,
      may: mayFinaliseFor,
    })(tx, input, actor);
    const review = await tx
      .selectFrom('review')
      .select(['id', 'ref'])
      .where('ref', '=', input.review)
      .where(mayReadReview(actor))
      .executeTakeFirst();
    if (!review) throw notFound();
    return { body, review: review as { id: number; ref: string } };
  },
  perform: async ({ tx, input, subject, actor, now, today }) => {
    if (input.on > today) throw invalidField('on', 'position.decidedInFuture');
    const { length } = await tx
      .updateTable('position')
      .set({ state: 'final', ...decided(input), finalised_at: now, finalised_by: actor.name })
      .where('body_id', '=', subject.body.id)
      .where('state', '<>', 'final')
      .where('stance', 'is not', null)
      .where('archived_at', 'is', null)
      .where('recommendation_id', 'in', (row) => row.selectFrom('recommendation').select('id').where('review_id', '=', subject.review.id))
      .returning('id')
      .execute();
    if (length === 0) throw conflict('position.nothingToFinalise');
    return { finalised: length, review: subject.review.ref, body: subject.body.ref };
  },
});

/** A final position becomes a draft again, for a reason; what it said stays in its history. */
export const reopenPosition = command({
  name: 'position.reopen',
  input: positionReopening,
  subject: (tx, input: z.output<typeof positionReopening>, actor) => place(tx, input, actor, mayFinaliseFor),
  perform: async ({ tx, subject, call }) => {
    if (!subject.position) throw notFound();
    if (subject.position.state !== 'final') throw conflict('position.notFinal');
    if (!call.reason) throw invalidField('reason', 'archive.reasonNeeded');
    await write(tx, subject, {
      state: 'drafting',
      decided_how: null,
      decided_on: null,
      decided_link: null,
      decided_note: null,
      finalised_at: null,
      finalised_by: null,
      text_version: subject.recommendation.text_version,
    });
    return { recommendation: subject.recommendation.ref, body: subject.body.ref };
  },
});

interface Place {
  recommendation: { id: number; ref: string; text_version: number };
  body: { id: number; ref: string };
  position: Selectable<Tables['position']> | undefined;
}

/** The cell of the matrix that an input names: the recommendation that the actor may read, the body for which it may act, and what stands there. */
const place = async (
  tx: AnyWrites,
  input: { recommendation: string; body: string; version?: number | null | undefined },
  actor: Actor,
  may: typeof mayDraftFor,
): Promise<Place> => {
  const recommendation = await tx
    .selectFrom('recommendation')
    .select(['id', 'ref', 'text_version', 'archived_at'])
    .where('ref', '=', input.recommendation)
    .where(mayReadRecommendation(actor))
    .executeTakeFirst();
  if (!recommendation) throw notFound();
  if (recommendation.archived_at) throw conflict('record.archived');
  const body = await tx
    .selectFrom('body')
    .select(['id', 'ref', may(actor).as('may_it')])
    .where('ref', '=', input.body)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  if (!body) throw notFound('body.unknown', { ref: input.body });
  if (!body.may_it) throw forbidden();
  // Two first drafts of one cell at the same moment come one after the other, so that the second finds what the first wrote.
  await sql`select pg_advisory_xact_lock(hashtext('position'), (${recommendation.id}::bigint % 2147483647)::integer)`.execute(tx);
  const position = await tx
    .selectFrom('position')
    .selectAll()
    .where('recommendation_id', '=', recommendation.id)
    .where('body_id', '=', body.id)
    .where(mayReadPosition(actor))
    .forUpdate()
    .executeTakeFirst();
  if (position && input.version != null && position.version !== input.version) {
    throw conflict('record.changed', { version: position.version }, await changesSince(tx, 'position', position.id, input.version));
  }
  return { recommendation, body, position } as Place;
};

const write = async (tx: Writes<Tables>, { recommendation, body, position }: Place, values: Partial<Updateable<Tables['position']>>) => {
  if (position) await tx.updateTable('position').set(values).where('id', '=', position.id).execute();
  else
    await tx
      .insertInto('position')
      .values({ text_version: recommendation.text_version, ...values, recommendation_id: recommendation.id, body_id: body.id } as never)
      .execute();
};

const decided = (input: {
  how: 'call' | 'list' | 'poll' | 'meeting' | 'document';
  on: string;
  link?: string | null | undefined;
  note?: string | null | undefined;
}) => ({
  decided_how: input.how,
  decided_on: input.on,
  decided_link: input.link ?? null,
  decided_note: input.note ?? null,
});
