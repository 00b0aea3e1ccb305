import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { recordColumns, underAudit } from './0001-platform.ts';

/** What people offer of themselves for a time (skills, interests, a photograph), and the log of those who asked to be forgotten. */
export const ownData: Migration = {
  name: '0061-own-data',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table skill (
    ${recordColumns},
    person_id bigint not null references person,
    kind text not null check (kind in ('skill', 'interest')),
    label text not null,
    purpose text not null,
    expires_on date not null,
    reminded_on date
  )`,
  'create index skill_person on skill (person_id)',
  'create index skill_expiry on skill (expires_on) where archived_at is null',
  underAudit('skill', ['label', 'purpose'], ['reminded_on']),
  `create table portrait (
    ${recordColumns},
    person_id bigint not null unique references person,
    sha256 text not null,
    media_type text not null,
    content bytea not null
  )`,
  underAudit('portrait', ['sha256'], ['content']),
  `create table erasure (
    ${recordColumns},
    person_id bigint not null references person,
    pseudonym text not null unique,
    by_self boolean not null,
    seats integer not null,
    asked_at timestamptz not null,
    due_on date not null,
    withdrawn_at timestamptz,
    done_at timestamptz,
    counts jsonb not null default '{}'
  )`,
  'create unique index erasure_open on erasure (person_id) where withdrawn_at is null',
  underAudit('erasure', [], ['counts']),
];
