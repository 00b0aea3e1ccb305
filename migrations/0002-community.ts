import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { recordColumns, underAudit } from './0001-platform.ts';

export const community: Migration = {
  name: '0002-community',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table country (
    ${recordColumns},
    code text not null unique,
    name text not null
  )`,
  underAudit('country'),
  `create table region_system (
    ${recordColumns},
    key text not null unique,
    title jsonb not null,
    source text
  )`,
  underAudit('region_system'),
  `create table region (
    ${recordColumns},
    system_id bigint not null references region_system,
    key text not null,
    title jsonb not null,
    unique (system_id, key)
  )`,
  underAudit('region'),
  `create table region_version (
    ${recordColumns},
    system_id bigint not null references region_system,
    valid_from date not null,
    note text,
    unique (system_id, valid_from)
  )`,
  underAudit('region_version'),
  `create table region_country (
    ${recordColumns},
    version_id bigint not null references region_version,
    country_id bigint not null references country,
    region_id bigint not null references region,
    confidence text,
    unique (version_id, country_id)
  )`,
  'create index region_country_country on region_country (country_id)',
  'create index region_country_region on region_country (region_id)',
  underAudit('region_country'),
  `create table body (
    ${recordColumns},
    ref text not null unique,
    name jsonb not null,
    acronym text,
    kind text not null,
    parent_id bigint references body,
    region_id bigint references region,
    state text not null check (state in ('proposed', 'active', 'dormant', 'concluded')),
    state_on date,
    purpose jsonb,
    languages text[] not null default '{}',
    position integer not null default 0,
    check (parent_id <> id)
  )`,
  'create index body_parent on body (parent_id)',
  'create index body_region on body (region_id)',
  underAudit('body'),
  `create table person (
    ${recordColumns},
    display_name text not null,
    given_name text,
    family_name text,
    native_name text,
    language text,
    country_id bigint references country
  )`,
  'create index person_country on person (country_id)',
  underAudit('person'),
  `create table email (
    ${recordColumns},
    person_id bigint not null references person,
    typed text not null,
    address_key text not null,
    confirmed_at timestamptz
  )`,
  'create index email_person on email (person_id)',
  'create unique index email_key on email (address_key) where archived_at is null',
  underAudit('email', ['typed', 'address_key']),
  `create table seat (
    ${recordColumns},
    body_id bigint not null references body,
    title jsonb not null,
    appointing_body_id bigint references body,
    position integer not null default 0
  )`,
  'create index seat_body on seat (body_id)',
  'create index seat_appointing on seat (appointing_body_id)',
  underAudit('seat'),
  `create table tenure (
    ${recordColumns},
    seat_id bigint not null references seat,
    person_id bigint not null references person,
    starts_on date,
    ends_on date,
    date_precision text not null default 'day' check (date_precision in ('day', 'month', 'year', 'unknown')),
    note text,
    check (ends_on is null or starts_on is null or ends_on >= starts_on)
  )`,
  'create index tenure_seat on tenure (seat_id)',
  'create index tenure_person on tenure (person_id)',
  underAudit('tenure'),
];
