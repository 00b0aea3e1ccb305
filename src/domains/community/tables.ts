import type { Day, Json, RecordColumns } from '../../platform/db/tables.ts';
import type { Texts } from '../../platform/i18n/texts.ts';
import type { AliasTable } from '../../platform/imports/alias-table.ts';
import type { BodyState } from './body.ts';

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
}

export interface SeatTable extends RecordColumns {
  body_id: number;
  title: Json<Texts>;
  appointing_body_id: number | null;
  position: number;
}

export interface TenureTable extends RecordColumns {
  seat_id: number;
  person_id: number;
  starts_on: Day | null;
  ends_on: Day | null;
  date_precision: 'day' | 'month' | 'year' | 'unknown';
  note: string | null;
}

export interface Tables {
  country: CountryTable;
  region_system: RegionSystemTable;
  region: RegionTable;
  region_version: RegionVersionTable;
  region_country: RegionCountryTable;
  body: BodyTable;
  seat: SeatTable;
  tenure: TenureTable;
  alias: AliasTable;
  person: { id: number; display_name: string };
}

export const owned = ['country', 'region_system', 'region', 'region_version', 'region_country', 'body', 'seat', 'tenure'] as const;
