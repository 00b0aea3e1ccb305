import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/** Saved views counted every day. */
export const viewFigures: Migration = {
  name: '0077-view-figures',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  'alter table saved_view add column figure_since date',
  `create table view_count (
    id bigint generated always as identity primary key,
    view_id bigint not null references saved_view on delete cascade,
    counted_on date not null,
    count integer not null,
    unique (view_id, counted_on)
  )`,
];
