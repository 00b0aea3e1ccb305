import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commands, domains } from '../../src/app/domains.ts';
import type { AnyDatabase, AnyWrites } from '../../src/platform/db/tables.ts';
import { testDatabase } from '../database.ts';

/** Tables of the platform itself. A table of a new domain stands on the card of that domain, not here. */
const platformTables = ['audit', 'audit_change', 'audit_hidden', 'file', 'job_request', 'listener', 'mail', 'migration', 'submission'];

/** Records under a version that keep no history of their own: what an import does is told by the records that it writes. */
const withoutHistory = ['import_run'];

let db: AnyDatabase;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ db, drop } = await testDatabase());
});
afterAll(() => drop());

it('every table belongs to exactly one domain or to the platform', async () => {
  const owners = new Map<string, string[]>();
  for (const [owner, owned] of [['platform', platformTables] as const, ...domains.map(({ name, tables }) => [name, tables] as const)])
    for (const table of owned) owners.set(table, [...(owners.get(table) ?? []), owner]);
  const tables = await tableNames();
  expect({
    withoutOwner: tables.filter((table) => !owners.has(table)),
    withSeveral: [...owners].filter(([, names]) => names.length > 1),
    missing: [...owners.keys()].filter((table) => !tables.includes(table)),
  }).toEqual({ withoutOwner: [], withSeveral: [], missing: [] });
});

it('every foreign key has an index that begins with it', async () => {
  expect(await unindexed()).toEqual([]);
});

it('a foreign key without an index is found', async () => {
  await plant('create table planted (id bigint primary key, person_id bigint references person)', async () => {
    expect(await unindexed()).toEqual(['planted(person_id)']);
  });
});

it('every record keeps its version and its history', async () => {
  expect(await unaudited()).toEqual(withoutHistory);
});

it('a record without triggers is found', async () => {
  await plant('create table planted (id bigint primary key, version integer)', async () => {
    expect(await unaudited()).toEqual([...withoutHistory, 'planted'].sort());
  });
});

it('the database refuses a write outside a command, to every record, and nothing is written', async () => {
  await expect(
    db.transaction().execute(async (tx) => {
      await sql`select set_config('plenary.restoring', 'on', true)`.execute(tx);
      await writeTo('country', tx);
      throw new Error('the row itself is sound');
    }),
  ).rejects.toThrow('the row itself is sound');
  const records = (await recordTables()).filter((table) => !withoutHistory.includes(table));
  expect(records.length).toBeGreaterThan(10);
  for (const table of records) {
    const attempt = db.transaction().execute((tx) => writeTo(table, tx));
    await expect(attempt, table).rejects.toMatchObject({ code: 'PL001' });
    expect((await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(db)).rows[0]?.count, table).toBe(0);
  }
});

it('every command has a name of its own, noun and verb', () => {
  const names = commands.map((command) => command.name);
  expect(names.filter((name) => !/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/.test(name))).toEqual([]);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

async function tableNames(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`.execute(db);
  return rows.map(({ name }) => name);
}

async function recordTables(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class join pg_attribute on attrelid = pg_class.oid and attname = 'version' and not attisdropped
    where relnamespace = 'public'::regnamespace and relkind = 'r'
      and exists (select from pg_attribute id where id.attrelid = pg_class.oid and id.attname = 'id')
      and relname not like 'audit%' order by 1`.execute(db);
  return rows.map(({ name }) => name);
}

async function unaudited(): Promise<string[]> {
  const { rows } = await sql<{ name: string; function: string }>`
    select relname as name, tgfoid::regproc::text as function from pg_trigger join pg_class on pg_class.oid = tgrelid
    where not tgisinternal and tgenabled = 'O'`.execute(db);
  const has = (table: string, trigger: string) => rows.some((row) => row.name === table && row.function === trigger);
  return (await recordTables()).filter((table) => !has(table, 'audit_row') || !has(table, 'record_version'));
}

async function unindexed(): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select format('%s(%s)', conrelid::regclass, string_agg(attname, ', ' order by place)) as key
    from pg_constraint, unnest(conkey) with ordinality as keyed(number, place), pg_attribute
    where contype = 'f' and connamespace = 'public'::regnamespace and attrelid = conrelid and attnum = number
      and not exists (
        select from pg_index where indrelid = conrelid and indisvalid
          and (indkey::int2[])[0:cardinality(conkey) - 1] @> conkey and (indkey::int2[])[0:cardinality(conkey) - 1] <@ conkey)
    group by pg_constraint.oid, conrelid order by 1`.execute(db);
  return rows.map(({ key }) => key);
}

/** Writes a row with something of the right type in each column that wants one. The other rules of the table are lifted, so that the trigger alone can refuse. */
async function writeTo(table: string, tx: AnyWrites): Promise<void> {
  const rules = await sql<{ name: string }>`
    select conname as name from pg_constraint where conrelid = ${table}::regclass and contype in ('c', 'f')`.execute(tx);
  for (const { name } of rules.rows) await sql`alter table ${sql.table(table)} drop constraint ${sql.ref(name)}`.execute(tx);
  const { rows } = await sql<{ name: string; type: string }>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attnotnull and not atthasdef and attidentity = ''`.execute(
    tx,
  );
  await tx
    .insertInto(table)
    .values(Object.fromEntries(rows.map(({ name, type }) => [name, samples[type] ?? '1'])))
    .execute();
}

const samples: Record<string, string> = {
  jsonb: '{}',
  date: '2026-01-01',
  'timestamp with time zone': '2026-01-01',
  'text[]': '{}',
  boolean: 'true',
};

async function plant(statement: string, act: () => Promise<void>): Promise<void> {
  await sql.raw(statement).execute(db);
  try {
    await act();
  } finally {
    await sql`drop table planted`.execute(db);
  }
}
