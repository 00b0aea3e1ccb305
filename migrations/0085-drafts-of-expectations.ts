import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/** A set of expectations without a first day is a draft, one for each region; of the questions several versions may begin on one day. */
export const draftsOfExpectations: Migration = {
  name: '0085-drafts-of-expectations',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  'alter table expectation_set alter column starts_on drop not null',
  'alter table campaign_form drop constraint campaign_form_starts_on_key',
  'create index campaign_form_starts on campaign_form (starts_on)',
];
