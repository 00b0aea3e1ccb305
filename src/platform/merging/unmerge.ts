import { sql } from 'kysely';
import { takeBackRows } from '../audit/take-back.ts';
import type { Call, RowOf } from '../command.ts';
import type { AnyWrites, Writes } from '../db/tables.ts';
import { conflict } from '../errors.ts';
import type { Stayed } from './merging.ts';
import type { MergingTables } from './tables.ts';

/**
 * Makes two records of one again: each row goes back to the record that it came from, each value becomes what it was, as long as it still is
 * what the merge made of it. What somebody has changed since stays, and is told. Only within a command.
 */
export const unmergeRecords = async (
  tx: AnyWrites,
  merge: RowOf<MergingTables, 'merge'>,
  { now, actor }: Pick<Call, 'now' | 'actor'>,
): Promise<Stayed[]> => {
  if (merge.undone_at) throw conflict('merge.undoneAlready');
  await onlyWhileKept(tx, merge);
  const stayed: Stayed[] = [];
  for (const { table, ids, entries } of await touchedBy(tx, merge.entry_id)) {
    const reasons = await takeBackRows(tx, table, ids, {
      ours: sql`change.audit_id = any(${entries}::bigint[])`,
      now,
      archived: 'merge undone',
    });
    for (const [id, problems] of reasons)
      for (const { path, key } of problems) stayed.push({ table, id, ...(path[0] ? { field: String(path[0]) } : {}), why: key });
  }
  await giveBack(tx, merge);
  await (tx as Writes<MergingTables>)
    .updateTable('merge')
    .set({ undone_at: now, undone_by: actor.name, stayed: JSON.stringify(stayed) })
    .where('id', '=', merge.id)
    .execute();
  return stayed;
};

/** A record that is kept no longer has nothing to give back: first what was done to it is undone. */
const onlyWhileKept = async (tx: AnyWrites, { kind, kept_id }: RowOf<MergingTables, 'merge'>): Promise<void> => {
  const { rows } = await sql<{ archived: boolean; merged: number | null }>`
    select archived_at is not null as archived, merged_into_id as merged from ${sql.table(kind)} where id = ${kept_id}`.execute(tx);
  if (rows[0]?.merged != null) throw conflict('merge.keptMerged');
  if (rows[0]?.archived !== false) throw conflict('merge.keptArchived');
};

/** The rows that the merge wrote, what was written last first. */
const touchedBy = async (tx: AnyWrites, entry: number) => {
  const { rows } = await sql<{ table: string; ids: number[]; entries: number[] }>`
    with recursive entries as (
      select ${entry}::bigint as id union all select audit.id from audit join entries on audit.parent_id = entries.id
    )
    select change.table_name as "table", array_agg(distinct change.row_id) as ids, (select array_agg(id) from entries) as entries
    from audit_change change where change.audit_id in (select id from entries) and change.table_name <> 'merge'
    group by 1 order by max(change.id) desc`.execute(tx);
  return rows;
};

/** Rows without a history of their own. */
const giveBack = async (tx: AnyWrites, { others, kept_id, gone_id }: RowOf<MergingTables, 'merge'>): Promise<void> => {
  for (const [place, ids] of Object.entries(others)) {
    const [table = '', column = ''] = place.split('.');
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${gone_id}
      where id = any(${ids}::bigint[]) and ${sql.ref(column)} = ${kept_id}`.execute(tx);
  }
};
