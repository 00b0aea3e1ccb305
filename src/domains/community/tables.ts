import type { Day, Filled, Instant, Json, RecordColumns } from '../../platform/db/tables.ts';
import type { FlexibleDay } from '../../platform/i18n/days.ts';
import type { Texts } from '../../platform/i18n/texts.ts';
import type { AliasTable } from '../../platform/imports/alias-table.ts';
import type { MergingTables } from '../../platform/merging/tables.ts';
import type { BodyDocument, BodyState, Joining } from './body.ts';
import type { MembershipRole } from './memberships/membership.ts';
import type { OrganisationState } from './organisations/organisation.ts';
import type { Consent } from './visibility/visibility.ts';

export interface CountryTable extends RecordColumns {
  code: string;
  name: string;
}

export interface RegionSystemTable extends RecordColumns {
  key: string;
  title: Json<Texts>;
  source: string | null;
}

export interface RegionTable extends RecordColumns {
  system_id: number;
  key: string;
  title: Json<Texts>;
}

export interface RegionVersionTable extends RecordColumns {
  system_id: number;
  valid_from: Day;
  note: string | null;
}

export interface RegionCountryTable extends RecordColumns {
  version_id: number;
  country_id: number;
  region_id: number;
  confidence: string | null;
}

export interface BodyTable extends RecordColumns {
  ref: string;
  name: Json<Texts>;
  acronym: string | null;
  kind: string;
  parent_id: number | null;
  region_id: number | null;
  state: BodyState;
  state_on: Day | null;
  purpose: Json<Texts> | null;
  languages: string[];
  position: number;
  joining: Filled<Joining>;
  how_to_join: Json<Texts> | null;
  charter_url: string | null;
  next_meeting_at: Instant | null;
  meeting_url: string | null;
  documents: Json<BodyDocument[]>;
}

/** `name_key` is derived from the name, see `nameKey`. Of each approximate day `…_on` is the day that counts and `…_span` what was said. */
export interface OrganisationTable extends RecordColumns {
  number: number;
  ref: string;
  name: string;
  name_key: string;
  native_name: string | null;
  acronym: string | null;
  country_id: number | null;
  /** Set by hand, with its reason; otherwise the region follows from the country. */
  region_id: number | null;
  region_reason: string | null;
  body_id: number | null;
  city: string | null;
  type: string | null;
  website: string | null;
  email: string | null;
  founded_on: Day | null;
  founded_span: Json<FlexibleDay | null>;
  members_from: number | null;
  members_to: number | null;
  languages: string[];
  mission: Json<Texts> | null;
  state: OrganisationState;
  state_on: Day | null;
  accredited_on: Day | null;
  accredited_span: Json<FlexibleDay | null>;
  withdrawn_on: Day | null;
  withdrawn_span: Json<FlexibleDay | null>;
  reason_class: string | null;
  vote_url: string | null;
  /** The record that this one has become, where it was a second one of the same organisation. */
  merged_into_id: Filled<number | null>;
}

/** An earlier time in which an organisation was a member; the latest stands with the organisation itself. */
export interface OrganisationPeriodTable extends RecordColumns {
  organisation_id: number;
  accredited_on: Day | null;
  accredited_span: Json<FlexibleDay | null>;
  withdrawn_on: Day;
  withdrawn_span: Json<FlexibleDay | null>;
  state: OrganisationState;
  reason_class: string | null;
}

/** Of an organisation or of a body, never of both. */
export interface MembershipTable extends RecordColumns {
  person_id: number;
  organisation_id: number | null;
  body_id: number | null;
  role: MembershipRole;
  starts_on: Day | null;
  starts_span: Json<FlexibleDay | null>;
  ends_on: Day | null;
  ends_span: Json<FlexibleDay | null>;
  ended_reason: string | null;
  note: string | null;
}

export interface SeatTable extends RecordColumns {
  body_id: number;
  title: Json<Texts>;
  appointing_body_id: number | null;
  position: number;
  term_months: number | null;
  /** How many terms in a row one person may hold it. */
  term_limit: number | null;
}

export interface TenureTable extends RecordColumns {
  seat_id: number;
  person_id: number;
  starts_on: Day | null;
  ends_on: Day | null;
  starts_span: Json<FlexibleDay | null>;
  ends_span: Json<FlexibleDay | null>;
  date_precision: 'day' | 'month' | 'year' | 'unknown';
  /** Stands in for the holder. */
  alternate: Filled<boolean>;
  note: string | null;
}

/** What was written to the chairs is private. */
export interface JoinRequestTable extends RecordColumns {
  body_id: number;
  person_id: number;
  message: string | null;
  state: Filled<'waiting' | 'accepted' | 'declined'>;
  decided_at: Instant | null;
  answer: string | null;
}

export interface Tables extends MergingTables {
  join_request: JoinRequestTable;
  country: CountryTable;
  region_system: RegionSystemTable;
  region: RegionTable;
  region_version: RegionVersionTable;
  region_country: RegionCountryTable;
  body: BodyTable;
  seat: SeatTable;
  tenure: TenureTable;
  organisation: OrganisationTable;
  organisation_period: OrganisationPeriodTable;
  membership: MembershipTable;
  alias: AliasTable;
  person: {
    id: number;
    display_name: string;
    name_key: string | null;
    country_id: number | null;
    language: string | null;
    consent: Consent;
    archived_at: Instant | null;
  };
  email: { id: number; person_id: number; typed: string; confirmed_at: Instant | null; archived_at: Instant | null };
}

export const owned = [
  'country',
  'region_system',
  'region',
  'region_version',
  'region_country',
  'body',
  'seat',
  'tenure',
  'organisation',
  'organisation_period',
  'membership',
  'join_request',
] as const;
