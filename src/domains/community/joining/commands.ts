import { type Actor, system } from '../../../platform/access/actor.ts';
import { also, type Call, commandsOver, existing, type FindSubject } from '../../../platform/command.ts';
import type { AnyWrites, Writes } from '../../../platform/db/tables.ts';
import { conflict, forbidden, notFound } from '../../../platform/errors.ts';
import { joinAnswer, joinAsk } from '../body.ts';
import { lasts } from '../lasting.ts';
import { addMembership } from '../memberships/commands.ts';
import { mayRead } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { tellDecision } from './letter.ts';
import { mayDecide, mayReadRequest } from './policy.ts';

const command = commandsOver<Tables>();

const byProgram = (call: Call): Call => ({ ...call, actor: system() });

/** Somebody asks for themselves: where a body is open they are in at once, otherwise its chairs decide. */
export const askToJoin = command({
  name: 'join.ask',
  input: joinAsk,
  subject: async (tx: AnyWrites, input: { body: string }, actor: Actor) => {
    if (actor.personId === null) throw forbidden('refusal.signIn');
    const body = await (tx as Writes<Tables>)
      .selectFrom('body')
      .select(['id', 'ref', 'state', 'joining'])
      .where('ref', '=', input.body)
      .where('archived_at', 'is', null)
      .where(mayRead(actor))
      .executeTakeFirst();
    if (!body) throw notFound('body.unknown', { ref: input.body });
    return { ...body, person: actor.personId };
  },
  perform: async ({ tx, input, subject, today, call }) => {
    if (subject.state !== 'active' || subject.joining === 'closed') throw conflict('join.closed');
    const member = await tx
      .selectFrom('membership')
      .select('id')
      .where('person_id', '=', subject.person)
      .where('body_id', '=', subject.id)
      .where(lasts('membership', today))
      .executeTakeFirst();
    if (member) throw conflict('join.already');
    const waiting = await tx
      .selectFrom('join_request')
      .select('id')
      .where('person_id', '=', subject.person)
      .where('body_id', '=', subject.id)
      .where('state', '=', 'waiting')
      .where('archived_at', 'is', null)
      .executeTakeFirst();
    if (waiting) throw conflict('join.waits');
    if (subject.joining === 'open')
      await also(tx, addMembership, { person: subject.person, body: subject.ref, from: today }, byProgram(call));
    else
      await tx
        .insertInto('join_request')
        .values({ body_id: subject.id, person_id: subject.person, message: input.message ?? null })
        .execute();
    return { ref: subject.ref };
  },
});

/** A request that waits, before somebody who keeps the members of the body. */
const request: FindSubject<{ request: number }, { id: number; body_id: number; person_id: number; ref: string }> = async (
  tx,
  input,
  actor,
) => {
  const found = await existing<Tables, 'join_request'>('join_request')<{ request: number }>({
    by: (row, { request: id }) => row.and([row('join_request.id', '=', id)]),
    mayRead: mayReadRequest,
    may: mayDecide,
  })(tx, input, actor);
  if (found.state !== 'waiting') throw conflict('join.decided');
  const { ref } = await (tx as Writes<Tables>).selectFrom('body').select('ref').where('id', '=', found.body_id).executeTakeFirstOrThrow();
  return { ...found, ref };
};

const decision = (name: 'join.accept' | 'join.decline', state: 'accepted' | 'declined') =>
  command({
    name,
    input: joinAnswer,
    subject: request,
    perform: async ({ tx, input, subject, today, now, call }) => {
      if (state === 'accepted') await also(tx, addMembership, { person: subject.person_id, body: subject.ref, from: today }, call);
      await tx
        .updateTable('join_request')
        .set({ state, decided_at: now, answer: input.answer ?? null })
        .where('id', '=', subject.id)
        .execute();
      await tellDecision(tx, subject, state, input.answer ?? null);
      return { ref: subject.ref };
    },
  });

export const acceptRequest = decision('join.accept', 'accepted');
export const declineRequest = decision('join.decline', 'declined');
