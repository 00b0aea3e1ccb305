import type { Day, Filled, Instant, Json, RecordColumns } from '../../../platform/db/tables.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import type { TermTables } from '../../../platform/terms/terms.ts';
import type { CommunityTables } from '../../community/index.ts';
import type { Tables as ActivityTables } from '../activity/tables.ts';
import type { Tables as ApplicationTables } from '../applications/tables.ts';
import type { DepartureKind } from './departure.ts';
import type { ballots, LadderStep, SchemeStep } from './ladder.ts';

export interface LadderSchemeTable extends RecordColumns {
  body_id: number | null;
  starts_on: Day;
  steps: Json<SchemeStep[]>;
  share_for: number;
  share_of: number;
}

export type CaseState = 'open' | 'withdrawn' | 'kept' | 'ended';

/** `next_step` and `next_on` follow from the scheme and the last step; written when a step is taken or taken back. */
export interface LadderCaseTable extends RecordColumns {
  organisation_id: number;
  scheme_id: number;
  state: Filled<CaseState>;
  began_on: Day;
  next_step: LadderStep | null;
  next_on: Day | null;
  ended_on: Day | null;
  ended_reason: string | null;
}

/** A step that was taken back is archived with its reason. `told` counts the letters. */
export interface LadderStepTable extends RecordColumns {
  case_id: number;
  step: LadderStep;
  taken_on: Day;
  taken_by: string;
  note: string | null;
  told: Filled<number>;
  in_favour: number | null;
  against: number | null;
  abstained: number | null;
  ballot: (typeof ballots)[number] | null;
}

export interface LadderStatementTable extends RecordColumns {
  case_id: number;
  said_on: Day;
  text: string;
  recorded_by: string;
}

export interface DepartureTable extends RecordColumns {
  organisation_id: number;
  kind: DepartureKind;
  leaves_on: Day;
  words: string | null;
  said_by: string;
}

interface Owned {
  ladder_scheme: LadderSchemeTable;
  ladder_case: LadderCaseTable;
  ladder_step: LadderStepTable;
  ladder_statement: LadderStatementTable;
  departure: DepartureTable;
}

/** What an acceptance gave, which ends with the organisation. */
type Given = Pick<ApplicationTables, 'application' | 'application_form' | 'application_admission'> &
  Pick<CommunityTables, 'seat' | 'tenure' | 'membership' | 'person'> & {
    role: { id: number; key: string; title: Json<Texts> };
    role_grant: {
      id: number;
      person_id: number;
      role_id: number;
      starts_on: Day;
      ends_on: Day | null;
      body_id: number | null;
      archived_at: Instant | null;
    };
  };

export type Tables = Omit<ActivityTables, keyof Given> & Given & Owned & TermTables;

export const owned: readonly (keyof Owned)[] = ['ladder_scheme', 'ladder_case', 'ladder_step', 'ladder_statement', 'departure'];
