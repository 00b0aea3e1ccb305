import { isDeepStrictEqual } from 'node:util';
import { type Insertable, sql, type Updateable } from 'kysely';
import type { AnyWrites } from '../db/tables.ts';
import { asJson } from './as-json.ts';

/**
 * What is to become of one row. Values are as JSON holds them: texts in several languages and lists as they are, not as text. An inserted
 * row may carry an id that `freshIds` gave.
 */
export type RowWrite<Tables> = {
  [Name in keyof Tables & string]:
    | { table: Name; insert: Insertable<Tables[Name]> & { id?: number } }
    | { table: Name; id: number; set: Updateable<Tables[Name]> }
    | { table: Name; id: number; removed: true };
}[keyof Tables & string];

/** A row and, where rows of several entries of the audit are written at once, the entry that it belongs to. */
export interface OwnedRow {
  // biome-ignore lint/suspicious/noExplicitAny: rows of any tables are written together; the domain that made them knew their columns.
  row: RowWrite<any>;
  entry?: number;
}

/**
 * Writes many rows with few statements: one for each table and set of columns, tables in an order in which every entry has them, so that a
 * record goes before what hangs on it. Where a row is written twice, the second time comes after everything before it.
 */
export const writeRows = async (tx: AnyWrites, rows: readonly OwnedRow[]): Promise<void> => {
  for (const part of partsOf(rows)) {
    const changes = await withIds(tx, part);
    for (const table of inOrder(changes)) {
      const own = changes.filter((one) => one.table === table);
      for (const group of Map.groupBy(own, (one) => `${one.kind} ${Object.keys(one.values).sort().join(' ')}`).values())
        for (const part of inPortions(group)) await writeGroup(tx, part);
    }
  }
};

/** Numbers for rows that are yet to be written; those that are not used leave gaps. The sequence is sought once, which `offset 0` sees to. */
export const freshIds = async (tx: AnyWrites, table: string, count: number): Promise<number[]> => {
  const { rows } = await sql<{ id: number }>`
    select nextval(sequence.name) as id
    from (select pg_get_serial_sequence(${table}, 'id')::regclass as name offset 0) sequence, generate_series(1, ${count}::integer)`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
};

const freshIdsOf = async (tx: AnyWrites, counts: readonly { table: string; count: number }[]): Promise<{ table: string; id: number }[]> => {
  const { rows } = await sql<{ table: string; id: number }>`
    select sequence.table, nextval(sequence.name) as id
    from (
      select asked.table, asked.count, pg_get_serial_sequence(asked.table, 'id')::regclass as name
      from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) asked ("table" text, count integer) offset 0
    ) sequence, generate_series(1, sequence.count)`.execute(tx);
  return rows;
};

/** Of these values, those that are not there already. */
export const differing = <Values extends object>(was: object, values: Values): Partial<Values> =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => value !== undefined && !isDeepStrictEqual((was as Record<string, unknown>)[name], value),
    ),
  ) as Partial<Values>;

/** Rows in one statement: where they are changed, the trigger searches their entries for each of them. */
const most = { insert: 1_000, set: 100, removed: 100 };

const inPortions = (group: readonly RowChange[]): RowChange[][] => {
  const size = most[group[0]?.kind ?? 'insert'];
  return Array.from({ length: Math.ceil(group.length / size) }, (_, at) => group.slice(at * size, (at + 1) * size));
};

interface RowChange {
  table: string;
  kind: 'insert' | 'set' | 'removed';
  id: number;
  values: Record<string, unknown>;
  entry: number | undefined;
}

const partsOf = (rows: readonly OwnedRow[]): OwnedRow[][] => {
  const parts: OwnedRow[][] = [[]];
  let seen = new Set<string>();
  for (const one of rows) {
    const id = idOf(one.row);
    const key = `${one.row.table} ${id}`;
    if (id !== undefined && seen.has(key)) {
      parts.push([]);
      seen = new Set();
    }
    seen.add(key);
    parts.at(-1)?.push(one);
  }
  return parts;
};

/** Tables so that none comes before another one that some entry writes first. */
const inOrder = (changes: readonly RowChange[]): string[] => {
  const before = new Map<string, Set<string>>();
  let last: RowChange | undefined;
  for (const one of changes) {
    const earlier = before.get(one.table) ?? new Set();
    if (last && last.entry === one.entry && last.table !== one.table) earlier.add(last.table);
    before.set(one.table, earlier);
    last = one;
  }
  const ordered = new Set<string>();
  const visit = (table: string, below: ReadonlySet<string>): void => {
    for (const earlier of before.get(table) ?? []) if (!below.has(earlier)) visit(earlier, below.union(new Set([table])));
    ordered.add(table);
  };
  for (const table of before.keys()) visit(table, new Set());
  return [...ordered];
};

const idOf = (row: OwnedRow['row']): number | undefined => ('insert' in row ? row.insert.id : row.id);

const withIds = async (tx: AnyWrites, rows: readonly OwnedRow[]): Promise<RowChange[]> => {
  const fresh = new Map<string, number[]>();
  const without = rows.filter(({ row }) => idOf(row) === undefined);
  const counts = [...Map.groupBy(without, ({ row }) => row.table)].map(([table, group]) => ({ table, count: group.length }));
  if (counts.length > 0) for (const { table, id } of await freshIdsOf(tx, counts)) fresh.get(table)?.push(id) ?? fresh.set(table, [id]);
  const changes = rows.map(({ row, entry }): RowChange => {
    const id = idOf(row) ?? (fresh.get(row.table)?.shift() as number);
    if ('insert' in row) return { table: row.table, kind: 'insert', id, values: defined(row.insert), entry };
    return { table: row.table, kind: 'set' in row ? 'set' : 'removed', id, values: 'set' in row ? defined(row.set) : {}, entry };
  });
  return changes.filter((one) => one.kind !== 'set' || Object.keys(one.values).length > 0);
};

const defined = (values: Record<string, unknown>): Record<string, unknown> => {
  const { id: _id, ...others } = values;
  return Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
};

/** Names the entries in the same statement that writes; without a map, whatever entry is current stays so. */
const writeGroup = async (tx: AnyWrites, group: readonly RowChange[]): Promise<void> => {
  const [first] = group;
  if (!first) return;
  const table = sql.table(first.table);
  const names = Object.keys(first.values).sort();
  const owned = group.filter((one) => one.entry !== undefined);
  const entries = owned.length > 0 ? ` ${owned.map(({ id, entry }) => `${id}=${entry}`).join(' ')} ` : null;
  const mapped = entries === null ? sql`` : sql`, (select set_config('plenary.audit', ${entries}, true) as named) entries`;
  const both = entries === null ? sql`` : sql`and entries.named is not null`;
  const rows = asJson(group.map(({ id, values }) => ({ ...values, id })));
  const given = sql`jsonb_populate_recordset(null::${table}, ${rows}::jsonb) value`;
  const columns = (prefix: string) => sql.join(names.map((name) => sql.id(prefix, name)));
  if (first.kind === 'insert')
    await sql`insert into ${table} (id, ${sql.join(names.map((name) => sql.id(name)))}) overriding system value
      select value.id, ${columns('value')} from ${given} ${mapped} where true ${both}`.execute(tx);
  else if (first.kind === 'set')
    await sql`update ${table} it set ${sql.join(names.map((name) => sql`${sql.id(name)} = ${sql.id('value', name)}`))}
      from ${given} ${mapped} where it.id = value.id ${both}`.execute(tx);
  else await sql`delete from ${table} it using ${given} ${mapped} where it.id = value.id ${both}`.execute(tx);
};
