import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { recordColumns, underAudit } from './0001-platform.ts';

export const register: Migration = {
  name: '0050-register',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

/** What a person says about themselves: the history keeps these values apart. */
const personal = [
  'given_name',
  'family_name',
  'native_name',
  'language',
  'languages',
  'country_id',
  'region_id',
  'region_reason',
  'pronouns',
  'phone',
  'website',
  'bio',
];

const statements = [
  `create table organisation (
    ${recordColumns},
    number integer not null unique,
    ref text not null unique,
    name text not null,
    name_key text not null,
    native_name text,
    acronym text,
    country_id bigint references country,
    region_id bigint references region,
    region_reason text,
    body_id bigint references body,
    city text,
    type text,
    website text,
    email text,
    founded_on date,
    founded_span jsonb,
    members_from integer,
    members_to integer,
    languages text[] not null default '{}',
    mission jsonb,
    state text not null check (state in ('underReview', 'accredited', 'noticeGiven', 'withdrawn', 'resigned', 'dissolved')),
    state_on date,
    accredited_on date,
    accredited_span jsonb,
    withdrawn_on date,
    withdrawn_span jsonb,
    reason_class text,
    vote_url text,
    check (members_to is null or members_from <= members_to)
  )`,
  'create index organisation_country on organisation (country_id)',
  'create index organisation_region on organisation (region_id)',
  'create index organisation_body on organisation (body_id)',
  'create index organisation_name_key on organisation (name_key)',
  underAudit('organisation', [], ['name_key', 'number']),
  `create table membership (
    ${recordColumns},
    person_id bigint not null references person,
    organisation_id bigint references organisation,
    body_id bigint references body,
    role text not null,
    starts_on date,
    starts_span jsonb,
    ends_on date,
    ends_span jsonb,
    ended_reason text,
    note text,
    check (num_nonnulls(organisation_id, body_id) = 1),
    check (ends_on is null or starts_on is null or ends_on >= starts_on)
  )`,
  'create index membership_person on membership (person_id)',
  'create index membership_organisation on membership (organisation_id)',
  'create index membership_body on membership (body_id)',
  underAudit('membership'),
  'alter table tenure add column starts_span jsonb, add column ends_span jsonb',
  `alter table person
    add column name_key text,
    add column languages jsonb not null default '[]',
    add column region_id bigint references region,
    add column region_reason text,
    add column pronouns text,
    add column phone text,
    add column website text,
    add column bio jsonb,
    add column consent jsonb not null default '{}'`,
  'create index person_region on person (region_id)',
  // The register is sorted by the family name, and read page by page.
  `create index person_sorted on person ((coalesce(family_name, display_name) collate "und-x-icu"), id) where archived_at is null`,
  'create index person_name_key on person (name_key)',
  'drop trigger person_version on person',
  'drop trigger person_audit on person',
  underAudit('person', personal, ['name_key']),
];
