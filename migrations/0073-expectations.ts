import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { recordColumns, underAudit } from './0001-platform.ts';

/** What a member undertakes, and the periodic report in which it says how it stands. */
export const expectations: Migration = {
  name: '0073-expectations',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table expectation_set (
    ${recordColumns},
    body_id bigint references body,
    starts_on date not null,
    items jsonb not null,
    unique nulls not distinct (body_id, starts_on)
  )`,
  underAudit('expectation_set'),
  `create table campaign_form (
    ${recordColumns},
    starts_on date not null unique,
    questions jsonb not null
  )`,
  underAudit('campaign_form'),
  `create table campaign (
    ${recordColumns},
    title jsonb not null,
    body_id bigint references body,
    form_id bigint not null references campaign_form,
    opens_on date not null,
    due_on date not null,
    check (opens_on < due_on)
  )`,
  'create index campaign_body on campaign (body_id)',
  'create index campaign_form_of on campaign (form_id)',
  underAudit('campaign'),
  `create table member_report (
    ${recordColumns},
    campaign_id bigint not null references campaign,
    organisation_id bigint not null references organisation,
    reminders integer not null default 0,
    told integer not null default 0,
    answered_on date,
    answered_by text,
    unchanged boolean not null default false,
    answers jsonb not null default '{}',
    expectations jsonb not null default '{}',
    changes jsonb not null default '{}',
    changes_state text check (changes_state in ('proposed', 'applied', 'declined')),
    settled_by text,
    unique (campaign_id, organisation_id)
  )`,
  'create index member_report_organisation on member_report (organisation_id, answered_on)',
  underAudit('member_report', ['changes']),
  `create table member_report_link (
    id bigint generated always as identity primary key,
    report_id bigint not null references member_report,
    name text not null,
    token_hash text not null unique,
    expires_on date not null
  )`,
  'create index member_report_link_report on member_report_link (report_id)',
];
