import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/** What became of the files that name somebody who was forgotten, kept with the erasure. */
export const forgottenFiles: Migration = {
  name: '0080-forgotten-files',
  async up(db) {
    await sql`alter table erasure add column files jsonb not null default '{"removed": [], "mentioning": []}'`.execute(db);
  },
};
