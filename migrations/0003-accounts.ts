import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { recordColumns, underAudit } from './0001-platform.ts';

export const accounts: Migration = {
  name: '0003-accounts',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table role (
    ${recordColumns},
    key text not null unique,
    title jsonb not null,
    rights text[] not null
  )`,
  underAudit('role'),
  `create table role_grant (
    ${recordColumns},
    person_id bigint not null references person,
    role_id bigint not null references role,
    body_id bigint references body,
    starts_on date not null,
    ends_on date,
    check (ends_on is null or ends_on >= starts_on)
  )`,
  'create index role_grant_person on role_grant (person_id)',
  'create index role_grant_role on role_grant (role_id)',
  'create index role_grant_body on role_grant (body_id)',
  underAudit('role_grant'),
  `create table account (
    ${recordColumns},
    person_id bigint not null unique references person,
    suspended_at timestamptz
  )`,
  underAudit('account'),
  `create table sign_in_code (
    id bigint generated always as identity primary key,
    account_id bigint references account,
    challenge_hash text not null unique,
    code_hash text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    tries integer not null default 0,
    used_at timestamptz
  )`,
  'create index sign_in_code_account on sign_in_code (account_id)',
  `create table first_link (
    token_hash text primary key,
    expires_at timestamptz not null,
    used_at timestamptz
  )`,
  `create table session (
    id bigint generated always as identity primary key,
    token_hash text not null unique,
    account_id bigint not null references account,
    created_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    expires_at timestamptz not null,
    agent text
  )`,
  'create index session_account on session (account_id)',
  `create table api_token (
    ${recordColumns},
    person_id bigint not null references person,
    name text not null,
    token_hash text not null unique,
    scopes text[] not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
  )`,
  'create index api_token_person on api_token (person_id)',
  underAudit('api_token', ['token_hash']),
];
