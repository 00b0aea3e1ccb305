import { sql } from 'kysely';
import { type Actor, holdsSomewhere } from '../access/actor.ts';
import type { Call } from '../command.ts';
import type { AnyReads, AnyWrites, Writes } from '../db/tables.ts';
import { invalidField } from '../errors.ts';
import { keepBytes } from '../files/keep.ts';
import { asJson } from './as-json.ts';
import { type Desk, labelsIn } from './desk.ts';
import type { ImportContext, Importer, RawLine } from './importer.ts';
import { findLines } from './lines.ts';
import { learnedColumns } from './queries.ts';
import { readAside, small } from './read/aside.ts';
import type { Read } from './read/read.ts';
import { ReadRefusal } from './read/read.ts';
import { reading } from './reading.ts';
import type { RunNotice, Tables } from './tables.ts';

export interface Source {
  name?: string | null | undefined;
  text?: string | null | undefined;
  /** Its bytes, or base64. */
  file?: string | Uint8Array | null | undefined;
  context?: Record<string, string> | undefined;
  /** What was read of it before the transaction. */
  read?: Read | undefined;
}

/**
 * The source with what stands in it, read before a transaction is opened where it is large: that takes seconds, and connections are few.
 * Only for those who may bring it; whoever may not is refused by the command. Throws what the command would.
 */
export const readAhead = async <Given extends Source & { kind: string }>(desk: Desk, source: Given, call: Call): Promise<Given> => {
  const importer = desk.importers.find((one) => one.kind === source.kind);
  const given = weight(source) > small;
  if (!given || !importer || call.actor.kind === 'visitor' || !holdsSomewhere(call.actor, importer.right)) return source;
  await contextOf(reading(call.db), importer, source.context ?? {}, call.actor);
  const { bytes, name, field } = bytesOf(source);
  const read = await readOrRefuse(bytes, name, field, desk.uploadLimit);
  return { ...source, ...(source.file ? { file: bytes } : {}), read };
};

/** Bytes or letters. */
const weight = ({ file, text }: Source): number => (file || text || '').length;

/** Reads the source, keeps it and the lines found in it, and leaves the run waiting for its preview. */
export const startRun = async (
  desk: Desk,
  tx: Writes<Tables>,
  importer: Importer,
  source: Source,
  actor: Actor,
): Promise<{ id: number }> => {
  const context = await contextOf(tx as unknown as AnyReads, importer, source.context ?? {}, actor);
  const { bytes, name, field } = bytesOf(source);
  const read = source.read ?? (await readOrRefuse(bytes, name, field, desk.uploadLimit));
  const { count, lines, mapping, notices } = findLines(
    read,
    importer,
    context,
    await learnedColumns(reading(tx), importer.kind),
    labelsIn(desk),
  );
  const file = await keepBytes(tx as unknown as AnyWrites, desk.dataDir, name, bytes, actor.personId);
  const run = await tx
    .insertInto('import_run')
    .values({
      kind: importer.kind,
      file_id: file,
      source_name: name,
      person_id: actor.personId,
      actor_name: actor.name,
      state: 'read',
      context: JSON.stringify(context),
      mapping: JSON.stringify(actor.scopes ? { ...mapping, scopes: actor.scopes } : mapping),
      notices: JSON.stringify([...read.notices, ...notices] satisfies RunNotice[]),
      counts: '{}',
      total: count,
      failure: null,
      started_at: null,
      ended_at: null,
      archived_at: null,
      archived_reason: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  let part: { number: number; place: RawLine['place']; cells: RawLine['cells'] }[] = [];
  let number = 0;
  for (const { place, cells } of lines) {
    number += 1;
    part.push({ number, place, cells });
    if (part.length < portion && number < count) continue;
    await keepLines(tx, run.id, part);
    part = [];
  }
  return run;
};

/** Few enough that what was made of them is gone before it grows old: the memory of a large file is then that of reading it. */
const portion = 200;

const keepLines = (tx: Writes<Tables>, runId: number, lines: readonly object[]) =>
  sql`insert into import_line (run_id, number, place, cells)
    select ${runId}, number, place, cells
    from jsonb_to_recordset(${asJson(lines)}::jsonb) found (number integer, place jsonb, cells jsonb)`.execute(tx);

const bytesOf = ({ name, text, file }: Source): { bytes: Uint8Array; name: string; field: string } => {
  // A file of no bytes was given all the same: its name says so.
  if (file || (file === '' && name))
    return { bytes: typeof file === 'string' ? Buffer.from(file, 'base64') : file, name: name || 'file', field: 'file' };
  if (text?.trim()) return { bytes: Buffer.from(text), name: name || 'pasted text', field: 'text' };
  throw invalidField('file', 'imports.nothingGiven');
};

const readOrRefuse = async (bytes: Uint8Array, name: string, field: string, limit: number): Promise<Read> => {
  try {
    return await readAside(bytes, name, { bytes: limit });
  } catch (refusal) {
    if (!(refusal instanceof ReadRefusal)) throw refusal;
    throw invalidField(field, refusal.key, refusal.values);
  }
};

const contextOf = async (db: AnyReads, importer: Importer, given: Record<string, string>, actor: Actor): Promise<ImportContext> => {
  const context: Record<string, string> = {};
  for (const field of importer.context) {
    const value = given[field.key]?.trim();
    if (!value) {
      if (field.required) throw invalidField(['context', field.key], 'field.required');
      continue;
    }
    const options = await field.options?.(db, actor, 'en');
    const meant = options ? options.find(([ref]) => ref.toLowerCase() === value.toLowerCase())?.[0] : value;
    if (meant === undefined) throw invalidField(['context', field.key], 'field.choice', { typed: value });
    context[field.key] = meant;
  }
  return context;
};
