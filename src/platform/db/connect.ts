import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Log } from '../log/log.ts';
import { type Embedded, joinEmbedded, startEmbedded } from './embedded.ts';
import { FolderInUse } from './embedded-lock.ts';
import { PreparingClient } from './preparing-client.ts';
import type { AnyDatabase } from './tables.ts';
import { valueTypes } from './values.ts';

export type Connected = {
  pool: pg.Pool;
  db: AnyDatabase;
  /** For other tools and further pools on the same database. */
  connectionString: string;
  /** True where another program runs the embedded server, and it goes on when we close. */
  joined: boolean;
  /** Waits for what is running, closes the pool and, where it is ours, ends the server. May be called more than once. */
  close(): Promise<void>;
};

/** `url`: a PostgreSQL server of one's own; without it the embedded one runs in `dir`. `pool`: connections at most. */
export type ConnectOptions = {
  url?: string | undefined;
  dir: string;
  log: Log;
  pool?: number;
  /** Where another program runs the embedded server, use that one instead of refusing. */
  join?: boolean | undefined;
};

/**
 * Opens the database, with at most 8 connections, or 5 to the embedded one: it shares the machine with us, and each takes 20 MB for the
 * plans of its statements. Throws an Error in plain words when the server cannot be reached or is older than PostgreSQL 15,
 * or when the embedded server does not start.
 */
export async function connect({ url, dir, log, pool: size = url ? 8 : 5, join = false }: ConnectOptions): Promise<Connected> {
  const { embedded, connectionString, joined } = url
    ? { embedded: undefined, connectionString: url, joined: false }
    : await embeddedIn(dir, log, join);
  const pool = openPool(connectionString, log, size);
  try {
    await requireVersion(pool);
  } catch (error) {
    await close(pool, embedded);
    throw error;
  }
  const db: AnyDatabase = new Kysely({ dialect: new PostgresDialect({ pool }) });
  let closing: Promise<void> | undefined;
  return {
    pool,
    db,
    connectionString,
    joined,
    close: () => {
      closing ??= close(pool, embedded);
      return closing;
    },
  };
}

const embeddedIn = async (dir: string, log: Log, join: boolean) => {
  try {
    const embedded = await startEmbedded({ dir, log });
    return { embedded, connectionString: embedded.connectionString, joined: false };
  } catch (fault) {
    if (!(join && fault instanceof FolderInUse)) throw fault;
    return { embedded: undefined, connectionString: await joinEmbedded(dir), joined: true };
  }
};

/** A pool whose connections speak as the house does: see `values.ts` for what comes out of them. */
export function openPool(connectionString: string, log: Log, size = 8): pg.Pool {
  // While we close, the loss of connections is what we asked for.
  const lost = (error: Error) => {
    if (!pool.ending) log.warn('A connection to the database was lost.', { error });
  };
  const pool = new pg.Pool({
    connectionString,
    max: size,
    Client: PreparingClient,
    types: valueTypes,
    application_name: 'plenary',
    // Asked for on the connection itself, because options in the address would replace any given here.
    onConnect: async (client) => {
      // While a connection is in use its loss fails the query at hand; without a listener it would end the program as well.
      client.on('error', lost);
      await client.query("set timezone to 'UTC'; set datestyle to 'ISO'; set intervalstyle to 'iso_8601'");
    },
  });
  // A connection that breaks while idle is replaced; without a listener it would end the program.
  pool.on('error', lost);
  return pool;
}

async function requireVersion(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ server_version_num: string }>('show server_version_num').catch((error) => {
    throw new Error(`The database cannot be reached: ${reason(error)}`, { cause: error });
  });
  const major = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
  if (major < 15) throw new Error(`The database server is PostgreSQL ${major}; Plenary needs 15 or newer.`);
}

/** Where a name has several addresses, Node reports one empty error that holds the real ones. */
const reason = (error: unknown): string =>
  error instanceof AggregateError ? error.errors.map(reason).join('; ') : error instanceof Error ? error.message : String(error);

async function close(pool: pg.Pool, embedded: Embedded | undefined): Promise<void> {
  await pool.end();
  await embedded?.stop();
}
