import type { Day, Filled, Instant, Json, RecordColumns } from '../../platform/db/tables.ts';
import type { Texts } from '../../platform/i18n/texts.ts';
import type { AliasTable } from '../../platform/imports/alias-table.ts';
import type { TermTables } from '../../platform/terms/terms.ts';
import type { Health, ItemKind, LeadRole, Precision, Status } from './items/item.ts';

export interface WorkstreamTable extends RecordColumns {
  ref: string;
  title: Json<Texts>;
  position: Filled<number>;
  body_id: number | null;
  /** The leads as the document names them. */
  leads: string | null;
}

export interface PlanItemTable extends RecordColumns {
  ref: string;
  kind: ItemKind;
  /** Of an issue: the number under which its review knows it. */
  number: string | null;
  position: Filled<number>;
  review_id: number | null;
  workstream_id: number | null;
  /** The body that answers for it. */
  body_id: number | null;
  parent_id: number | null;
  title: Json<Texts>;
  goal: Json<Texts> | null;
  current_state: Json<Texts> | null;
  /** The steps planned; in the form of a work plan its column "Implementation". */
  steps: Json<Texts> | null;
  metrics: Json<Texts> | null;
  /** How the metrics are measured. */
  method: Json<Texts> | null;
  /** What came of it; nothing means "no outcome yet". */
  outcome: Json<Texts> | null;
  note: Json<Texts> | null;
  phase: string | null;
  starts_on: Day | null;
  ended_on: Day | null;
  /** Typed by hand; null where nobody has stated one. */
  percent: number | null;
  /** Whether what the percents inside come to is shown beside it. */
  rolls_up: Filled<boolean>;
  status: Filled<Status>;
  health: Health | null;
  state: Filled<'draft' | 'open'>;
  /** Made by a trigger: what a search looks through. */
  words: Filled<string>;
}

export interface PlanPartTable extends RecordColumns {
  item_id: number;
  /** `a`, `b`; empty where the item is one whole. */
  label: Filled<string>;
  title: string | null;
  /** The last day on which it can end. */
  ends_on: Day | null;
  ends_precision: Filled<Precision>;
  /** The first end that was promised. */
  baseline_on: Day | null;
  status: Status | null;
  percent: number | null;
}

export interface PlanLeadTable extends RecordColumns {
  item_id: number;
  role: LeadRole;
  person_id: number | null;
  /** A lead known only by the name that a document gives. */
  name: string | null;
}

export interface PlanRecommendationTable extends RecordColumns {
  item_id: number;
  recommendation_id: number;
}

export interface PlanBudgetTable extends RecordColumns {
  item_id: number;
  year: string;
  currency: Filled<string>;
  planned: number | null;
  approved: number | null;
  spent: number | null;
}

export interface PlanProgressTable extends RecordColumns {
  item_id: number;
  happened_on: Day;
  text: Json<Texts>;
  percent: number | null;
  status: Status | null;
  health: Health | null;
  part: string | null;
  ended_before: Day | null;
  ended_after: Day | null;
  reason: string | null;
  person_id: number | null;
  by_name: string;
}

export interface PlanEvidenceTable extends RecordColumns {
  item_id: number;
  progress_id: number | null;
  title: string;
  url: string | null;
  file_id: number | null;
}

export interface PlanClosureTable extends RecordColumns {
  item_id: number;
  state: Filled<'claimed' | 'verified' | 'returned'>;
  claimed_on: Day;
  claimed_by: string;
  claimed_person_id: number | null;
  note: string | null;
  judged_on: Day | null;
  judged_by: string | null;
  judgement: string | null;
}

export interface PlanDependencyTable extends RecordColumns {
  item_id: number;
  /** Inside: another item. Outside: null, and `owner` has promised. */
  on_item_id: number | null;
  owner: string | null;
  promise: string | null;
  promised_on: Day | null;
  promised_precision: Filled<Precision>;
  last_asked_on: Day | null;
  kept_on: Day | null;
  note: string | null;
}

export interface PlanStatementTable extends RecordColumns {
  /** What it speaks of: an item, or the plan of a review as a whole. */
  item_id: number | null;
  review_id: number | null;
  field: 'startsOn' | 'endsOn' | 'percent' | 'status' | 'health' | 'leads' | 'other';
  part: Filled<string>;
  /** As the source writes it. */
  value: string;
  source: string;
  place: string | null;
  stated_on: Day | null;
}

export interface PlanLinkTable extends RecordColumns {
  item_id: number;
  person_id: number;
  /** The one thing that the link does. */
  deed: 'onTrack' | 'atRisk';
  token_hash: string;
  expires_at: Instant;
  used_at: Instant | null;
}

interface Owned {
  workstream: WorkstreamTable;
  plan_item: PlanItemTable;
  plan_part: PlanPartTable;
  plan_lead: PlanLeadTable;
  plan_recommendation: PlanRecommendationTable;
  plan_budget: PlanBudgetTable;
  plan_progress: PlanProgressTable;
  plan_evidence: PlanEvidenceTable;
  plan_closure: PlanClosureTable;
  plan_dependency: PlanDependencyTable;
  plan_statement: PlanStatementTable;
  plan_link: PlanLinkTable;
}

/** What this domain sees: its own tables, and of others only these columns. */
export interface Tables extends Owned {
  review: { id: number; ref: string; prefix: string; title: Json<Texts>; state: string; archived_at: Instant | null };
  recommendation: {
    id: number;
    ref: string;
    number: string;
    position: number;
    title: Json<Texts>;
    review_id: number;
    archived_at: Instant | null;
  };
  body: { id: number; ref: string; name: Json<Texts>; acronym: string | null; position: number; archived_at: Instant | null };
  person: { id: number; display_name: string; name_key: string | null; language: string | null; archived_at: Instant | null };
  email: { id: number; person_id: number; typed: string; archived_at: Instant | null; confirmed_at: Instant | null };
  role_grant: { id: number; person_id: number; ends_on: Day | null; archived_at: Instant | null };
  tenure: { id: number; person_id: number; ends_on: Day | null; archived_at: Instant | null };
  membership: { id: number; person_id: number; ends_on: Day | null; archived_at: Instant | null };
  alias: AliasTable;
  term: TermTables['term'];
  file: { id: number; sha256: string; name: string; media_type: string; size: number };
}

export const owned: readonly (keyof Owned)[] = [
  'workstream',
  'plan_item',
  'plan_part',
  'plan_lead',
  'plan_recommendation',
  'plan_budget',
  'plan_progress',
  'plan_evidence',
  'plan_closure',
  'plan_dependency',
  'plan_statement',
  'plan_link',
];
