import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { migrations } from '../migrations/index.ts';
import { openPool } from '../src/platform/db/connect.ts';
import { startEmbedded } from '../src/platform/db/embedded.ts';
import { stopAbandoned } from '../src/platform/db/embedded-abandoned.ts';
import { lockFolder } from '../src/platform/db/embedded-lock.ts';
import { migrate } from '../src/platform/db/migrate.ts';
import type { AnyDatabase } from '../src/platform/db/tables.ts';
import { silent } from '../src/platform/log/log.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `url` reaches the server, `template` is the migrated database, `prefix` begins the name of every database of this run. */
    testServer: { url: string; template: string; prefix: string };
  }
}

export type TestDatabase = { db: AnyDatabase; pool: pg.Pool; url: string; drop(): Promise<void> };

/** A database of one's own for a test file: migrated and empty. Call `drop` in `afterAll`. */
export async function testDatabase(): Promise<TestDatabase> {
  const { url, template, prefix } = inject('testServer');
  return copyDatabase(url, template, prefix);
}

/** Without migrations: not a single table. */
export async function blankDatabase(): Promise<TestDatabase> {
  const { url, prefix } = inject('testServer');
  return copyDatabase(url, 'template0', prefix);
}

async function copyDatabase(url: string, template: string, prefix: string): Promise<TestDatabase> {
  const name = `${prefix}_${randomUUID().slice(0, 8)}`;
  await onServer(url, `create database ${name} template ${template}`);
  const own = databaseUrl(url, name);
  const pool = openPool(own, silent, 8);
  return {
    db: new Kysely({ dialect: new PostgresDialect({ pool }) }),
    pool,
    url: own,
    drop: async () => {
      await pool.end();
      await onServer(url, `drop database ${name} with (force)`);
    },
  };
}

/** Runs once before all tests: one server, on `DATABASE_URL` or our own in a temporary folder, with one migrated template. */
export default async function prepare(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env.DATABASE_URL ? borrowed(process.env.DATABASE_URL) : await ownServer();
  const prefix = `plenary_test_${randomUUID().slice(0, 8)}`;
  const template = `${prefix}_template`;
  const finish = async () => {
    await dropAll(server.url, prefix);
    await server.stop();
  };
  try {
    await onServer(server.url, `create database ${template}`);
    const pool = openPool(databaseUrl(server.url, template), silent, 1);
    const db: AnyDatabase = new Kysely({ dialect: new PostgresDialect({ pool }) });
    await migrate(db, migrations).finally(() => db.destroy());
  } catch (error) {
    await finish();
    throw error;
  }
  project.provide('testServer', { url: server.url, template, prefix });
  return finish;
}

const borrowed = (url: string) => ({ url, stop: async () => {} });

const folderPrefix = 'plenary-test-';

async function ownServer() {
  await sweepKilledRuns();
  const dir = await mkdtemp(join(tmpdir(), folderPrefix));
  const server = await startEmbedded({ dir, log: silent, durable: false });
  return {
    url: server.connectionString,
    stop: async () => {
      await server.stop();
      await rm(dir, { recursive: true });
    },
  };
}

/** A run that was killed leaves its server and folder behind, and in the folder the file that says who used it. */
async function sweepKilledRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const dir = join(tmpdir(), name);
    if (!name.startsWith(folderPrefix) || !existsSync(join(dir, 'plenary.pid'))) continue;
    // Still in use, or another person's: then it is not ours to sweep.
    const lock = await lockFolder(dir).catch(() => undefined);
    if (!lock) continue;
    await stopAbandoned(dir, silent);
    await lock.release();
    await rm(dir, { recursive: true, force: true });
  }
}

async function dropAll(url: string, prefix: string): Promise<void> {
  const { rows } = await onServer(url, `select datname from pg_database where starts_with(datname, '${prefix}')`);
  for (const { datname } of rows) await onServer(url, `drop database ${datname} with (force)`);
}

async function onServer(url: string, statement: string): Promise<pg.QueryResult<Record<string, string>>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
