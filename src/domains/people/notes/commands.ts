import { commandsOver, existing } from '../../../platform/command.ts';
import type { Day } from '../../../platform/db/tables.ts';
import { invalidField } from '../../../platform/errors.ts';
import { mayReadOrganisation } from '../../community/index.ts';
import { mayRead } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { noteChange, oneNote, organisationNote, personNote } from './note.ts';
import { mayKeepNote, mayNoteOrganisation, mayNotePerson } from './policy.ts';

const command = commandsOver<Tables>();

export const notePerson = command({
  name: 'person.note',
  input: personNote,
  subject: existing<Tables, 'person'>('person')<{ person: number }>({
    by: (row, input) => row.and([row('person.id', '=', input.person)]),
    mayRead,
    may: mayNotePerson,
  }),
  perform: async ({ tx, input, subject, actor, today }) => {
    const happened_on = happened(input.happenedOn, today);
    return tx
      .insertInto('note')
      .values({ person_id: subject.id, kind: input.kind, happened_on, text: input.text, author_id: actor.personId })
      .returning('id')
      .executeTakeFirstOrThrow();
  },
});

export const noteOrganisation = command({
  name: 'organisation.note',
  input: organisationNote,
  subject: existing<Tables, 'organisation'>('organisation')<{ organisation: string }>({
    by: (row, input) => row.and([row('organisation.ref', '=', input.organisation)]),
    mayRead: mayReadOrganisation,
    may: mayNoteOrganisation,
  }),
  perform: async ({ tx, input, subject, actor, today }) => {
    const happened_on = happened(input.happenedOn, today);
    return tx
      .insertInto('note')
      .values({ organisation_id: subject.id, kind: input.kind, happened_on, text: input.text, author_id: actor.personId })
      .returning('id')
      .executeTakeFirstOrThrow();
  },
});

const kept = existing<Tables, 'note'>('note')<{ note: number }>({
  by: (row, input) => row.and([row('note.id', '=', input.note)]),
  mayRead: mayKeepNote,
  may: mayKeepNote,
});

export const changeNote = command({
  name: 'note.change',
  input: noteChange,
  subject: kept,
  perform: async ({ tx, input, subject, today }) => {
    const happened_on = happened(input.happenedOn ?? subject.happened_on, today);
    await tx.updateTable('note').set({ kind: input.kind, happened_on, text: input.text }).where('id', '=', subject.id).execute();
    return { id: subject.id };
  },
});

/** Really gone: what should not have been written about somebody is not kept in an archive. */
export const removeNote = command({
  name: 'note.remove',
  input: oneNote,
  subject: kept,
  perform: async ({ tx, subject }) => {
    await tx.deleteFrom('note').where('id', '=', subject.id).execute();
    return { id: subject.id };
  },
});

/** What has happened lies not in the future. */
const happened = (on: Day | null | undefined, today: Day): Day => {
  if (on && on > today) throw invalidField('happenedOn', 'note.future');
  return on ?? today;
};
