import type { Day, Filled, Instant, Json, RecordColumns } from '../../platform/db/tables.ts';
import type { Texts } from '../../platform/i18n/texts.ts';
import type { MergingTables } from '../../platform/merging/tables.ts';
import type { CommunityTables, Consent } from '../community/index.ts';
import type { NoteKind } from './notes/note.ts';
import type { Spoken } from './spoken.ts';

/** What a person says about themselves is private: the history keeps it apart. `name_key` is derived, see `nameKey`. */
export interface PersonTable extends RecordColumns {
  display_name: string;
  name_key: string | null;
  given_name: string | null;
  family_name: string | null;
  native_name: string | null;
  language: string | null;
  languages: Json<Spoken[]>;
  country_id: number | null;
  /** Set by hand, with its reason; otherwise the region follows from the country. */
  region_id: number | null;
  region_reason: string | null;
  pronouns: string | null;
  phone: string | null;
  website: string | null;
  bio: Json<Texts> | null;
  consent: Json<Consent>;
  /** The record that this one has become, where it was a second one of the same person. */
  merged_into_id: Filled<number | null>;
}

/** `typed` and `address_key` are private: the history keeps them apart. */
export interface EmailTable extends RecordColumns {
  person_id: number;
  typed: string;
  address_key: string;
  confirmed_at: Instant | null;
}

/** What a person offers or would like to do, why it is kept, and until when. Private: the history keeps the words apart. */
export interface SkillTable extends RecordColumns {
  person_id: number;
  kind: 'skill' | 'interest';
  label: string;
  purpose: string;
  expires_on: Day;
  reminded_on: Day | null;
}

/** A photograph with nothing in it but the picture. No history keeps its content. */
export interface PortraitTable extends RecordColumns {
  person_id: number;
  sha256: string;
  media_type: string;
  content: Buffer;
}

/** What came about with a person or an organisation: exactly one of the two. `text` is private, the history keeps it apart. */
export interface NoteTable extends RecordColumns {
  person_id: number | null;
  organisation_id: number | null;
  kind: NoteKind;
  happened_on: Day;
  text: string;
  author_id: number | null;
}

type Shared = Pick<
  CommunityTables,
  'country' | 'region' | 'region_system' | 'region_version' | 'region_country' | 'organisation' | 'body' | 'membership' | 'seat'
>;

export interface Tables extends Shared, MergingTables {
  person: PersonTable;
  email: EmailTable;
  skill: SkillTable;
  portrait: PortraitTable;
  note: NoteTable;
  tenure: {
    id: number;
    person_id: number;
    seat_id: number;
    starts_on: Day | null;
    ends_on: Day | null;
    alternate: boolean;
    archived_at: Instant | null;
    archived_reason: string | null;
  };
  account: { id: number; person_id: number };
  role_grant: { person_id: number; archived_at: Instant | null };
  erasure: { person_id: number; withdrawn_at: Instant | null };
}
