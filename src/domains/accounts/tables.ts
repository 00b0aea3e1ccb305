import type { Filled, Instant, Json, RecordColumns } from '../../platform/db/tables.ts';
import type { ForgottenFiles } from '../../platform/erasure/files.ts';
import type { Texts } from '../../platform/i18n/texts.ts';
import type { EmailTable, PersonTable } from '../people/index.ts';

export interface RoleTable extends RecordColumns {
  key: string;
  title: Json<Texts>;
  /** Names of rights; `*` stands for all, those of later versions included. */
  rights: string[];
}

/** In effect from `starts_on` until the day before `ends_on`. Without a body it holds everywhere. */
export interface GrantTable extends RecordColumns {
  person_id: number;
  role_id: number;
  body_id: number | null;
  starts_on: string;
  ends_on: string | null;
}

export interface AccountTable extends RecordColumns {
  person_id: number;
  suspended_at: Instant | null;
}

/** Of secrets only hashes are kept: the code's together with the challenge that only the asking browser holds. */
export interface CodeTable {
  id: Filled<number>;
  account_id: number | null;
  challenge_hash: string;
  code_hash: string;
  address_hash: string;
  client_hash: string;
  created_at: Filled<Instant>;
  expires_at: Instant;
  tries: Filled<number>;
  used_at: Instant | null;
}

export interface FirstLinkTable {
  token_hash: string;
  expires_at: Instant;
  used_at: Instant | null;
}

export interface SignInLinkTable extends FirstLinkTable {
  account_id: number;
}

export interface SessionTable {
  id: Filled<number>;
  token_hash: string;
  account_id: number;
  created_at: Filled<Instant>;
  seen_at: Filled<Instant>;
  expires_at: Instant;
  agent: string | null;
}

export interface TokenTable extends RecordColumns {
  person_id: number;
  name: string;
  token_hash: string;
  /** Names of commands, `*` for all; none for a token that only reads. */
  scopes: string[];
  expires_at: Instant;
  revoked_at: Instant | null;
}

/** `credential_id` and `public_key` as base64url; the key that signs never leaves its owner's device. */
export interface PasskeyTable extends RecordColumns {
  account_id: number;
  name: string;
  credential_id: string;
  public_key: string;
  counter: number;
  transports: string[];
  backed_up: boolean;
  used_at: Instant | null;
}

/** A challenge given to a browser. Without an account it is for signing in, with one for adding a passkey to it. */
export interface PasskeyCeremonyTable {
  id: Filled<number>;
  token_hash: string;
  account_id: number | null;
  client_hash: string;
  created_at: Instant;
  expires_at: Instant;
  used_at: Instant | null;
}

/** Whom a provider knows under `subject`. */
export interface IdentityTable extends RecordColumns {
  account_id: number;
  issuer: string;
  subject: string;
  used_at: Instant | null;
}

/** Done when the mailbox of the old address (`email_id`) and that of the new one have both said yes. */
export interface AddressChangeTable {
  id: Filled<number>;
  person_id: number;
  email_id: number;
  replaces: boolean;
  typed: string;
  address_key: string;
  old_token_hash: string;
  new_token_hash: string;
  old_confirmed_at: Instant | null;
  new_confirmed_at: Instant | null;
  created_at: Instant;
  expires_at: Instant;
  done_at: Instant | null;
}

/** The log of those who asked to be forgotten. What it holds leads to nobody. */
export interface ErasureTable extends RecordColumns {
  person_id: number;
  pseudonym: string;
  by_self: boolean;
  /** How many seats the person held when it was asked. */
  seats: number;
  asked_at: Instant;
  due_on: string;
  withdrawn_at: Instant | null;
  done_at: Instant | null;
  /** Rows that were changed, by table. */
  counts: Json<Record<string, number>>;
  /** What became of stored files. */
  files: Json<ForgottenFiles>;
}

export interface Tables {
  role: RoleTable;
  role_grant: GrantTable;
  account: AccountTable;
  sign_in_code: CodeTable;
  first_link: FirstLinkTable;
  sign_in_link: SignInLinkTable;
  session: SessionTable;
  api_token: TokenTable;
  passkey: PasskeyTable;
  passkey_ceremony: PasskeyCeremonyTable;
  identity: IdentityTable;
  address_change: AddressChangeTable;
  erasure: ErasureTable;
  file: { id: number; sha256: string; name: string; media_type: string };
  person: PersonTable;
  email: EmailTable;
  body: { id: number; ref: string; name: Json<Texts>; acronym: string | null; parent_id: number | null; archived_at: Instant | null };
}
