import { sql } from 'kysely';
import type { AnyWrites, Writes } from '../../../../platform/db/tables.ts';
import { emptyFile } from '../../../../platform/erasure/files.ts';
import type { OwnRows } from '../../../../platform/erasure/history.ts';
import type { Tables } from '../tables.ts';

/** Stands where words stood that were taken away. */
export const nothing = '–';

/**
 * Takes away what applicants answered and attached, what was written to and about them, and their links. Gives the rows whose history is to
 * be told no more. The contents of files go once this is committed: their hashes stay with the application until then.
 */
export const emptyApplications = async (tx: Writes<Tables>, ids: readonly number[], name: string | null): Promise<OwnRows[]> => {
  for (const application of ids) await removeFiles(tx, application);
  await tx
    .updateTable('application')
    .set({ answers: '{}', name, name_key: null, native_key: null, findings: null, decision_text: null, unheard_reason: null })
    .where('id', 'in', [...ids])
    .execute();
  await tx
    .updateTable('application_check')
    .set({ note: null })
    .where('application_id', 'in', [...ids])
    .execute();
  for (const table of ['application_note', 'application_message'] as const)
    await tx
      .updateTable(table)
      .set({ text: nothing })
      .where('application_id', 'in', [...ids])
      .execute();
  await tx
    .updateTable('application_advice')
    .set({ reason: nothing })
    .where('application_id', 'in', [...ids])
    .execute();
  await tx
    .deleteFrom('application_link')
    .where('application_id', 'in', [...ids])
    .execute();
  return partsOf(tx, ids);
};

const removeFiles = async (tx: Writes<Tables>, application: number): Promise<void> => {
  const files = await tx
    .selectFrom('application_file')
    .innerJoin('file', 'file.id', 'application_file.file_id')
    .select(['file.id', 'file.sha256'])
    .where('application_id', '=', application)
    .execute();
  if (files.length === 0) return;
  for (const file of files) {
    await emptyFile(tx as AnyWrites, file);
    await tx.updateTable('file').set({ name: nothing }).where('id', '=', file.id).execute();
  }
  const hashes = files.map(({ sha256 }) => sha256);
  await tx
    .updateTable('application')
    .set({ removed_files: sql`removed_files || ${hashes}::text[]` })
    .where('id', '=', application)
    .execute();
};

const parts = ['application_step', 'application_check', 'application_note', 'application_message', 'application_advice'] as const;

const partsOf = async (tx: Writes<Tables>, applications: readonly number[]): Promise<OwnRows[]> => {
  const rows: OwnRows[] = [];
  for (const table of parts) {
    const found = await tx
      .selectFrom(table)
      .select('id')
      .where('application_id', 'in', [...applications])
      .execute();
    rows.push({ table, ids: found.map((row) => row.id) });
  }
  const files = await tx
    .selectFrom('application_file')
    .select('file_id')
    .where('application_id', 'in', [...applications])
    .execute();
  return [{ table: 'application', ids: applications }, { table: 'file', ids: files.map((row) => row.file_id) }, ...rows];
};
