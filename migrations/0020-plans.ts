import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { recordColumns, underAudit } from './0001-platform.ts';

export const plans: Migration = {
  name: '0020-plans',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statuses = "('notStarted', 'inProgress', 'completed', 'ongoing', 'heldOver', 'onHold', 'retired')";

const statements = [
  `create table workstream (
    ${recordColumns},
    ref text not null unique,
    title jsonb not null,
    position integer not null default 0,
    body_id bigint references body,
    leads text
  )`,
  'create index workstream_body on workstream (body_id)',
  underAudit('workstream'),
  `create table plan_item (
    ${recordColumns},
    ref text not null unique,
    kind text not null check (kind in ('issue', 'action', 'milestone', 'pledge', 'task')),
    number text,
    position integer not null default 0,
    review_id bigint references review,
    workstream_id bigint references workstream,
    body_id bigint references body,
    parent_id bigint references plan_item,
    title jsonb not null,
    goal jsonb,
    current_state jsonb,
    steps jsonb,
    metrics jsonb,
    method jsonb,
    outcome jsonb,
    note jsonb,
    phase text,
    starts_on date,
    ended_on date,
    percent numeric(5, 2) check (percent between 0 and 100),
    status text not null default 'notStarted' check (status in ${statuses}),
    health text check (health in ('onTrack', 'atRisk', 'offTrack')),
    state text not null default 'open' check (state in ('draft', 'open'))
  )`,
  'create index plan_item_review on plan_item (review_id, number)',
  'create index plan_item_workstream on plan_item (workstream_id)',
  'create index plan_item_body on plan_item (body_id)',
  'create index plan_item_parent on plan_item (parent_id)',
  underAudit('plan_item'),
  `create table plan_part (
    ${recordColumns},
    item_id bigint not null references plan_item,
    label text not null default '',
    title text,
    ends_on date,
    ends_precision text not null default 'day' check (ends_precision in ('day', 'month', 'year')),
    baseline_on date,
    status text check (status in ${statuses}),
    percent numeric(5, 2) check (percent between 0 and 100),
    unique (item_id, label)
  )`,
  'create index plan_part_ends on plan_part (ends_on)',
  underAudit('plan_part'),
  `create table plan_lead (
    ${recordColumns},
    item_id bigint not null references plan_item,
    role text not null check (role in ('volunteerLead', 'staffLead', 'contributor')),
    person_id bigint references person,
    name text,
    check (person_id is not null or name is not null)
  )`,
  "create unique index plan_lead_once on plan_lead (item_id, role, coalesce(person_id, 0), coalesce(name, ''))",
  'create index plan_lead_person on plan_lead (person_id, item_id)',
  underAudit('plan_lead'),
  `create table plan_recommendation (
    ${recordColumns},
    item_id bigint not null references plan_item,
    recommendation_id bigint not null references recommendation,
    unique (item_id, recommendation_id)
  )`,
  'create index plan_recommendation_recommendation on plan_recommendation (recommendation_id)',
  underAudit('plan_recommendation'),
  `create table plan_budget (
    ${recordColumns},
    item_id bigint not null references plan_item,
    year text not null,
    currency text not null default 'USD',
    planned numeric(14, 2),
    approved numeric(14, 2),
    spent numeric(14, 2),
    unique (item_id, year, currency)
  )`,
  underAudit('plan_budget'),
  `create table plan_progress (
    ${recordColumns},
    item_id bigint not null references plan_item,
    happened_on date not null,
    text jsonb not null,
    percent numeric(5, 2) check (percent between 0 and 100),
    status text check (status in ${statuses}),
    health text check (health in ('onTrack', 'atRisk', 'offTrack')),
    part text,
    ended_before date,
    ended_after date,
    reason text,
    person_id bigint references person,
    by_name text not null
  )`,
  'create index plan_progress_item on plan_progress (item_id, happened_on)',
  'create index plan_progress_person on plan_progress (person_id)',
  underAudit('plan_progress'),
  `create table plan_evidence (
    ${recordColumns},
    item_id bigint not null references plan_item,
    progress_id bigint references plan_progress,
    title text not null,
    url text,
    file_id bigint references file,
    check (url is not null or file_id is not null)
  )`,
  'create index plan_evidence_item on plan_evidence (item_id)',
  'create index plan_evidence_progress on plan_evidence (progress_id)',
  'create index plan_evidence_file on plan_evidence (file_id)',
  underAudit('plan_evidence'),
  `create table plan_closure (
    ${recordColumns},
    item_id bigint not null references plan_item,
    state text not null default 'claimed' check (state in ('claimed', 'verified', 'returned')),
    claimed_on date not null,
    claimed_by text not null,
    claimed_person_id bigint references person,
    note text,
    judged_on date,
    judged_by text,
    judgement text
  )`,
  'create index plan_closure_item on plan_closure (item_id)',
  'create index plan_closure_person on plan_closure (claimed_person_id)',
  underAudit('plan_closure'),
  `create table plan_dependency (
    ${recordColumns},
    item_id bigint not null references plan_item,
    on_item_id bigint references plan_item,
    owner text,
    promise text,
    promised_on date,
    promised_precision text not null default 'day' check (promised_precision in ('day', 'month', 'year')),
    last_asked_on date,
    kept_on date,
    note text,
    check ((on_item_id is null) <> (owner is null)),
    check (on_item_id <> item_id)
  )`,
  'create unique index plan_dependency_once on plan_dependency (item_id, on_item_id) where on_item_id is not null',
  'create index plan_dependency_on on plan_dependency (on_item_id)',
  underAudit('plan_dependency'),
  `create table plan_statement (
    ${recordColumns},
    item_id bigint not null references plan_item,
    field text not null check (field in ('startsOn', 'endsOn', 'percent', 'status', 'health', 'leads', 'other')),
    part text not null default '',
    value text not null,
    source text not null,
    place text,
    stated_on date,
    unique (item_id, field, part, value, source)
  )`,
  underAudit('plan_statement'),
  `create table plan_link (
    ${recordColumns},
    item_id bigint not null references plan_item,
    person_id bigint not null references person,
    deed text not null check (deed in ('onTrack', 'atRisk')),
    token_hash text not null unique,
    expires_at timestamptz not null,
    used_at timestamptz
  )`,
  'create index plan_link_item on plan_link (item_id)',
  'create index plan_link_person on plan_link (person_id)',
  underAudit('plan_link', ['token_hash']),
];
