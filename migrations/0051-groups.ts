import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { recordColumns, underAudit } from './0001-platform.ts';

/** How one joins a body, who asked to, and terms of seats with their alternates. */
export const groups: Migration = {
  name: '0051-groups',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `alter table body
    add column joining text not null default 'closed' check (joining in ('open', 'asks', 'closed')),
    add column how_to_join jsonb,
    add column charter_url text`,
  'alter table seat add column term_months integer, add column term_limit integer',
  'alter table tenure add column alternate boolean not null default false',
  `create table join_request (
    ${recordColumns},
    body_id bigint not null references body,
    person_id bigint not null references person,
    message text,
    state text not null default 'waiting' check (state in ('waiting', 'accepted', 'declined')),
    decided_at timestamptz,
    answer text
  )`,
  'create index join_request_body on join_request (body_id, state)',
  'create index join_request_person on join_request (person_id)',
  underAudit('join_request', ['message']),
];
