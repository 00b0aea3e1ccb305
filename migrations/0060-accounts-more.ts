import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { recordColumns, underAudit } from './0001-platform.ts';

/** Further ways to sign in (passkeys, the community's OpenID provider), and changes of address that two mailboxes confirm. */
export const accountsMore: Migration = {
  name: '0060-accounts-more',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table passkey (
    ${recordColumns},
    account_id bigint not null references account,
    name text not null,
    credential_id text not null unique,
    public_key text not null,
    counter bigint not null,
    transports text[] not null default '{}',
    backed_up boolean not null default false,
    used_at timestamptz
  )`,
  'create index passkey_account on passkey (account_id)',
  underAudit('passkey', ['credential_id', 'public_key'], ['counter', 'backed_up', 'used_at']),
  `create table passkey_ceremony (
    id bigint generated always as identity primary key,
    token_hash text not null unique,
    account_id bigint references account,
    client_hash text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
  )`,
  'create index passkey_ceremony_account on passkey_ceremony (account_id)',
  'create index passkey_ceremony_client on passkey_ceremony (client_hash, created_at)',
  `create table identity (
    ${recordColumns},
    account_id bigint not null references account,
    issuer text not null,
    subject text not null,
    used_at timestamptz,
    unique (issuer, subject)
  )`,
  'create index identity_account on identity (account_id)',
  underAudit('identity', ['subject'], ['used_at']),
  `create table address_change (
    id bigint generated always as identity primary key,
    person_id bigint not null references person,
    email_id bigint not null references email,
    replaces boolean not null,
    typed text not null,
    address_key text not null,
    old_token_hash text not null unique,
    new_token_hash text not null unique,
    old_confirmed_at timestamptz,
    new_confirmed_at timestamptz,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    done_at timestamptz
  )`,
  'create index address_change_person on address_change (person_id, created_at)',
  'create index address_change_email on address_change (email_id)',
];
