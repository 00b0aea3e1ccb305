import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { recordColumns, underAudit } from './0001-platform.ts';

/** Messages to those whom a saved view shows, and who wants which of them. */
export const mailings: Migration = {
  name: '0084-mailings',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  // The own views of somebody who is forgotten go with them.
  `create table mailing (
    ${recordColumns},
    saved_view_id bigint references saved_view on delete set null,
    body_id bigint references body,
    kind text not null check (kind in ('news', 'invitation', 'request')),
    subject jsonb not null,
    text jsonb not null,
    reply_to text,
    state text not null default 'draft' check (state in ('draft', 'sending', 'sent', 'stopped')),
    written_by text not null,
    tested_at timestamptz,
    sent_by text,
    sending_at timestamptz,
    ended_at timestamptz
  )`,
  'create index mailing_view on mailing (saved_view_id)',
  'create index mailing_body on mailing (body_id)',
  underAudit('mailing', ['reply_to']),
  // One row for each who was meant: twice the same is refused by the table itself.
  `create table mailing_recipient (
    id bigint generated always as identity primary key,
    mailing_id bigint not null references mailing,
    person_id bigint references person,
    organisation_id bigint references organisation,
    outcome text not null check (outcome in ('waiting', 'posted', 'sent', 'failed', 'optedOut', 'noAddress', 'stopped')),
    language text,
    mail_id bigint,
    posted_at timestamptz,
    check (num_nonnulls(person_id, organisation_id) = 1),
    unique nulls not distinct (mailing_id, person_id, organisation_id)
  )`,
  'create index mailing_recipient_outcome on mailing_recipient (mailing_id, outcome, id)',
  'create index mailing_recipient_person on mailing_recipient (person_id)',
  'create index mailing_recipient_organisation on mailing_recipient (organisation_id)',
  'create index mailing_recipient_posted on mailing_recipient (posted_at) where posted_at is not null',
  `create table mailing_choice (
    ${recordColumns},
    person_id bigint references person,
    organisation_id bigint references organisation,
    kind text not null,
    wanted boolean not null,
    decided_at timestamptz not null,
    check (num_nonnulls(person_id, organisation_id) = 1),
    unique nulls not distinct (person_id, organisation_id, kind)
  )`,
  'create index mailing_choice_organisation on mailing_choice (organisation_id)',
  underAudit('mailing_choice'),
  `create table mailing_link (
    id bigint generated always as identity primary key,
    created_at timestamptz not null default now(),
    person_id bigint references person,
    organisation_id bigint references organisation,
    kind text not null,
    token_hash text not null unique,
    check (num_nonnulls(person_id, organisation_id) = 1)
  )`,
  'create index mailing_link_person on mailing_link (person_id)',
  'create index mailing_link_organisation on mailing_link (organisation_id)',
];
