import { sql } from 'kysely';
import type { AnyWrites } from '../db/tables.ts';
import { keptContent, removedContent } from '../files/keep.ts';
import { sniff } from '../files/sniff.ts';
import { readAside } from '../imports/read/aside.ts';
import { textOf } from '../imports/read/read.ts';
import type { OwnRows } from './history.ts';
import { knownBy } from './sweep.ts';

/** What became of stored files when somebody was forgotten. */
export interface ForgottenFiles {
  /** Hashes of contents that are to go from the data folder as soon as no other file has the same. */
  removed: string[];
  /** Numbers of files that still name the person: nobody but people can say whether they are needed. */
  mentioning: number[];
}

/**
 * Takes away the contents of sources of imports that brought something of this person in, or name them: what came out of them stands in the
 * records. Other files that name the person (evidence, papers of organisations) stay and are told, because nobody can rewrite them.
 */
export const forgetFiles = async (tx: AnyWrites, own: readonly OwnRows[], values: readonly string[]): Promise<ForgottenFiles> => {
  const names = knownBy(values);
  const brought = await sourcesOf(tx, own);
  const found: ForgottenFiles = { removed: [], mentioning: [] };
  for (const file of await keptFiles(tx)) {
    const goes = file.isSource && (brought.has(file.id) || (await mentions(file, names)));
    if (goes) found.removed.push(await emptyFile(tx, file));
    else if (!file.isSource && (await mentions(file, names))) found.mentioning.push(file.id);
  }
  return found;
};

/** Takes the content away from a file whose record stays; gives the hash of the content. */
export const emptyFile = async (tx: AnyWrites, { id, sha256 }: { id: number; sha256: string }): Promise<string> => {
  await sql`update file set sha256 = ${removedContent}, size = 0 where id = ${id}`.execute(tx);
  return sha256;
};

interface KeptFile {
  id: number;
  sha256: string;
  name: string;
  isSource: boolean;
}

const keptFiles = async (tx: AnyWrites): Promise<KeptFile[]> =>
  (
    await sql<KeptFile>`
      select id, sha256, name, exists (select from import_run where import_run.file_id = file.id) as "isSource"
      from file where sha256 <> ${removedContent} order by id`.execute(tx)
  ).rows;

/** The sources of which a line made or changed one of these rows. */
const sourcesOf = async (tx: AnyWrites, own: readonly OwnRows[]): Promise<Set<number>> => {
  const found = new Set<number>();
  for (const { table, ids } of own) {
    const { rows } = await sql<{ id: number }>`
      select distinct import_run.file_id as id from audit_change join audit on audit.id = audit_change.audit_id
        join import_line on import_line.id = audit.import_line_id join import_run on import_run.id = import_line.run_id
      where audit_change.table_name = ${table} and audit_change.row_id = any(${[...ids]}::bigint[]) and import_run.file_id is not null`.execute(
      tx,
    );
    for (const { id } of rows) found.add(id);
  }
  return found;
};

const mentions = async ({ sha256, name }: KeptFile, names: RegExp | undefined): Promise<boolean> => {
  if (!names) return false;
  const bytes = await keptContent(sha256);
  return bytes !== undefined && names.test((await wordsOf(bytes, name)).normalize('NFC').replace(/\s+/gu, ' '));
};

/** What can be read in a file; nothing in a picture, or in what is too large to read. */
const wordsOf = (bytes: Uint8Array, name: string): Promise<string> =>
  readAside(bytes, name).then(textOf, () => (sniff(bytes) === 'text/plain' ? new TextDecoder().decode(bytes) : ''));
