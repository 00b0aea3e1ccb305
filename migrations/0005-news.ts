import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

export const news: Migration = {
  name: '0005-news',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  // Numbers of entries may be committed out of order; the transaction says from when on everything before it is there to be read.
  'alter table audit add column txid xid8 not null default pg_current_xact_id()',
  'create index audit_txid on audit (txid, id)',
  'create index audit_news on audit (command, txid, id)',
  "alter table listener add column txid xid8 not null default '0'",
  `create table job_request (
    id bigint generated always as identity primary key,
    name text not null,
    data jsonb not null default '{}',
    start_at timestamptz,
    created_at timestamptz not null default now()
  )`,
];
