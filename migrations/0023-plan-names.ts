import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/** An import knows an item without a number by its title: one look instead of one through all titles. */
export const planNames: Migration = {
  name: '0023-plan-names',
  async up(db) {
    await sql.raw("create index plan_item_named on plan_item (kind, lower(title -> 'texts' ->> (title ->> 'original')))").execute(db);
  },
};
