import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { recordColumns, underAudit } from './0001-platform.ts';

/** How somebody becomes a member: forms in editions, applications with all that hangs on them, and the links by which applicants come back. */
export const applications: Migration = {
  name: '0070-applications',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const ofApplication = 'application_id bigint not null references application';

const statements = [
  `create table application_form (
    ${recordColumns},
    kind text not null check (kind in ('organisation', 'individual')),
    edition integer not null,
    content jsonb not null,
    unique (kind, edition)
  )`,
  underAudit('application_form'),
  `create table application (
    ${recordColumns},
    number integer unique,
    ref text unique,
    form_id bigint not null references application_form,
    kind text not null,
    language text not null,
    state text not null check (state in
      ('draft', 'received', 'incomplete', 'diligence', 'advice', 'vote', 'accredited', 'rejected', 'onHold', 'withdrawn')),
    state_on date not null,
    held_from text,
    address text not null,
    address_key text not null,
    answers jsonb not null default '{}',
    name text,
    name_key text,
    native_key text,
    country_id bigint references country,
    body_id bigint references body,
    received_on date,
    findings text,
    unheard_reason text,
    hold_suggested_on date,
    decided_on date,
    decided_by text,
    reason_class text,
    decision_text text,
    organisation_id bigint references organisation,
    person_id bigint references person
  )`,
  'create index application_form_id on application (form_id)',
  'create index application_country on application (country_id)',
  'create index application_body on application (body_id)',
  'create index application_organisation on application (organisation_id)',
  'create index application_person on application (person_id)',
  'create index application_address on application (address_key)',
  'create index application_name on application (name_key)',
  'create index application_state on application (state, state_on)',
  underAudit(
    'application',
    ['address', 'address_key', 'answers', 'name', 'findings', 'decision_text', 'reason_class', 'unheard_reason'],
    ['name_key', 'native_key'],
  ),
  `create table application_step (
    ${recordColumns},
    ${ofApplication},
    state text not null,
    began_on date not null,
    by_name text not null
  )`,
  'create index application_step_of on application_step (application_id)',
  underAudit('application_step'),
  `create table application_check (
    ${recordColumns},
    ${ofApplication},
    key text not null,
    outcome text not null check (outcome in ('fine', 'doubt', 'notApplicable')),
    note text,
    checked_on date not null,
    by_name text not null,
    unique (application_id, key)
  )`,
  underAudit('application_check', ['note']),
  `create table application_note (
    ${recordColumns},
    ${ofApplication},
    text text not null,
    person_id bigint references person,
    by_name text not null
  )`,
  'create index application_note_of on application_note (application_id)',
  'create index application_note_person on application_note (person_id)',
  underAudit('application_note', ['text']),
  `create table application_message (
    ${recordColumns},
    ${ofApplication},
    sender text not null check (sender in ('staff', 'applicant')),
    text text not null,
    person_id bigint references person,
    by_name text not null
  )`,
  'create index application_message_of on application_message (application_id)',
  'create index application_message_person on application_message (person_id)',
  underAudit('application_message', ['text']),
  `create table application_file (
    ${recordColumns},
    ${ofApplication},
    file_id bigint not null references file
  )`,
  'create index application_file_of on application_file (application_id)',
  'create index application_file_file on application_file (file_id)',
  underAudit('application_file'),
  `create table application_advice (
    ${recordColumns},
    ${ofApplication},
    body_id bigint not null references body,
    advice text not null check (advice in ('accept', 'reject', 'moreInformation')),
    reason text not null,
    given_on date not null,
    person_id bigint references person,
    by_name text not null
  )`,
  'create index application_advice_of on application_advice (application_id)',
  'create index application_advice_body on application_advice (body_id)',
  'create index application_advice_person on application_advice (person_id)',
  underAudit('application_advice', ['reason']),
  `create table application_vote (
    ${recordColumns},
    application_id bigint not null unique references application,
    held_on date not null,
    yes integer not null check (yes >= 0),
    no integer not null check (no >= 0),
    abstain integer not null check (abstain >= 0),
    not_voting text,
    link text,
    by_name text not null
  )`,
  underAudit('application_vote'),
  // No record: a row for every wish to begin or to come back, kept for a short while to count them, with the hash of the link that was mailed.
  `create table application_link (
    id bigint generated always as identity primary key,
    application_id bigint references application,
    address_hash text not null,
    client_hash text not null,
    token_hash text not null unique,
    created_at timestamptz not null,
    expires_at timestamptz not null
  )`,
  'create index application_link_of on application_link (application_id)',
  'create index application_link_address on application_link (address_hash, created_at)',
  'create index application_link_client on application_link (client_hash, created_at)',
];
