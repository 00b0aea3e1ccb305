import pg from 'pg';

export type Queries = Pick<pg.ClientBase, 'query'>;
export type BackedUpTable = { name: string; columns: string[] };

export const quote = (name: string): string => pg.escapeIdentifier(name);
export const inPublic = (name: string): string => `public.${quote(name)}`;

/** For both directions: values are written and read the same way whatever the server's defaults, and however long it takes. */
export const plainSettings = `set local datestyle to 'ISO'; set local timezone to 'UTC'; set local intervalstyle to 'iso_8601';
  set local statement_timeout to 0; set local idle_in_transaction_session_timeout to 0`;

const notOfAnExtension =
  "not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')";

/** Every table of the product with the columns that are stored; the record of migrations belongs to the schema, not to its contents. */
export async function tablesOf(db: Queries): Promise<BackedUpTable[]> {
  const { rows } = await db.query<BackedUpTable>(`
    select c.relname::text as name, coalesce(array_agg(a.attname::text order by a.attnum) filter (where a.attname is not null), '{}') as columns
    from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migration' and ${notOfAnExtension}
    group by c.oid, c.relname order by c.relname`);
  return rows;
}

/** Each sequence with the value that it gives out next, as text, because it may be larger than a number holds. */
export async function sequencesOf(db: Queries): Promise<{ name: string; next: string }[]> {
  const { rows } = await db.query<{ name: string; step: string }>(`
    select c.relname::text as name, s.seqincrement::text as step from pg_class c join pg_sequence s on s.seqrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and ${notOfAnExtension} order by c.relname`);
  const sequences = [];
  for (const { name, step } of rows) {
    const value = `case when is_called then last_value + ${step} else last_value end`;
    const { rows: state } = await db.query<{ next: string }>(`select (${value})::text as next from ${inPublic(name)}`);
    sequences.push({ name, next: state[0]?.next ?? '1' });
  }
  return sequences;
}

export async function migrationsOf(db: Queries): Promise<string[]> {
  const { rows: found } = await db.query<{ table: string | null }>("select to_regclass('public.migration')::text as table");
  if (!found[0]?.table) return [];
  const { rows } = await db.query<{ name: string }>('select name from public.migration order by name');
  return rows.map(({ name }) => name);
}

const tableName = "format('%I.%I', n.nspname, c.relname) as table from pg_class c join pg_namespace n on n.oid = c.relnamespace";
type Statements = { before: string[]; after: string[] };

/**
 * What to run before and after loading, so that rows may come in any order and no trigger takes them for changes. References are
 * dropped and made again, which only needs the owner of the tables and checks every row that was loaded.
 */
export async function looseningOf(db: Queries): Promise<Statements> {
  const references = await db.query<{ table: string; name: string; definition: string }>(`
    select f.conname::text as name, pg_get_constraintdef(f.oid) as definition, ${tableName} join pg_constraint f on f.conrelid = c.oid
    where n.nspname = 'public' and f.contype = 'f' and f.conparentid = 0 order by f.oid`);
  const triggers = await db.query<{ table: string; name: string; enabled: 'O' | 'A' }>(`
    select t.tgname::text as name, t.tgenabled::text as enabled, ${tableName} join pg_trigger t on t.tgrelid = c.oid
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not t.tgisinternal and t.tgparentid = 0 and t.tgenabled in ('O', 'A')`);
  return {
    before: [
      ...references.rows.map(({ table, name }) => `alter table ${table} drop constraint ${quote(name)}`),
      ...triggers.rows.map(({ table, name }) => `alter table ${table} disable trigger ${quote(name)}`),
    ],
    after: [
      ...triggers.rows.map(
        ({ table, name, enabled }) => `alter table ${table} enable ${enabled === 'A' ? 'always ' : ''}trigger ${quote(name)}`,
      ),
      ...references.rows.map(({ table, name, definition }) => `alter table ${table} add constraint ${quote(name)} ${definition}`),
    ],
  };
}

export async function refreshViews(db: Queries): Promise<void> {
  const { rows } = await db.query<{ name: string }>(
    "select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'm' order by oid",
  );
  for (const { name } of rows) await db.query(`refresh materialized view ${inPublic(name)}`);
}
