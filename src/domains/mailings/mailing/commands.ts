import type { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import { commandsOver, existing, type FindSubject } from '../../../platform/command.ts';
import { type AnyWrites, reading } from '../../../platform/db/tables.ts';
import { conflict, invalidField } from '../../../platform/errors.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { cardNamed } from '../../../platform/lists/office.ts';
import { viewById } from '../../../platform/lists/saved.ts';
import { bodyOrAll } from '../../community/index.ts';
import { mayHandle, right } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { mailingChange, newMailing, oneMailing } from './mailing.ts';

const command = commandsOver<Tables>();

/** The body in whose name somebody writes, or the whole community where none is named. */
const nameOf = bodyOrAll(right);

/** A view that the writer sees and that tells of somebody who can be written to. */
const checkView = async (tx: AnyWrites, actor: Actor, view: number): Promise<void> => {
  const found = await viewById(reading(tx), actor, view);
  if (!found) throw invalidField('view', 'mailing.viewGone');
  if (!cardNamed(found.list)?.about) throw invalidField('view', 'mailing.viewOfNobody');
};

/** A subject is one line of a mail, whatever was typed into it. */
const onOneLine = ({ texts, ...rest }: Texts): Texts => ({
  ...rest,
  texts: Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, text.replace(/\s+/gu, ' ').trim()])),
});

const columnsOf = (input: z.output<typeof newMailing>, body: number | null) => ({
  saved_view_id: input.view,
  body_id: body,
  kind: input.kind,
  subject: JSON.stringify(onOneLine(input.subject)),
  text: JSON.stringify(input.text),
  reply_to: input.replyTo ?? null,
});

/** Begins a message; nobody gets it yet. */
export const writeMailing = command({
  name: 'mailing.write',
  input: newMailing,
  subject: nameOf,
  perform: async ({ tx, input, subject, actor }) => {
    await checkView(tx as AnyWrites, actor, input.view);
    const { id } = await tx
      .insertInto('mailing')
      .values({ ...columnsOf(input, subject.id), written_by: actor.name })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { id };
  },
});

/** A message that this reader handles. */
export const handled = existing<Tables, 'mailing'>('mailing')<{ mailing: number }>({
  by: (row, input) => row.and([row('mailing.id', '=', input.mailing)]),
  mayRead: mayHandle,
  may: mayHandle,
});

/** Writes a draft anew, all of it. */
export const changeMailing = command({
  name: 'mailing.change',
  input: mailingChange,
  subject: handled as FindSubject<z.output<typeof mailingChange>, { id: number; state: string }>,
  perform: async ({ tx, input, subject, actor }) => {
    if (subject.state !== 'draft') throw conflict('mailing.noDraft');
    const name = await nameOf(tx as AnyWrites, input, actor);
    await checkView(tx as AnyWrites, actor, input.view);
    await tx
      .updateTable('mailing')
      .set({ ...columnsOf(input, name.id), tested_at: null })
      .where('id', '=', subject.id)
      .execute();
    return { id: subject.id };
  },
});

/** Puts a draft aside. What was sent stays. */
export const discardMailing = command({
  name: 'mailing.discard',
  input: oneMailing,
  subject: handled as FindSubject<z.output<typeof oneMailing>, { id: number; state: string }>,
  perform: async ({ tx, subject, now }) => {
    if (subject.state !== 'draft') throw conflict('mailing.noDraft');
    await tx.updateTable('mailing').set({ archived_at: now, archived_reason: 'discarded' }).where('id', '=', subject.id).execute();
    return { id: subject.id };
  },
});
