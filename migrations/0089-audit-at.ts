import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/** What happened after a day is found by its time: a past day of a plan is today's plan with that taken back. */
export const auditAt: Migration = {
  name: '0089-audit-at',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  'create index audit_at on audit (at)',
  "create index audit_change_plan on audit_change (audit_id) where table_name in ('plan_item', 'plan_part', 'plan_closure')",
];
