import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { recordColumns, underAudit } from './0001-platform.ts';

/** What those who keep a record note of a call, a letter or a meeting with a person or an organisation. */
export const notes: Migration = {
  name: '0095-notes',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table note (
    ${recordColumns},
    person_id bigint references person,
    organisation_id bigint references organisation,
    kind text not null check (kind in ('call', 'email', 'meeting', 'other')),
    happened_on date not null,
    text text not null,
    author_id bigint references person,
    check (num_nonnulls(person_id, organisation_id) = 1)
  )`,
  'create index note_person on note (person_id, happened_on)',
  'create index note_organisation on note (organisation_id, happened_on)',
  'create index note_author on note (author_id)',
  underAudit('note', ['text']),
];
