import { commandsOver } from '../../../../platform/command.ts';
import { conflict, invalidField } from '../../../../platform/errors.ts';
import { ended } from '../application/application.ts';
import { handled } from '../application/subjects.ts';
import type { Tables } from '../tables.ts';
import { check, newNote } from './diligence.ts';

const command = commandsOver<Tables>();

/** What came of one thing that staff looked at; a second look replaces the first, which stays in the history. */
export const checkApplication = command({
  name: 'application.check',
  input: check,
  subject: handled,
  perform: async ({ tx, input, subject, actor, today }) => {
    if (!subject.content.checklist.some(({ key }) => key === input.key)) throw invalidField('key', 'application.checkUnknown');
    if (ended.includes(subject.state)) throw conflict('application.alreadyEnded');
    const values = { outcome: input.outcome, note: input.note ?? null, checked_on: today, by_name: actor.name };
    await tx
      .insertInto('application_check')
      .values({ application_id: subject.id, key: input.key, ...values })
      .onConflict((clash) => clash.columns(['application_id', 'key']).doUpdateSet(values))
      .execute();
    return { ref: subject.ref };
  },
});

/** A note for those who handle applications, and for nobody else. */
export const addNote = command({
  name: 'application.note',
  input: newNote,
  subject: handled,
  perform: async ({ tx, input, subject, actor, now }) => {
    await tx
      .insertInto('application_note')
      .values({ application_id: subject.id, text: input.text, person_id: actor.personId, by_name: actor.name, created_at: now })
      .execute();
    return { ref: subject.ref };
  },
});
