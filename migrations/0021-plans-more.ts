import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/** What a source says of the plan of a review as a whole stands beside what it says of single items. */
export const plansMore: Migration = {
  name: '0021-plans-more',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  'alter table plan_statement alter column item_id drop not null',
  'alter table plan_statement add column review_id bigint references review',
  'alter table plan_statement add constraint plan_statement_about check ((item_id is null) <> (review_id is null))',
  'create unique index plan_statement_review on plan_statement (review_id, field, part, value, source) where review_id is not null',
];
