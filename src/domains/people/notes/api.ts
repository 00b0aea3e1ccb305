import { z } from 'zod';
import { notFound } from '../../../platform/errors.ts';
import { id, reference } from '../../../platform/fields.ts';
import { type ApiRow, changes, reads } from '../../../platform/http/api.ts';
import { organisationByRef } from '../../community/index.ts';
import { recordQuestion } from '../queries.ts';
import { changeNote, noteOrganisation, notePerson, removeNote } from './commands.ts';
import { noteKinds } from './note.ts';
import { notesQuestion, type ReadNote } from './queries.ts';

const note = z.object({
  id: z.number(),
  version: z.number(),
  kind: z.enum(noteKinds),
  happenedOn: z.string(),
  text: z.string(),
  author: z.string().nullable(),
});
const numbered = z.object({ id: z.number() });
const promised = ({ happened_on, ...one }: ReadNote): z.input<typeof note> => ({ ...one, happenedOn: happened_on });
const answered = (rows: readonly ReadNote[]) => ({ items: rows.map(promised) });

export const noteApi: readonly ApiRow[] = [
  reads({
    path: '/people/:id/notes',
    summary: 'What those who keep the records noted of calls, letters and meetings with a person, the latest first, 500 at most.',
    input: z.object({ id: id() }),
    output: z.object({ items: z.array(note) }),
    ask: async (db, actor, input, v) => {
      if (!(await recordQuestion(db, actor, input.id, v.today).executeTakeFirst())) throw notFound('person.notFound');
      return answered(await notesQuestion(db, actor, { person: input.id }).execute());
    },
  }),
  reads({
    path: '/organisations/:ref/notes',
    summary: 'The same of an organisation, for those who keep it.',
    input: z.object({ ref: reference() }),
    output: z.object({ items: z.array(note) }),
    ask: async (db, actor, input, v) => {
      const one = await organisationByRef(db, actor, input.ref, v.today);
      if (!one) throw notFound('organisation.unknown', { ref: input.ref });
      return answered(await notesQuestion(db, actor, { organisation: one.id }).execute());
    },
  }),
  changes({
    method: 'post',
    path: '/people/:person/notes',
    summary: 'Notes what came about with a person.',
    command: notePerson,
    output: numbered,
    answer: ({ id: made }) => ({ id: made }),
  }),
  changes({
    method: 'post',
    path: '/organisations/:organisation/notes',
    summary: 'Notes what came about with an organisation.',
    command: noteOrganisation,
    output: numbered,
    answer: ({ id: made }) => ({ id: made }),
  }),
  changes({
    method: 'patch',
    path: '/notes/:note',
    summary: 'Changes a note.',
    command: changeNote,
    output: numbered,
    answer: ({ id: changed }) => ({ id: changed }),
  }),
  changes({
    method: 'delete',
    path: '/notes/:note',
    summary: 'Removes a note for good.',
    command: removeNote,
    output: numbered,
    answer: ({ id: removed }) => ({ id: removed }),
  }),
];
