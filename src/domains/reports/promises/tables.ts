import type { Instant } from '../../../platform/db/tables.ts';
import type { AliasTable } from '../../../platform/imports/alias-table.ts';
import type { TermTables } from '../../../platform/terms/terms.ts';
import type { PlanTables } from '../../plans/index.ts';
import type { AddresseeTable, AnswerTable, PositionTable, RecommendationTable, ReviewTable } from '../../reviews/index.ts';
import type { Tables as ReportTables } from '../tables.ts';

/** A promise owns nothing: it is read from what reviews, plans and submitted reports keep. */
export interface Tables extends TermTables {
  review: ReviewTable;
  recommendation: RecommendationTable;
  addressee: AddresseeTable;
  position: PositionTable;
  answer: AnswerTable;
  plan_item: PlanTables['plan_item'];
  plan_part: PlanTables['plan_part'];
  plan_lead: PlanTables['plan_lead'];
  plan_recommendation: PlanTables['plan_recommendation'];
  plan_budget: PlanTables['plan_budget'];
  plan_progress: PlanTables['plan_progress'];
  plan_evidence: PlanTables['plan_evidence'];
  plan_closure: PlanTables['plan_closure'];
  plan_dependency: PlanTables['plan_dependency'];
  plan_statement: PlanTables['plan_statement'];
  body: PlanTables['body'];
  person: { id: number; display_name: string; archived_at: Instant | null };
  alias: AliasTable;
  report: ReportTables['report'];
}
