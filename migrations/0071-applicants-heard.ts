import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/** When an applicant last did something, so that silence can be told from work that is not finished. */
export const applicantsHeard: Migration = {
  name: '0071-applicants-heard',
  async up(db) {
    await sql`alter table application add column heard_on date`.execute(db);
  },
};
