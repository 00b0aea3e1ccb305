import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { recordColumns, underAudit } from './0001-platform.ts';

export const reports: Migration = {
  name: '0040-reports',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table report_calendar (
    ${recordColumns},
    review_id bigint not null unique references review,
    body_id bigint references body,
    person_id bigint references person,
    begins_on date not null,
    months integer not null default 6 check (months between 1 and 36),
    due_after integer not null default 0 check (due_after between -365 and 365)
  )`,
  'create index report_calendar_body on report_calendar (body_id)',
  'create index report_calendar_person on report_calendar (person_id)',
  underAudit('report_calendar'),
  `create table report (
    ${recordColumns},
    ref text not null unique,
    review_id bigint not null references review,
    body_id bigint references body,
    title jsonb not null,
    from_on date not null,
    to_on date not null,
    due_on date,
    author_id bigint references person,
    author_name text not null,
    state text not null default 'drafting' check (state in ('drafting', 'inReview', 'approved', 'submitted', 'acknowledged')),
    source text,
    check (from_on <= to_on)
  )`,
  'create unique index report_period on report (review_id, to_on) where archived_at is null',
  'create index report_review on report (review_id)',
  'create index report_body on report (body_id)',
  'create index report_author on report (author_id)',
  underAudit('report'),
  `create table report_step (
    ${recordColumns},
    report_id bigint not null references report,
    step text not null check (step in ('started', 'sentToReview', 'returned', 'approved', 'submitted', 'acknowledged')),
    happened_on date not null,
    by_name text not null,
    person_id bigint references person,
    note text,
    link text
  )`,
  'create index report_step_report on report_step (report_id)',
  'create index report_step_person on report_step (person_id)',
  underAudit('report_step'),
  `create table report_section (
    ${recordColumns},
    report_id bigint not null references report,
    position integer not null,
    kind text not null check (kind in ('prose', 'overview', 'figure', 'issue', 'metrics', 'goals', 'nextSteps')),
    item_id bigint references plan_item,
    title jsonb,
    text jsonb,
    left_out jsonb not null default '[]'
  )`,
  'create index report_section_report on report_section (report_id, position)',
  'create index report_section_item on report_section (item_id)',
  underAudit('report_section'),
  // The frozen report. Its content is not written to the history a second time: it never changes.
  `create table report_snapshot (
    ${recordColumns},
    report_id bigint not null unique references report,
    taken_at timestamptz not null,
    checksum text not null,
    content jsonb not null
  )`,
  underAudit('report_snapshot', [], ['content']),
  `create function report_snapshot_stays() returns trigger language plpgsql as $$
  begin
    if current_setting('plenary.restoring', true) = 'on' then
      if tg_op = 'DELETE' then return old; end if;
      return new;
    end if;
    raise exception 'a submitted report is frozen' using errcode = 'PL002';
  end $$`,
  `create trigger report_snapshot_frozen before update or delete on report_snapshot
    for each row execute function report_snapshot_stays()`,
  `create table report_erratum (
    ${recordColumns},
    report_id bigint not null references report,
    happened_on date not null,
    place text,
    text jsonb not null,
    by_name text not null,
    person_id bigint references person
  )`,
  'create index report_erratum_report on report_erratum (report_id)',
  'create index report_erratum_person on report_erratum (person_id)',
  underAudit('report_erratum'),
  `create table report_question (
    ${recordColumns},
    report_id bigint not null references report,
    number integer not null,
    asked_on date not null,
    by_name text not null,
    person_id bigint references person,
    text jsonb not null,
    assigned_id bigint references person,
    due_on date,
    answer jsonb,
    answered_on date,
    answered_by text,
    unique (report_id, number)
  )`,
  'create index report_question_person on report_question (person_id)',
  'create index report_question_assigned on report_question (assigned_id)',
  underAudit('report_question'),
];
