import { commandsOver } from '../../../../platform/command.ts';
import type { AnyWrites } from '../../../../platform/db/tables.ts';
import { conflict } from '../../../../platform/errors.ts';
import { linked } from '../applicant/link.ts';
import { ended } from '../application/application.ts';
import { reachable } from '../application/letters.ts';
import { mailAbout } from '../application/mail-about.ts';
import { handled } from '../application/subjects.ts';
import type { Tables } from '../tables.ts';
import { question, reply } from './thread.ts';

const command = commandsOver<Tables>();

/** Staff asks; the applicant is told by mail and answers by the link in it. */
export const askApplicant = command({
  name: 'application.ask',
  input: question,
  subject: handled,
  perform: async ({ tx, input, subject, actor, now }) => {
    if (ended.includes(subject.state)) throw conflict('application.alreadyEnded');
    if (!reachable(subject.address)) throw conflict('application.nobodyToAsk');
    await tx
      .insertInto('application_message')
      .values({
        application_id: subject.id,
        sender: 'staff',
        text: input.text,
        person_id: actor.personId,
        by_name: actor.name,
        created_at: now,
      })
      .execute();
    await mailAbout(tx as AnyWrites, subject, now, (t, { link, ref, community }) => ({
      subject: t('application.letter.question.subject', { ref, community }),
      body: t('application.letter.question.body', { ref, community, link, text: input.text }),
    }));
    return { ref: subject.ref };
  },
});

/** The applicant answers, or says something unasked. Whoever speaks is no longer silent. */
export const replyToStaff = command({
  name: 'application.reply',
  input: reply,
  subject: linked,
  perform: async ({ tx, input, subject, today, now }) => {
    if (subject.state === 'draft') throw conflict('application.notYetSubmitted');
    if (ended.includes(subject.state)) throw conflict('application.alreadyEnded');
    await tx
      .insertInto('application_message')
      .values({
        application_id: subject.id,
        sender: 'applicant',
        text: input.text,
        by_name: subject.name ?? subject.address,
        created_at: now,
      })
      .execute();
    await tx.updateTable('application').set({ hold_suggested_on: null, heard_on: today }).where('id', '=', subject.id).execute();
    return {};
  },
});
