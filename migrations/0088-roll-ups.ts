import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/** Whether an item shows, beside the percent that was typed, what the percents inside it come to. */
export const rollUps: Migration = {
  name: '0088-roll-ups',
  async up(db) {
    await sql`alter table plan_item add column rolls_up boolean not null default true`.execute(db);
  },
};
