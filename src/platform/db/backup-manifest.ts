import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readArchive } from './backup-archive.ts';

export const manifestPath = 'manifest.json';

const manifestSchema = z.object({
  format: z.literal('plenary-backup'),
  version: z.literal(1, 'it was made by a newer version of Plenary'),
  madeAt: z.string(),
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.number() })),
  sequences: z.array(z.object({ name: z.string(), next: z.string().regex(/^-?\d+$/) })),
  entries: z.array(z.object({ path: z.string(), size: z.number(), sha256: z.string() })),
});

/** What a backup says about itself: the schema it belongs to, and each part with its checksum. */
export type Manifest = z.infer<typeof manifestSchema>;

/**
 * Reads a whole backup and compares every part with its checksum and every table with its number of rows, touching nothing.
 * Throws an Error in plain words when anything is missing, changed or cut off.
 */
export async function checkBackup(from: string): Promise<Manifest> {
  try {
    const { manifest, found, rows } = await survey(from);
    const expected = new Map(manifest.entries.map((entry) => [entry.path, entry]));
    for (const [path, { size, sha256 }] of found) {
      const entry = expected.get(path);
      if (entry?.size !== size || entry.sha256 !== sha256) throw new Error(`${path} is not as it was written`);
    }
    if (found.size !== expected.size) throw new Error('parts are missing');
    for (const table of manifest.tables)
      if (table.rows !== (rows.get(table.name) ?? 0)) throw new Error(`the table ${table.name} does not have ${table.rows} rows`);
    return manifest;
  } catch (error) {
    throw new Error(`The backup ${from} cannot be used: ${error instanceof Error ? error.message : error}.`, { cause: error });
  }
}

async function survey(from: string) {
  const found = new Map<string, { size: number; sha256: string }>();
  const rows = new Map<string, number>();
  let manifest: Manifest | undefined;
  for await (const { path, size, body } of readArchive(from)) {
    if (manifest || found.has(path)) throw new Error(`${path} does not belong where it stands`);
    if (path === manifestPath) {
      manifest = readManifest(await text(body));
      continue;
    }
    const hash = createHash('sha256');
    const table = tableOf(path);
    for await (const chunk of body) {
      hash.update(chunk);
      if (table !== undefined) rows.set(table, (rows.get(table) ?? 0) + countRows(chunk));
    }
    if (table === undefined && fileOf(path) === undefined) throw new Error(`${path} is not a part of a backup`);
    found.set(path, { size, sha256: hash.digest('hex') });
  }
  if (!manifest) throw new Error('it ends too early');
  return { manifest, found, rows };
}

function readManifest(json: string): Manifest {
  const { data, error } = manifestSchema.safeParse(JSON.parse(json));
  if (error) throw new Error(error.issues[0]?.message ?? 'its manifest is not readable');
  return data;
}

async function text(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** The table that an entry holds rows of, if any. */
export function tableOf(path: string): string | undefined {
  const name = path.match(/^tables\/([^/]+)\/\d+$/)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}

/** The path within the files folder that an entry is for, if any; never one that leads out of it. */
export function fileOf(path: string): string | undefined {
  const file = path.match(/^files\/(.+)$/s)?.[1];
  const steps = file?.split(/[/\\]/) ?? [''];
  return steps.some((step) => step === '' || step === '.' || step === '..' || step.includes('\0')) ? undefined : file;
}

/** In COPY's text every row ends with a line feed, and one inside a value is written as `\n`. */
export function countRows(chunk: Buffer): number {
  let rows = 0;
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows += 1;
  return rows;
}
