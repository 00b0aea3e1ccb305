import type { ColumnType, Generated, Kysely, Transaction } from 'kysely';
import type { ReadonlyKysely } from 'kysely/readonly';

/** A connection that the compiler will not let write. Queries and policies receive this. */
export type Reads<Tables> = ReadonlyKysely<Tables>;

/** An open transaction. Only commands receive this, from `run`. */
export type Writes<Tables> = Transaction<Tables>;

/** An ISO day, `2026-11-22`. */
export type Day = string;
/** An instant in ISO 8601, UTC. */
export type Instant = string;

/** A jsonb column: read as its value, written as JSON text. */
export type Json<Value> = ColumnType<Value, Value | string, Value | string>;

/** A column that the database fills by itself. */
export type Filled<Value> = ColumnType<Value, Value | undefined, Value>;

/** What every record has: a version against lost updates, its birth, and archiving instead of deletion. */
export interface RecordColumns {
  id: Generated<number>;
  version: Filled<number>;
  created_at: Filled<Instant>;
  archived_at: Instant | null;
  archived_reason: string | null;
}

// One connection serves the queries and commands of every domain, each typed over its own tables; only there are the rows known.
// biome-ignore lint/suspicious/noExplicitAny: the tables of all domains together have no common row types.
export type AnyDatabase = Kysely<any>;
// biome-ignore lint/suspicious/noExplicitAny: the tables of all domains together have no common row types.
export type AnyReads = ReadonlyKysely<any>;
// biome-ignore lint/suspicious/noExplicitAny: the tables of all domains together have no common row types.
export type AnyWrites = Transaction<any>;

/** The same connection, no longer able to write. Kysely has one class for both; only the type forbids. */
export const reading = (db: AnyDatabase): AnyReads => db as unknown as AnyReads;
