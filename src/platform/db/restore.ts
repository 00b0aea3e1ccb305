import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Entry, readArchive } from './backup-archive.ts';
import { hasFiles, stageFiles } from './backup-files.ts';
import { checkBackup, fileOf, type Manifest, manifestPath, tableOf } from './backup-manifest.ts';
import { inPublic, looseningOf, migrationsOf, plainSettings, quote, refreshViews, sequencesOf, tablesOf } from './backup-schema.ts';

/** `force`: also into a database or files folder that holds something, which is then replaced. */
export type RestoreOptions = { from: string; filesDir: string; force?: boolean };

/**
 * Puts a backup back, into a database with exactly the migrations it was made with. The file is checked as a whole first; then all happens
 * in one transaction, with the files exchanged just before its end. Throws an Error in plain words, with everything as it was.
 *
 * To restore a backup of an older version: `checkBackup` tells its migrations; migrate a new database through only those, restore, then
 * migrate the rest of the way.
 */
export async function restore(pool: pg.Pool, { from, filesDir, force = false }: RestoreOptions): Promise<Manifest> {
  const manifest = await checkBackup(from);
  if (!force && (await hasFiles(filesDir))) throw new Error(`The folder ${filesDir} is not empty. ${howToReplace}`);
  const staged = await stageFiles(filesDir);
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`${plainSettings}; set local lock_timeout to '10s'; ${asItWas}`);
    await requireSameSchema(client, manifest);
    if (!force) await requireEmpty(client, manifest);
    await load(client, from, manifest, staged.add);
    const files = await staged.takeOver();
    await client.query('commit').catch(async (error) => {
      await files.back();
      throw error;
    });
    await files.forget();
    client.release();
    return manifest;
  } catch (error) {
    // Ending the connection rolls back, also where it is in the middle of taking in rows.
    client.release(true);
    throw explained(error);
  } finally {
    await staged.discard();
  }
}

/** Restored rows keep their version and are no news to the log: the triggers of records step aside for this, where they run at all. */
const asItWas = "set local plenary.restoring to 'on'";

const howToReplace = 'Restoring would replace what is there: ask for that explicitly if it is what you want.';

async function requireSameSchema(client: pg.PoolClient, manifest: Manifest): Promise<void> {
  const here = await migrationsOf(client);
  const missing = manifest.migrations.filter((name) => !here.includes(name));
  const extra = here.filter((name) => !manifest.migrations.includes(name));
  if (missing.length > 0) throw new Error(`The backup was made by a newer version of Plenary: this database lacks ${missing.join(', ')}.`);
  if (extra.length > 0) throw new Error(`The backup was made by an older version of Plenary, before ${extra.join(', ')}.`);
  const shape = (tables: { name: string; columns: string[] }[]) =>
    tables.map(({ name, columns }) => `${name}(${[...columns].sort()})`).sort();
  const differing = [...new Set(shape(manifest.tables)).symmetricDifference(new Set(shape(await tablesOf(client))))];
  if (differing.length > 0) throw new Error(`The backup and this database differ in their tables: ${differing.join('; ')}.`);
  const sequences = (await sequencesOf(client)).map(({ name }) => name);
  const unknown = manifest.sequences.filter(({ name }) => !sequences.includes(name));
  if (unknown.length > 0) throw new Error(`This database lacks the sequences ${unknown.map(({ name }) => name).join(', ')}.`);
}

async function requireEmpty(client: pg.PoolClient, { tables }: Manifest): Promise<void> {
  const filled: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query(`select from ${inPublic(name)} limit 1`);
    if (rows.length > 0) filled.push(name);
  }
  if (filled.length > 0) throw new Error(`The database is not empty: there are rows in ${filled.join(', ')}. ${howToReplace}`);
}

type AddFile = (path: string, body: AsyncIterable<Buffer>) => Promise<void>;

async function load(client: pg.PoolClient, from: string, manifest: Manifest, addFile: AddFile): Promise<void> {
  const names = manifest.tables.map(({ name }) => inPublic(name));
  const { before, after } = await looseningOf(client);
  for (const statement of before) await client.query(statement);
  if (names.length > 0) await client.query(`truncate ${names.join(', ')}`);
  await loadEntries(client, from, manifest, addFile);
  for (const statement of after) await client.query(statement);
  // Unlike setval, this is undone when the transaction is.
  for (const { name, next } of manifest.sequences) await client.query(`alter sequence ${inPublic(name)} restart with ${next}`);
  await refreshViews(client);
  // Otherwise the first questions are planned as if the tables were still empty.
  if (names.length > 0) await client.query(`analyze ${names.join(', ')}`);
}

/** The entries of a table follow one another and together are one COPY. */
async function loadEntries(client: pg.PoolClient, from: string, manifest: Manifest, addFile: AddFile): Promise<void> {
  const sums = new Map(manifest.entries.map(({ path, sha256 }) => [path, sha256]));
  let open: { table: string; rows: PassThrough; done: Promise<void> } | undefined;
  const finish = async () => {
    open?.rows.end();
    await open?.done;
    open = undefined;
  };
  for await (const entry of readArchive(from)) {
    const table = tableOf(entry.path);
    if (open && open.table !== table) await finish();
    if (table === undefined) {
      const file = fileOf(entry.path);
      if (entry.path !== manifestPath && file !== undefined) await addFile(file, verified(entry, sums));
      continue;
    }
    open ??= startCopy(client, table, manifest);
    for await (const chunk of verified(entry, sums)) {
      if (!open.rows.write(chunk)) await Promise.race([new Promise((resolve) => open?.rows.once('drain', resolve)), open.done]);
    }
  }
  await finish();
}

function startCopy(client: pg.PoolClient, table: string, manifest: Manifest) {
  const columns = manifest.tables.find(({ name }) => name === table)?.columns ?? [];
  const rows = new PassThrough();
  const done = pipeline(rows, client.query(copyFrom(`copy ${inPublic(table)} (${columns.map(quote).join(', ')}) from stdin`)));
  // Awaited when the table is complete; until then a failure must not count as unhandled.
  done.catch(() => {});
  return { table, rows, done };
}

/** The file may have changed since it was checked: nothing of it is committed then. */
async function* verified({ path, body }: Entry, sums: Map<string, string>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== sums.get(path)) throw new Error(`The backup changed while it was read: ${path}.`);
}

const explained = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && error.code === '55P03'
    ? new Error('The database is in use by another program: stop it before restoring.', { cause: error })
    : error;
