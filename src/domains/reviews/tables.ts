import type { Day, Filled, Instant, Json, RecordColumns } from '../../platform/db/tables.ts';
import type { Texts } from '../../platform/i18n/texts.ts';
import type { AliasTable } from '../../platform/imports/alias-table.ts';
import type { TermTables } from '../../platform/terms/terms.ts';

export interface ReviewTable extends RecordColumns {
  ref: string;
  /** How references of its recommendations begin: `ITEMS` gives `REC-ITEMS-07`. */
  prefix: string;
  title: Json<Texts>;
  examiner: string | null;
  published_on: Day | null;
  description: Json<Texts> | null;
  state: 'draft' | 'open' | 'concluded';
  source_url: string | null;
}

export interface RecommendationTable extends RecordColumns {
  review_id: number;
  ref: string;
  /** As the review prints it: `7`, `1.1`, `6.2.3`. */
  number: string;
  position: number;
  title: Json<Texts>;
  text: Json<Texts> | null;
  /** Grows when the original text changes; a position taken on an older one is stale. */
  text_version: Filled<number>;
  page: string | null;
  themes: string[];
  owner_class: string | null;
  coordination_class: string | null;
}

export interface AddresseeTable extends RecordColumns {
  recommendation_id: number;
  body_id: number;
}

export interface RecommendationLinkTable extends RecordColumns {
  from_id: number;
  to_id: number;
  kind: 'duplicateOf' | 'supersedes' | 'splitInto' | 'dependsOn';
  reason: string | null;
}

export interface PositionTable extends RecordColumns {
  recommendation_id: number;
  body_id: number;
  /** A term of the scheme `stance`; null where a comment stands without a stance yet. */
  stance: string | null;
  comment: Json<Texts> | null;
  state: Filled<'drafting' | 'consulted' | 'final'>;
  text_version: number;
  decided_how: 'call' | 'list' | 'poll' | 'meeting' | 'document' | null;
  decided_on: Day | null;
  decided_link: string | null;
  decided_note: string | null;
  finalised_at: Instant | null;
  finalised_by: string | null;
  drafted_by: string | null;
}

export interface FeasibilityTable extends RecordColumns {
  recommendation_id: number;
  issue_identified: Json<Texts> | null;
  support: 'yes' | 'no' | 'inPart' | null;
  reasoning: Json<Texts> | null;
  alternative: Json<Texts> | null;
  prioritisation: string | null;
  working_party_comments: Json<Texts> | null;
  committee_comments: Json<Texts> | null;
  dependencies: Json<Texts> | null;
  implementer: string | null;
  resources: Json<Texts> | null;
  budget_effects: Json<Texts> | null;
  timeline: string | null;
  steps: Json<Texts> | null;
}

export interface AnswerTable extends RecordColumns {
  recommendation_id: number;
  body_id: number;
  answer: 'accepted' | 'acceptedInPart' | 'alternative' | 'noted' | 'rejected';
  explanation: Json<Texts> | null;
  alternative_wording: Json<Texts> | null;
  decided_on: Day | null;
  decided_link: string | null;
}

export interface TriageBatchTable extends RecordColumns {
  ref: string;
  review_id: number;
  body_id: number;
  state: Filled<'proposed' | 'sent' | 'returned' | 'signedOff'>;
  due_on: Day | null;
  note: string | null;
  proposed_by: string | null;
  sent_at: Instant | null;
  returned_at: Instant | null;
  return_reason: string | null;
  signed_at: Instant | null;
  signed_by: string | null;
}

export interface TriageItemTable extends RecordColumns {
  batch_id: number;
  recommendation_id: number;
  owner_class: string | null;
  coordination_class: string | null;
  priority: 'P1' | 'P2' | 'P3' | 'P4' | null;
  rationale: string | null;
  /** What staff proposed when the batch was sent; never changes afterwards. */
  proposal: Json<{
    owner_class: string | null;
    coordination_class: string | null;
    priority: string | null;
    rationale: string | null;
  }> | null;
}

export interface TriageStageTable extends RecordColumns {
  review_id: number;
  body_id: number;
  stage: 'untriaged' | 'triagedByStaff' | 'signOffAsked' | 'underReview' | 'reviewed' | 'implementing' | 'signedOff';
  as_of: Day;
  note: Json<Texts> | null;
}

export interface ScoringRoundTable extends RecordColumns {
  review_id: number;
  number: number;
  title: Json<Texts>;
  state: Filled<'open' | 'closed'>;
  closes_on: Day | null;
}

export interface ScorerTable extends RecordColumns {
  round_id: number;
  person_id: number;
  body_id: number | null;
}

export interface ScoreTable extends RecordColumns {
  round_id: number;
  recommendation_id: number;
  person_id: number;
  /** 1 (not at all) to 4 (very). */
  urgency: number;
  importance: number;
  rationale: string;
}

export interface AgreedPriorityTable extends RecordColumns {
  recommendation_id: number;
  level: 'P1' | 'P2' | 'P3' | 'P4';
  urgent: boolean;
  important: boolean;
  rationale: string;
  agreed_on: Day;
  decided_link: string | null;
  agreed_by: string;
}

/** What somebody says about a recommendation for themselves; as typed, an empty line ends a paragraph. */
export interface CommentTable extends RecordColumns {
  recommendation_id: number;
  author_id: number;
  said_on: Day;
  text: string;
}

interface Owned {
  review: ReviewTable;
  recommendation: RecommendationTable;
  addressee: AddresseeTable;
  recommendation_link: RecommendationLinkTable;
  position: PositionTable;
  feasibility: FeasibilityTable;
  answer: AnswerTable;
  triage_batch: TriageBatchTable;
  triage_item: TriageItemTable;
  triage_stage: TriageStageTable;
  scoring_round: ScoringRoundTable;
  scorer: ScorerTable;
  score: ScoreTable;
  agreed_priority: AgreedPriorityTable;
  comment: CommentTable;
}

/** What this domain sees: its own tables, and of others only these columns. */
export interface Tables extends Owned, TermTables {
  body: {
    id: number;
    ref: string;
    name: Json<Texts>;
    acronym: string | null;
    kind: string;
    parent_id: number | null;
    state: string;
    position: number;
    archived_at: Instant | null;
  };
  person: { id: number; display_name: string; language: string | null; archived_at: Instant | null };
  email: { id: number; person_id: number; typed: string; archived_at: Instant | null; confirmed_at: Instant | null };
  role: { id: number; rights: string[] };
  role_grant: {
    id: number;
    person_id: number;
    role_id: number;
    body_id: number | null;
    starts_on: Day;
    ends_on: Day | null;
    archived_at: Instant | null;
  };
  alias: AliasTable;
}

export const owned: readonly (keyof Owned)[] = [
  'review',
  'recommendation',
  'addressee',
  'recommendation_link',
  'position',
  'feasibility',
  'answer',
  'triage_batch',
  'triage_item',
  'triage_stage',
  'scoring_round',
  'scorer',
  'score',
  'agreed_priority',
  'comment',
];
