import type { Generated } from 'kysely';
import type { Filled, Instant, Json, RecordColumns } from '../../platform/db/tables.ts';
import type { Texts } from '../../platform/i18n/texts.ts';
import type { SavedViewTable } from '../../platform/lists/saved.ts';
import type { CommunityTables } from '../community/index.ts';
import type { Kind, Outcome, State } from './mailing/mailing.ts';

/** `reply_to` is private: the history keeps it apart. */
interface MailingTable extends RecordColumns {
  /** Missing where the view was somebody's own who was forgotten. */
  saved_view_id: number | null;
  body_id: number | null;
  kind: Kind;
  subject: Json<Texts>;
  text: Json<Texts>;
  reply_to: string | null;
  state: Filled<State>;
  written_by: string;
  tested_at: Instant | null;
  sent_by: string | null;
  sending_at: Instant | null;
  ended_at: Instant | null;
}

/** A person, or an organisation that is written to at its own address; never both. */
interface RecipientTable {
  id: Generated<number>;
  mailing_id: number;
  person_id: number | null;
  organisation_id: number | null;
  outcome: Outcome;
  language: string | null;
  mail_id: number | null;
  posted_at: Instant | null;
}

interface ChoiceTable extends RecordColumns {
  person_id: number | null;
  organisation_id: number | null;
  kind: Kind;
  wanted: boolean;
  decided_at: Instant;
}

interface LinkTable {
  id: Generated<number>;
  created_at: Filled<Instant>;
  person_id: number | null;
  organisation_id: number | null;
  kind: Kind;
  token_hash: string;
}

interface Owned {
  mailing: MailingTable;
  mailing_recipient: RecipientTable;
  mailing_choice: ChoiceTable;
  mailing_link: LinkTable;
}

export interface Tables extends Owned {
  body: CommunityTables['body'];
  organisation: CommunityTables['organisation'];
  person: CommunityTables['person'] & { language: string | null; languages: { language: string }[] };
  email: { id: number; person_id: number; typed: string; confirmed_at: Instant | null; archived_at: Instant | null };
  saved_view: SavedViewTable;
  mail: { id: number; state: 'waiting' | 'sent' | 'failed' };
}

export const owned: readonly (keyof Owned)[] = ['mailing', 'mailing_recipient', 'mailing_choice', 'mailing_link'];
