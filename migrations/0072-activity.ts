import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { recordColumns, underAudit } from './0001-platform.ts';

/** How active a member is under the rule of its region, the ladder that an inactive one goes, and how members leave. */
export const activity: Migration = {
  name: '0072-activity',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table activity_rule (
    ${recordColumns},
    body_id bigint not null references body,
    starts_on date not null,
    meetings integer,
    meeting_months integer,
    contributions integer,
    contribution_months integer,
    votes integer,
    elections integer,
    standby_months integer not null,
    note text,
    adopted_by text not null,
    unique (body_id, starts_on),
    check ((meetings is null) = (meeting_months is null)),
    check ((contributions is null) = (contribution_months is null)),
    check ((votes is null) = (elections is null)),
    check (num_nonnulls(meetings, contributions, votes) > 0)
  )`,
  underAudit('activity_rule'),
  `create table activity_fact (
    ${recordColumns},
    organisation_id bigint not null references organisation,
    kind text not null check (kind in ('meeting', 'contribution', 'vote')),
    happened_on date not null,
    source text not null default '',
    note text,
    unique (organisation_id, kind, happened_on, source)
  )`,
  'create index activity_fact_days on activity_fact (kind, happened_on)',
  underAudit('activity_fact'),
  `create table activity_status (
    ${recordColumns},
    organisation_id bigint not null references organisation,
    status text not null check (status in ('active', 'lessActive', 'standby')),
    before text,
    since_on date not null,
    because jsonb not null,
    rule_id bigint references activity_rule,
    confirmed_by text not null,
    note text
  )`,
  'create index activity_status_organisation on activity_status (organisation_id, id)',
  'create index activity_status_rule on activity_status (rule_id)',
  underAudit('activity_status'),
  `create table ladder_scheme (
    ${recordColumns},
    body_id bigint references body,
    starts_on date not null,
    steps jsonb not null,
    share_for integer not null,
    share_of integer not null,
    check (share_for between 1 and share_of),
    unique nulls not distinct (body_id, starts_on)
  )`,
  underAudit('ladder_scheme'),
  `create table ladder_case (
    ${recordColumns},
    organisation_id bigint not null references organisation,
    scheme_id bigint not null references ladder_scheme,
    state text not null default 'open' check (state in ('open', 'withdrawn', 'kept', 'ended')),
    began_on date not null,
    next_step text,
    next_on date,
    ended_on date,
    ended_reason text
  )`,
  `create unique index ladder_case_open on ladder_case (organisation_id) where state = 'open'`,
  'create index ladder_case_organisation on ladder_case (organisation_id)',
  'create index ladder_case_scheme on ladder_case (scheme_id)',
  underAudit('ladder_case'),
  `create table ladder_step (
    ${recordColumns},
    case_id bigint not null references ladder_case,
    step text not null,
    taken_on date not null,
    taken_by text not null,
    note text,
    told integer not null default 0,
    in_favour integer,
    against integer,
    abstained integer,
    ballot text check (ballot in ('open', 'secret'))
  )`,
  'create index ladder_step_case on ladder_step (case_id)',
  underAudit('ladder_step'),
  `create table ladder_statement (
    ${recordColumns},
    case_id bigint not null references ladder_case,
    said_on date not null,
    text text not null,
    recorded_by text not null
  )`,
  'create index ladder_statement_case on ladder_statement (case_id)',
  underAudit('ladder_statement'),
  `create table departure (
    ${recordColumns},
    organisation_id bigint not null references organisation,
    kind text not null check (kind in ('resigned', 'dissolved')),
    leaves_on date not null,
    words text,
    said_by text not null
  )`,
  'create index departure_organisation on departure (organisation_id)',
  underAudit('departure'),
];
