import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/** How long an application that nobody hands in is kept, the day of which its writer was told, and what was removed with it. */
export const draftsRemoved: Migration = {
  name: '0091-drafts-removed',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  'alter table application add column removal_on date',
  "alter table application add column removed_files text[] not null default '{}'",
  // A setting that nobody chose is no event of the history.
  "select set_config('plenary.restoring', 'on', true)",
  "update application_form set content = jsonb_set(content, '{rules,draftMonths}', '12')",
  "select set_config('plenary.restoring', '', true)",
];
