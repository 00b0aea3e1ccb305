import { z } from 'zod';
import { commandsOver, existing } from '../../platform/command.ts';
import { id, line } from '../../platform/fields.ts';
import { nameKey } from '../community/index.ts';
import { nobody } from './policy.ts';
import type { Tables } from './tables.ts';

const command = commandsOver<Tables>();

/**
 * Empties the record of a person and gives it another name. Country and region stay, because figures are counted by them; so does the
 * number, so that what the person did and decided still hangs together. Only the program itself does this, see `accounts/leaving`.
 */
export const forgetPerson = command({
  name: 'person.forget',
  input: z.object({ person: id(), pseudonym: line({ max: 120 }) }),
  subject: existing<Tables, 'person'>('person')<{ person: number; pseudonym: string }>({
    by: (row, input) => row.and([row('person.id', '=', input.person)]),
    mayRead: nobody,
    may: nobody,
    archivedToo: true,
  }),
  perform: async ({ tx, input, subject, now }) => {
    await tx
      .updateTable('person')
      .set({
        display_name: input.pseudonym,
        name_key: nameKey(input.pseudonym),
        given_name: null,
        family_name: null,
        native_name: null,
        language: null,
        languages: '[]',
        region_reason: subject.region_id === null ? null : '–',
        pronouns: null,
        phone: null,
        website: null,
        bio: null,
        consent: '{}',
        archived_at: now,
        archived_reason: null,
      })
      .where('id', '=', subject.id)
      .execute();
    for (const table of ['email', 'skill', 'portrait', 'note'] as const)
      await tx.deleteFrom(table).where('person_id', '=', subject.id).execute();
    return { id: subject.id };
  },
});
