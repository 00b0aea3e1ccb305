import type { Generated } from 'kysely';
import type { Day, Instant, Json, RecordColumns } from '../../../platform/db/tables.ts';
import type { CommunityTables } from '../../community/index.ts';
import type { EmailTable } from '../../people/index.ts';
import type { Advice } from './advice/advice.ts';
import type { ApplicationState, Kind } from './application/application.ts';
import type { CheckOutcome } from './diligence/diligence.ts';
import type { Answers } from './form/answers.ts';
import type { FormContent } from './form/form.ts';

export interface ApplicationFormTable extends RecordColumns {
  kind: Kind;
  edition: number;
  content: Json<FormContent>;
}

/**
 * What the applicant says is private: the history keeps it apart. A draft has neither number nor reference. `held_from` is the state to
 * which an application on hold goes back.
 */
export interface ApplicationTable extends RecordColumns {
  number: number | null;
  ref: string | null;
  form_id: number;
  kind: Kind;
  language: string;
  state: ApplicationState;
  state_on: Day;
  held_from: ApplicationState | null;
  address: string;
  address_key: string;
  answers: Json<Answers>;
  name: string | null;
  name_key: string | null;
  native_key: string | null;
  country_id: number | null;
  body_id: number | null;
  received_on: Day | null;
  /** What due diligence found, for the region and the committee. */
  findings: string | null;
  /** Why the vote was opened although the region had not advised. */
  unheard_reason: string | null;
  hold_suggested_on: Day | null;
  /** The day on which the applicant last did something. */
  heard_on: Day | null;
  decided_on: Day | null;
  decided_by: string | null;
  reason_class: string | null;
  decision_text: string | null;
  organisation_id: number | null;
  person_id: number | null;
  /** The day of which the writer of a draft was told that it will be removed. */
  removal_on: Day | null;
  /** Hashes of the contents that go with what was emptied. */
  removed_files: Generated<string[]>;
}

interface OfApplication extends RecordColumns {
  application_id: number;
}

export interface ApplicationStepTable extends OfApplication {
  state: ApplicationState;
  began_on: Day;
  by_name: string;
}

export interface ApplicationCheckTable extends OfApplication {
  key: string;
  outcome: CheckOutcome;
  note: string | null;
  checked_on: Day;
  by_name: string;
}

export interface ApplicationNoteTable extends OfApplication {
  text: string;
  person_id: number | null;
  by_name: string;
}

export interface ApplicationMessageTable extends OfApplication {
  sender: 'staff' | 'applicant';
  text: string;
  person_id: number | null;
  by_name: string;
}

export interface ApplicationFileTable extends OfApplication {
  file_id: number;
}

export interface ApplicationAdviceTable extends OfApplication {
  body_id: number;
  advice: Advice;
  reason: string;
  given_on: Day;
  person_id: number | null;
  by_name: string;
}

export interface ApplicationVoteTable extends OfApplication {
  held_on: Day;
  yes: number;
  no: number;
  abstain: number;
  /** The names of those who did not vote, as they are recorded. */
  not_voting: string | null;
  link: string | null;
  by_name: string;
}

/** Who came in with an accepted organisation, and the role that they were given for it. It ends with the organisation. */
export interface ApplicationAdmissionTable extends OfApplication {
  person_id: number;
  grant_id: number | null;
  ended_on: Day | null;
}

/** A wish to begin or to come back, and the hash of the link that was mailed for it. */
export interface ApplicationLinkTable {
  id: RecordColumns['id'];
  application_id: number | null;
  address_hash: string;
  client_hash: string;
  token_hash: string;
  created_at: Instant;
  expires_at: Instant;
}

type Shared = Pick<
  CommunityTables,
  'country' | 'region' | 'region_system' | 'region_version' | 'region_country' | 'body' | 'organisation' | 'alias'
>;

export interface Tables extends Shared {
  application_form: ApplicationFormTable;
  application: ApplicationTable;
  application_step: ApplicationStepTable;
  application_check: ApplicationCheckTable;
  application_note: ApplicationNoteTable;
  application_message: ApplicationMessageTable;
  application_file: ApplicationFileTable;
  application_advice: ApplicationAdviceTable;
  application_vote: ApplicationVoteTable;
  application_admission: ApplicationAdmissionTable;
  application_link: ApplicationLinkTable;
  person: { id: number; display_name: string; archived_at: Instant | null };
  email: EmailTable;
  account: { id: number; person_id: number };
  role: { id: number; key: string; archived_at: Instant | null };
  role_grant: { id: number; person_id: number; role_id: number; body_id: number | null; ends_on: Day | null; archived_at: Instant | null };
  file: { id: number; name: string; media_type: string; size: number; sha256: string };
}

export const owned = [
  'application_form',
  'application',
  'application_step',
  'application_check',
  'application_note',
  'application_message',
  'application_file',
  'application_advice',
  'application_vote',
  'application_admission',
  'application_link',
] as const;
