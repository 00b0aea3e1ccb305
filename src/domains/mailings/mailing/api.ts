import { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyCommand } from '../../../platform/command.ts';
import type { AnyReads } from '../../../platform/db/tables.ts';
import { notFound } from '../../../platform/errors.ts';
import { id } from '../../../platform/fields.ts';
import { type ApiRow, changes, listOf, reads } from '../../../platform/http/api.ts';
import { textsSchema } from '../../../platform/i18n/texts.ts';
import { answerList, listInput } from '../../../platform/lists/api.ts';
import { unsubscription } from '../choices/choice.ts';
import { chooseMailings, unsubscribe } from '../choices/commands.ts';
import { choicesOf, linkOf } from '../choices/queries.ts';
import { changeMailing, discardMailing, writeMailing } from './commands.ts';
import { mailingList } from './list.ts';
import { kinds, outcomes, states } from './mailing.ts';
import { audienceNow, countsOf, mailingById } from './queries.ts';
import { recipientList } from './recipients.ts';
import { sendMailing, stopMailing, testMailing } from './sending.ts';

const count = z.number().int();
const counts = z.object(Object.fromEntries(outcomes.map((outcome) => [outcome, count])) as Record<(typeof outcomes)[number], typeof count>);
/** A deed on a message: what it gives is its number, with figures of `more`. */
const deed = <More extends Record<string, z.ZodNumber>>(
  method: 'post' | 'put' | 'delete',
  path: string,
  summary: string,
  command: AnyCommand,
  more?: More,
): ApiRow =>
  changes({ method, path: `/mailings${path}`, summary, command, output: z.object({ id: z.number(), ...more }), answer: (given) => given });

const all = (known: Partial<Record<(typeof outcomes)[number], number>>) =>
  Object.fromEntries(outcomes.map((outcome) => [outcome, known[outcome] ?? 0])) as z.input<typeof counts>;

const found = async (db: AnyReads, actor: Actor, wanted: number) => {
  const mailing = await mailingById(db, actor, wanted);
  if (!mailing) throw notFound('mailing.notFound');
  return mailing;
};

export const api: readonly ApiRow[] = [
  reads({
    path: '/mailings',
    summary: 'The messages that the reader handles. Filters as in the address of the page: q, state, kind, body, sort, page, per.',
    input: listInput('q', 'state', 'kind', 'body', 'sort'),
    output: listOf(
      z.object({
        id: z.number(),
        subject: textsSchema,
        kind: z.enum(kinds),
        state: z.enum(states),
        body: z.string().nullable(),
        sentAt: z.string().nullable(),
        meant: z.number(),
      }),
    ),
    ask: (db, _actor, input, v) => answerList(db, mailingList, input, v, (row) => ({ ...row, body: row.body_ref, sentAt: row.sending_at })),
  }),
  reads({
    path: '/mailings/choices',
    summary: 'What the reader has said about messages; kinds of which nothing was said are missing, and are sent.',
    output: z.array(z.object({ kind: z.enum(kinds), wanted: z.boolean(), decidedAt: z.string() })),
    ask: async (db, actor) => (await choicesOf(db, actor)).map((one) => ({ ...one, decidedAt: new Date(one.decided_at).toISOString() })),
  }),
  changes({
    method: 'put',
    path: '/mailings/choices',
    summary: 'Says which kinds of messages one wants; of the others nothing more is sent.',
    command: chooseMailings,
    output: z.object({ wanted: z.array(z.enum(kinds)) }),
    answer: (chosen) => chosen,
  }),
  reads({
    path: '/mailings/:id',
    summary: 'One message: its words, and what came of it; of a draft, what would come of it if the reader sent it now.',
    input: z.object({ id: id() }),
    output: z.object({
      id: z.number(),
      version: z.number(),
      view: z.number().nullable(),
      body: z.string().nullable(),
      kind: z.enum(kinds),
      state: z.enum(states),
      subject: textsSchema,
      text: textsSchema,
      replyTo: z.string().nullable(),
      writtenBy: z.string(),
      sentBy: z.string().nullable(),
      sentAt: z.string().nullable(),
      counts,
    }),
    ask: async (db, actor, input, v) => {
      const mailing = await found(db, actor, input.id);
      const known = mailing.state === 'draft' ? await audienceNow(db, actor, mailing, v.today) : await countsOf(db, mailing.id);
      return {
        ...mailing,
        body: mailing.body_ref,
        replyTo: mailing.reply_to,
        writtenBy: mailing.written_by,
        sentBy: mailing.sent_by,
        sentAt: mailing.sending_at,
        counts: all(known ?? {}),
      };
    },
  }),
  reads({
    path: '/mailing-recipients',
    summary:
      'Those who were meant by messages that the reader handles, as far as the reader may know of them. Filters: mailing, outcome, q, sort, page, per.',
    input: listInput('q', 'mailing', 'outcome', 'sort'),
    output: listOf(
      z.object({
        mailing: z.number(),
        person: z.number().nullable(),
        organisation: z.string().nullable(),
        name: z.string(),
        outcome: z.enum(outcomes),
        language: z.string().nullable(),
        address: z.string().nullable(),
      }),
    ),
    ask: (db, _actor, input, v) =>
      answerList(db, recipientList, input, v, (row) => ({ ...row, person: row.person_id, organisation: row.organisation_ref })),
  }),
  reads({
    path: '/unsubscribe/:token',
    summary: 'What the link of a message is about, and what was said by it. Opening it changes nothing.',
    input: z.object({ token: unsubscription.shape.token }),
    output: z.object({ kind: z.enum(kinds), wanted: z.boolean() }),
    ask: async (db, _actor, { token }) => {
      const link = await linkOf(db, token);
      if (!link) throw notFound('mailing.linkUnknown');
      return { kind: link.kind, wanted: link.wanted ?? true };
    },
  }),
  changes({
    method: 'post',
    path: '/unsubscribe/:token',
    byLink: true,
    summary: 'Ends messages of the kind of the link, with `all` of every kind; with `again` they come again.',
    command: unsubscribe,
    output: z.object({ kind: z.enum(kinds) }),
    answer: (said) => said,
  }),
  deed('post', '', 'Begins a message to those whom a saved view shows; nobody gets it yet.', writeMailing),
  deed('put', '/:mailing', 'Writes a draft anew, all of it.', changeMailing),
  deed('delete', '/:mailing', 'Puts a draft aside.', discardMailing),
  deed('post', '/:mailing/test', 'Sends the message to oneself, once in each of its languages.', testMailing, { mails: count }),
  deed(
    'post',
    '/:mailing/sending',
    'Sends the message to everybody whom the view shows to the sender now, and who wants messages of its kind.',
    sendMailing,
    { recipients: count },
  ),
  deed('delete', '/:mailing/sending', 'Ends the sending: whoever was not written to yet gets nothing.', stopMailing, { spared: count }),
];
