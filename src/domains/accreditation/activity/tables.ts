import type { Day, Filled, Instant, Json, RecordColumns } from '../../../platform/db/tables.ts';
import type { CommunityTables } from '../../community/index.ts';
import type { ActivityStatus, Because, FactKind } from './activity.ts';

/** Figures of a rule: how many within how many months; null where the rule does not look at it. */
export interface RuleFigures {
  meetings: number | null;
  meeting_months: number | null;
  contributions: number | null;
  contribution_months: number | null;
  votes: number | null;
  elections: number | null;
  standby_months: number;
}

export interface ActivityRuleTable extends RecordColumns, RuleFigures {
  body_id: number;
  starts_on: Day;
  note: string | null;
  adopted_by: string;
}

export interface ActivityFactTable extends RecordColumns {
  organisation_id: number;
  kind: FactKind;
  happened_on: Day;
  source: Filled<string>;
  note: string | null;
}

/** One row for each time that a status was said; the last one counts. */
export interface ActivityStatusTable extends RecordColumns {
  organisation_id: number;
  status: ActivityStatus;
  before: ActivityStatus | null;
  since_on: Day;
  because: Json<Because>;
  rule_id: number | null;
  confirmed_by: string;
  note: string | null;
}

export interface ActivityTables {
  activity_rule: ActivityRuleTable;
  activity_fact: ActivityFactTable;
  activity_status: ActivityStatusTable;
}

export interface Tables extends ActivityTables {
  organisation: CommunityTables['organisation'];
  membership: CommunityTables['membership'];
  body: CommunityTables['body'];
  person: { id: number; display_name: string; language: string | null; archived_at: Instant | null };
  email: { id: number; person_id: number; typed: string; archived_at: Instant | null; confirmed_at: Instant | null };
}

export const owned: readonly (keyof ActivityTables)[] = ['activity_rule', 'activity_fact', 'activity_status'];
