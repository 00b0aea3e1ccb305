import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { archiveEnd, entryBytes } from './backup-archive.ts';
import { filesBelow } from './backup-files.ts';
import { countRows, type Manifest, manifestPath } from './backup-manifest.ts';
import { type BackedUpTable, inPublic, migrationsOf, plainSettings, quote, sequencesOf, tablesOf } from './backup-schema.ts';

/** `out`: the file to write, which must not exist yet; by custom its name ends in `.tar.gz`. */
export type BackupOptions = { filesDir: string; out: string };

/**
 * Writes everything into one file while the product is in use: all tables as of one moment, then the files folder. The jobs that
 * wait are left out. The file appears under its name only when it is complete. Throws, and leaves no file, when anything fails.
 */
export async function backup(pool: pg.Pool, { filesDir, out }: BackupOptions): Promise<Manifest> {
  if (existsSync(out)) throw new Error(`${out} exists already; a backup never overwrites another.`);
  const partial = `${out}.${process.pid}.partial`;
  const manifest = newManifest();
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(plainSettings);
    await pipeline(contents(client, filesDir, manifest), createGzip(), createWriteStream(partial, { mode: 0o600, flush: true }));
    await client.query('commit');
    await rename(partial, out);
    client.release();
    return manifest;
  } catch (error) {
    client.release(true);
    await rm(partial, { force: true });
    throw error;
  }
}

const newManifest = (): Manifest => ({
  format: 'plenary-backup',
  version: 1,
  madeAt: new Date().toISOString(),
  migrations: [],
  tables: [],
  sequences: [],
  entries: [],
});

/** Fills the manifest as it goes; that comes last, when every checksum is known. */
async function* contents(client: pg.PoolClient, filesDir: string, manifest: Manifest): AsyncGenerator<Buffer> {
  const tables = await tablesOf(client);
  // Without these locks a table emptied meanwhile would look empty to us too: emptying does not keep the old rows for anyone.
  if (tables.length > 0) await client.query(`lock table ${tables.map(({ name }) => inPublic(name)).join(', ')} in access share mode`);
  manifest.migrations = await migrationsOf(client);
  for (const table of tables) yield* tableEntries(client, table, manifest);
  // Read after the rows, so that no row has used a number that its sequence would give out again.
  manifest.sequences = await sequencesOf(client);
  for await (const { path, size, body } of filesBelow(filesDir)) yield* entry(`files/${path}`, size, body, manifest);
  const text = Buffer.from(JSON.stringify(manifest));
  yield* entryBytes(manifestPath, text.length, [text]);
  yield archiveEnd;
}

/** A table's length is not known beforehand, so it is cut into entries that fit into memory. */
const pieceSize = 4 * 1024 * 1024;

async function* tableEntries(client: pg.PoolClient, { name, columns }: BackedUpTable, manifest: Manifest): AsyncGenerator<Buffer> {
  let rows = 0;
  let number = 0;
  const rowsOf = client.query(copyTo(`copy ${inPublic(name)} ${columns.length ? `(${columns.map(quote).join(', ')})` : ''} to stdout`));
  for await (const piece of pieces(rowsOf)) {
    number += 1;
    rows += countRows(piece);
    yield* entry(`tables/${encodeURIComponent(name)}/${String(number).padStart(6, '0')}`, piece.length, [piece], manifest);
  }
  manifest.tables.push({ name, columns, rows });
}

async function* pieces(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    waiting.push(chunk);
    size += chunk.length;
    if (size < pieceSize) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting);
}

async function* entry(
  path: string,
  size: number,
  body: AsyncIterable<Buffer> | Iterable<Buffer>,
  manifest: Manifest,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  async function* hashed() {
    for await (const chunk of body) {
      hash.update(chunk);
      yield chunk;
    }
  }
  yield* entryBytes(path, size, hashed());
  manifest.entries.push({ path, size, sha256: hash.digest('hex') });
}
