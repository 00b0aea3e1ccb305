import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Log } from '../log/log.ts';
import { type Embedded, startEmbedded } from './embedded.ts';
import { PreparingClient } from './preparing-client.ts';
import type { AnyDatabase } from './tables.ts';
import { valueTypes } from './values.ts';

export type Connected = {
  pool: pg.Pool;
  db: AnyDatabase;
  /** For other tools and further pools on the same database. */
  connectionString: string;
  /** Waits for what is running, closes the pool and, where it is ours, ends the server. May be called more than once. */
  close(): Promise<void>;
};

/** `url`: a PostgreSQL server of one's own; without it the embedded one runs in `dir`. `pool`: connections at most (default 16). */
export type ConnectOptions = { url?: string | undefined; dir: string; log: Log; pool?: number };

/**
 * Opens the database. Throws an Error in plain words when the server cannot be reached or is older than PostgreSQL 15,
 * or when the embedded server does not start.
 */
export async function connect({ url, dir, log, pool: size = 16 }: ConnectOptions): Promise<Connected> {
  const embedded = url ? undefined : await startEmbedded({ dir, log });
  const connectionString = url ?? embedded?.connectionString ?? '';
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
    close: () => {
      closing ??= close(pool, embedded);
      return closing;
    },
  };
}

/** A pool whose connections speak as the house does: see `values.ts` for what comes out of them. */
export function openPool(connectionString: string, log: Log, size = 16): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: size,
    Client: PreparingClient,
    types: valueTypes,
    application_name: 'plenary',
    // Asked for on the connection itself, because options in the address would replace any given here.
    onConnect: async (client) => {
      // While a connection is in use its loss fails the query at hand; without a listener it would end the program as well.
      client.on('error', (error) => log.warn('A connection to the database was lost.', { error }));
      await client.query("set timezone to 'UTC'; set datestyle to 'ISO'; set intervalstyle to 'iso_8601'");
    },
  });
  // A connection that breaks while idle is replaced; without a listener it would end the program.
  pool.on('error', (error) => log.warn('A connection to the database was lost.', { error }));
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
