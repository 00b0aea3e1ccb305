import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';

/** Counts codes also for addresses without an account, over all processes, and keeps the links that operators make. */
export const accountsSignIn: Migration = {
  name: '0010-accounts-sign-in',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  'delete from sign_in_code',
  'alter table sign_in_code add column address_hash text not null, add column client_hash text not null',
  'create index sign_in_code_address on sign_in_code (address_hash, created_at)',
  'create index sign_in_code_client on sign_in_code (client_hash, created_at)',
  `create table sign_in_link (
    token_hash text primary key,
    account_id bigint not null references account,
    expires_at timestamptz not null,
    used_at timestamptz
  )`,
  'create index sign_in_link_account on sign_in_link (account_id)',
];
