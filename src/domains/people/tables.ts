import type { Instant, RecordColumns } from '../../platform/db/tables.ts';

export interface PersonTable extends RecordColumns {
  display_name: string;
  given_name: string | null;
  family_name: string | null;
  native_name: string | null;
  language: string | null;
  country_id: number | null;
}

/** `typed` and `address_key` are private: the history keeps them apart. */
export interface EmailTable extends RecordColumns {
  person_id: number;
  typed: string;
  address_key: string;
  confirmed_at: Instant | null;
}

export interface Tables {
  person: PersonTable;
  email: EmailTable;
  country: { id: number; code: string };
  account: { id: number; person_id: number };
}
