import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import { commandsOver, existing } from '../../../platform/command.ts';
import { type AnyWrites, reading, type Writes } from '../../../platform/db/tables.ts';
import { conflict, invalidField } from '../../../platform/errors.ts';
import type { Tables } from '../tables.ts';
import { ask, type Matter, remind } from './letters.ts';
import { mayProposeFor, mayReadBatch, mayReviewFor } from './policy.ts';
import { itemVersions } from './queries.ts';
import { noteStage } from './stage-commands.ts';
import { type BatchState, batchMove, batchReminder, batchSending, batchSignature, canMove, reminderDay } from './triage.ts';

const command = commandsOver<Tables>();

/** Freezes what staff propose, asks the body's officers by mail, and starts the clock. After a return it asks again. */
export const sendTriage = command({
  name: 'triage.send',
  input: batchSending,
  subject: batchFor<{ ref: string }>(mayProposeFor),
  perform: async ({ tx, input, subject, today, now }) => {
    mustMove(subject.state, 'sent');
    if (input.dueOn < today) throw invalidField('dueOn', 'triage.dueInPast');
    const note = input.note === undefined ? subject.note : input.note;
    await tx
      .updateTable('triage_item')
      .set({
        proposal: sql`jsonb_build_object('owner_class', owner_class, 'coordination_class', coordination_class, 'priority', priority, 'rationale', rationale)`,
      })
      .where('batch_id', '=', subject.id)
      .where('archived_at', 'is', null)
      .execute();
    await tx
      .updateTable('triage_batch')
      .set({ state: 'sent', due_on: input.dueOn, note, sent_at: now, returned_at: null, return_reason: null })
      .where('id', '=', subject.id)
      .execute();
    await noteStage(tx, subject, 'signOffAsked', today);
    const told = await ask(tx, await matterOf(tx, subject.id), today, {
      note,
      returnedFor: subject.state === 'returned' ? subject.return_reason : null,
    });
    if (told === 0) throw conflict('triage.nobodyToAsk', { body: subject.body_ref });
    return { ref: subject.ref, told };
  },
});

/** The body accepts the items as they stand now. */
export const signOffTriage = command({
  name: 'triage.signOff',
  input: batchSignature,
  subject: batchFor<{ ref: string }>(mayReviewFor),
  perform: async ({ tx, input, subject, actor, today, now }) => {
    mustMove(subject.state, 'signedOff');
    const { seen, blank } = await itemVersions(reading(tx), subject.id);
    if (input.seen != null && input.seen !== seen) throw conflict('triage.changedBeforeSignature');
    if (blank > 0) throw conflict('triage.blankItems', { count: blank });
    await tx
      .updateTable('triage_batch')
      .set({ state: 'signedOff', signed_at: now, signed_by: actor.name })
      .where('id', '=', subject.id)
      .execute();
    await noteStage(tx, subject, 'signedOff', today);
    return { ref: subject.ref };
  },
});

/** The body gives it back to staff, for a reason; what it had written stays. */
export const returnTriage = command({
  name: 'triage.return',
  input: batchMove,
  subject: batchFor<{ ref: string }>(mayReviewFor),
  perform: async ({ tx, subject, call, today, now }) => {
    if (subject.state !== 'sent') throw conflict(subject.state === 'signedOff' ? 'triage.signedAlready' : 'triage.notSent');
    if (!call.reason) throw invalidField('reason', 'archive.reasonNeeded');
    await backToStaff(tx, subject, call.reason, now, today);
    return { ref: subject.ref };
  },
});

/** After the signature only staff can open it again, for a reason; it then lies with them until they ask once more. */
export const reopenTriage = command({
  name: 'triage.reopen',
  input: batchMove,
  subject: batchFor<{ ref: string }>(mayProposeFor),
  perform: async ({ tx, subject, call, today, now }) => {
    if (subject.state !== 'signedOff') throw conflict('triage.notSigned');
    if (!call.reason) throw invalidField('reason', 'archive.reasonNeeded');
    await backToStaff(tx, subject, call.reason, now, today);
    return { ref: subject.ref };
  },
});

/** A batch that lies with staff and is no longer wanted. Its recommendations can be proposed anew. */
export const withdrawTriage = command({
  name: 'triage.withdraw',
  input: batchMove,
  subject: batchFor<{ ref: string }>(mayProposeFor),
  perform: async ({ tx, subject, call, now }) => {
    if (subject.state === 'sent') throw conflict('triage.withBody');
    if (subject.state === 'signedOff') throw conflict('triage.signedAlready');
    if (!call.reason) throw invalidField('reason', 'archive.reasonNeeded');
    await tx.updateTable('triage_batch').set({ archived_at: now, archived_reason: call.reason }).where('id', '=', subject.id).execute();
    return { ref: subject.ref };
  },
});

/** Writes the reminder that is due by today, if one is. The job that calls it gives each due day one key, so that it happens once. */
export const remindOfTriage = command({
  name: 'triage.remind',
  input: batchReminder,
  subject: batchFor<{ ref: string }>(mayProposeFor),
  perform: async ({ tx, subject, today }) => {
    if (subject.state !== 'sent' || !subject.due_on || !subject.sent_at) return { ref: subject.ref, told: 0 };
    if (!reminderDay({ due_on: subject.due_on, sent_on: subject.sent_at.slice(0, 10) }, today)) return { ref: subject.ref, told: 0 };
    return { ref: subject.ref, told: await remind(tx, await matterOf(tx, subject.id), today) };
  },
});

/** The batch that an input names, for those who hold a right for its body. */
function batchFor<Input extends { ref: string }>(may: (actor: Actor, bodyColumn: string) => RawBuilder<SqlBool>) {
  const find = existing<Tables, 'triage_batch'>('triage_batch')<Input>({
    by: (row, input) => row.and([row('triage_batch.ref', '=', input.ref)]),
    mayRead: mayReadBatch,
    may: (actor) => may(actor, 'triage_batch.body_id'),
  });
  return async (tx: AnyWrites, input: Input, actor: Actor) => {
    const batch = await find(tx, input, actor);
    const { ref } = await tx.selectFrom('body').select('ref').where('id', '=', batch.body_id).executeTakeFirstOrThrow();
    return { ...batch, body_ref: ref as string };
  };
}

const mustMove = (from: BatchState, to: BatchState): void => {
  if (canMove(from, to)) return;
  if (from === 'signedOff') throw conflict('triage.signedAlready');
  throw conflict(from === 'sent' ? 'triage.alreadySent' : 'triage.notSent');
};

const backToStaff = async (
  tx: Writes<Tables>,
  batch: { id: number; review_id: number; body_id: number },
  reason: string,
  now: string,
  today: string,
): Promise<void> => {
  await tx
    .updateTable('triage_batch')
    .set({ state: 'returned', returned_at: now, return_reason: reason, signed_at: null, signed_by: null })
    .where('id', '=', batch.id)
    .execute();
  await noteStage(tx, batch, 'triagedByStaff', today);
};

/** What a letter says about a batch. */
const matterOf = async (tx: Writes<Tables>, batchId: number): Promise<Matter> => {
  const found = await tx
    .selectFrom('triage_batch')
    .innerJoin('review', 'review.id', 'triage_batch.review_id')
    .innerJoin('body', 'body.id', 'triage_batch.body_id')
    .select(['triage_batch.ref', 'triage_batch.due_on', 'review.title', 'body.id', 'body.name'])
    .select(
      sql<number>`(select count(*) from triage_item where triage_item.batch_id = triage_batch.id and triage_item.archived_at is null)`.as(
        'items',
      ),
    )
    .where('triage_batch.id', '=', batchId)
    .executeTakeFirstOrThrow();
  return {
    ref: found.ref,
    review: found.title,
    body: { id: found.id, name: found.name },
    dueOn: found.due_on as string,
    items: found.items,
  };
};
