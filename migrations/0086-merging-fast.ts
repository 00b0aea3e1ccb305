import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/** Duplicates among a hundred thousand are found by what few records have in common. */
export const mergingFast: Migration = {
  name: '0086-merging-fast',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  'create index person_live_names on person (name_key, id, country_id) where archived_at is null',
  // Names that have no common spelling in Latin letters, and the names in own script that they may be.
  `create index person_other_script on person (id) where archived_at is null and name_key ~ '[^ -~]'`,
  'create index person_native_folded on person (folded(native_name)) where archived_at is null and native_name is not null',
];
