import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/** What was decided last, for the home page. */
export const lately: Migration = {
  name: '0032-lately',
  async up(db) {
    await sql
      .raw(
        "create index position_decided on position (decided_on desc) include (body_id, recommendation_id) where state = 'final' and archived_at is null",
      )
      .execute(db);
  },
};
