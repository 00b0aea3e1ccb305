import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/**
 * What puts the register, the promises and the plan in order lies close together: their rows hold whole texts, and to find the first fifty
 * of them all were read. Themes are found by themselves.
 */
export const listsInOrder: Migration = {
  name: '0096-lists-in-order',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  'create index recommendation_in_order on recommendation (review_id, position) include (id, ref) where archived_at is null',
  'create index recommendation_themes on recommendation using gin (themes) where archived_at is null',
  // The bodies and workstreams are there because PostgreSQL does not forget that a list could have shown them.
  'create index plan_item_in_order on plan_item (id) include (review_id, workstream_id, body_id, parent_id, position, ref, state, archived_at)',
];
