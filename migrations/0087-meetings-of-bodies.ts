import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/** When a body meets next and where, and the documents that it goes by. */
export const meetingsOfBodies: Migration = {
  name: '0087-meetings-of-bodies',
  async up(db) {
    await sql`alter table body
      add column next_meeting_at timestamptz,
      add column meeting_url text,
      add column documents jsonb not null default '[]'`.execute(db);
  },
};
