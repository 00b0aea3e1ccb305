import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { recordColumns, underAudit } from './0001-platform.ts';

export const reviews: Migration = {
  name: '0004-reviews',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table review (
    ${recordColumns},
    ref text not null unique,
    prefix text not null unique,
    title jsonb not null,
    examiner text,
    published_on date,
    description jsonb,
    state text not null default 'open' check (state in ('draft', 'open', 'concluded')),
    source_url text
  )`,
  underAudit('review'),
  `create table recommendation (
    ${recordColumns},
    review_id bigint not null references review,
    ref text not null unique,
    number text not null,
    position integer not null,
    title jsonb not null,
    text jsonb,
    text_version integer not null default 1,
    page text,
    themes text[] not null default '{}',
    owner_class text,
    coordination_class text,
    unique (review_id, number)
  )`,
  underAudit('recommendation'),
  `create table addressee (
    ${recordColumns},
    recommendation_id bigint not null references recommendation,
    body_id bigint not null references body,
    unique (recommendation_id, body_id)
  )`,
  'create index addressee_body on addressee (body_id)',
  underAudit('addressee'),
  `create table recommendation_link (
    ${recordColumns},
    from_id bigint not null references recommendation,
    to_id bigint not null references recommendation,
    kind text not null check (kind in ('duplicateOf', 'supersedes', 'splitInto', 'dependsOn')),
    reason text,
    unique (from_id, to_id, kind),
    check (from_id <> to_id)
  )`,
  'create index recommendation_link_to on recommendation_link (to_id)',
  underAudit('recommendation_link'),
  `create table position (
    ${recordColumns},
    recommendation_id bigint not null references recommendation,
    body_id bigint not null references body,
    stance text,
    comment jsonb,
    state text not null default 'drafting' check (state in ('drafting', 'consulted', 'final')),
    text_version integer not null,
    decided_how text check (decided_how in ('call', 'list', 'poll', 'meeting', 'document')),
    decided_on date,
    decided_link text,
    decided_note text,
    finalised_at timestamptz,
    finalised_by text,
    drafted_by text,
    unique (recommendation_id, body_id)
  )`,
  'create index position_body on position (body_id)',
  underAudit('position'),
  `create table feasibility (
    ${recordColumns},
    recommendation_id bigint not null unique references recommendation,
    issue_identified jsonb,
    support text check (support in ('yes', 'no', 'inPart')),
    reasoning jsonb,
    alternative jsonb,
    prioritisation text,
    working_party_comments jsonb,
    committee_comments jsonb,
    dependencies jsonb,
    implementer text,
    resources jsonb,
    budget_effects jsonb,
    timeline text,
    steps jsonb
  )`,
  underAudit('feasibility'),
  `create table answer (
    ${recordColumns},
    recommendation_id bigint not null references recommendation,
    body_id bigint not null references body,
    answer text not null check (answer in ('accepted', 'acceptedInPart', 'alternative', 'noted', 'rejected')),
    explanation jsonb,
    alternative_wording jsonb,
    decided_on date,
    decided_link text,
    unique (recommendation_id, body_id)
  )`,
  'create index answer_body on answer (body_id)',
  underAudit('answer'),
  `create table triage_batch (
    ${recordColumns},
    ref text not null unique,
    review_id bigint not null references review,
    body_id bigint not null references body,
    state text not null default 'proposed' check (state in ('proposed', 'sent', 'returned', 'signedOff')),
    due_on date,
    note text,
    proposed_by text,
    sent_at timestamptz,
    returned_at timestamptz,
    return_reason text,
    signed_at timestamptz,
    signed_by text
  )`,
  'create index triage_batch_review on triage_batch (review_id)',
  'create index triage_batch_body on triage_batch (body_id)',
  underAudit('triage_batch'),
  `create table triage_item (
    ${recordColumns},
    batch_id bigint not null references triage_batch,
    recommendation_id bigint not null references recommendation,
    owner_class text,
    coordination_class text,
    priority text check (priority in ('P1', 'P2', 'P3', 'P4')),
    rationale text,
    proposal jsonb,
    unique (batch_id, recommendation_id)
  )`,
  'create index triage_item_recommendation on triage_item (recommendation_id)',
  underAudit('triage_item'),
  `create table triage_stage (
    ${recordColumns},
    review_id bigint not null references review,
    body_id bigint not null references body,
    stage text not null check (stage in ('untriaged', 'triagedByStaff', 'signOffAsked', 'underReview', 'reviewed', 'implementing', 'signedOff')),
    as_of date not null,
    note jsonb,
    unique (review_id, body_id, as_of)
  )`,
  'create index triage_stage_body on triage_stage (body_id)',
  underAudit('triage_stage'),
  `create table scoring_round (
    ${recordColumns},
    review_id bigint not null references review,
    number integer not null,
    title jsonb not null,
    state text not null default 'open' check (state in ('open', 'closed')),
    closes_on date,
    unique (review_id, number)
  )`,
  underAudit('scoring_round'),
  `create table scorer (
    ${recordColumns},
    round_id bigint not null references scoring_round,
    person_id bigint not null references person,
    body_id bigint references body,
    unique (round_id, person_id)
  )`,
  'create index scorer_person on scorer (person_id)',
  'create index scorer_body on scorer (body_id)',
  underAudit('scorer'),
  `create table score (
    ${recordColumns},
    round_id bigint not null references scoring_round,
    recommendation_id bigint not null references recommendation,
    person_id bigint not null references person,
    urgency integer not null check (urgency between 1 and 4),
    importance integer not null check (importance between 1 and 4),
    rationale text not null,
    unique (round_id, recommendation_id, person_id)
  )`,
  'create index score_recommendation on score (recommendation_id)',
  'create index score_person on score (person_id)',
  underAudit('score'),
  `create table agreed_priority (
    ${recordColumns},
    recommendation_id bigint not null unique references recommendation,
    level text not null check (level in ('P1', 'P2', 'P3', 'P4')),
    urgent boolean not null,
    important boolean not null,
    rationale text not null,
    agreed_on date not null,
    decided_link text,
    agreed_by text not null
  )`,
  underAudit('agreed_priority'),
];
