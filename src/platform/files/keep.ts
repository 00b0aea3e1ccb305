import { z } from 'zod';
import type { AnyDatabase, AnyWrites } from '../db/tables.ts';
import { line } from '../fields.ts';
import { sniff } from './sniff.ts';
import { dropContents, readStored, storeFile } from './store.ts';

export { removedContent } from './store.ts';

/** A file as it comes with a form (see `uploadIn`) or in JSON. */
export interface Upload {
  name: string;
  /** Base64. */
  content: string;
}

export const upload = () =>
  z.strictObject({
    name: line({ max: 255 }),
    content: z.base64({ error: 'file.noContent' }).min(1, { error: 'file.noContent' }).meta({ contentEncoding: 'base64' }),
  });

/** The file that a form sends under this name; undefined where none was chosen. */
export const uploadIn = async (body: Readonly<Record<string, unknown>>, name: string): Promise<Upload | undefined> => {
  const sent = [body[name]].flat().find((one) => one instanceof File && one.size > 0);
  if (!(sent instanceof File)) return undefined;
  return { name: sent.name.slice(0, 255) || 'file', content: Buffer.from(await sent.arrayBuffer()).toString('base64') };
};

let folder: string | undefined;

/** Says once, at the start, where files are kept. */
export const keepFilesIn = (dataDir: string): void => {
  folder = dataDir;
};

/** Keeps a file: its content in the data folder, its name in the transaction of the command. Gives the id of its row in `file`. */
export const keepFile = async (tx: AnyWrites, { name, content }: Upload, personId: number | null): Promise<number> => {
  if (folder === undefined) throw new Error('keepFilesIn() was not called before a file came.');
  return keepBytes(tx, folder, name, Buffer.from(content, 'base64'), personId);
};

/** Keeps bytes in this data folder and their name in the transaction. Gives the id of their row in `file`. */
export const keepBytes = async (
  tx: AnyWrites,
  dataDir: string,
  name: string,
  bytes: Uint8Array,
  personId: number | null,
): Promise<number> => {
  const { sha256, size } = await storeFile(dataDir, bytes);
  const file = await tx
    .insertInto('file')
    .values({ sha256, name, size, media_type: sniff(bytes), person_id: personId })
    .returning('id')
    .executeTakeFirstOrThrow();
  return file.id as number;
};

/** The content that lies under this hash; undefined where it is missing or damaged. */
export const keptContent = async (sha256: string): Promise<Uint8Array | undefined> =>
  folder === undefined ? undefined : readStored(folder, sha256).catch(() => undefined);

/** Takes those of these contents from the data folder that no file has any more: two files may have the same. */
export const dropUnnamed = async (db: AnyDatabase, dataDir: string, hashes: readonly string[]): Promise<void> => {
  if (hashes.length === 0) return;
  const named = await db
    .selectFrom('file')
    .select('sha256')
    .where('sha256', 'in', [...hashes])
    .execute();
  const still = new Set(named.map((file) => file.sha256));
  await dropContents(
    dataDir,
    hashes.filter((hash) => !still.has(hash)),
  );
};
