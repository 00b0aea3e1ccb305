import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';

interface Change {
  table_name: string;
  row_id: number;
  op: 'insert' | 'update' | 'delete';
  version: number | null;
  after: Row | null;
  hidden: Row | null;
}
type Row = Record<string, unknown>;
type Queries = Pick<pg.ClientBase, 'query'>;

/**
 * Tells the log from the beginning and compares what comes out with every row of every table under audit. Gives what differs, in words;
 * nothing where the log and the tables agree.
 */
export async function differences(db: Queries): Promise<string[]> {
  const told = await tell(db);
  const found: string[] = [];
  for (const { name, silent } of await auditedTables(db)) {
    const { rows } = await db.query<{ row: Row & { id: number } }>(`select to_jsonb(t) as row from "${name}" t`);
    for (const { row } of rows) {
      const key = `${name} ${row.id}`;
      const entry = told.get(key);
      told.delete(key);
      const kept = (one: Row | undefined) =>
        Object.fromEntries(
          Object.entries(one ?? {}).filter(([field, value]) => value !== null && field !== 'version' && !silent.includes(field)),
        );
      if (!isDeepStrictEqual(kept(entry?.row), kept(row)))
        found.push(`${key}: the log tells ${JSON.stringify(entry?.row)}, the table has ${JSON.stringify(row)}`);
      if (entry?.version !== row.version) found.push(`${key}: the log ends with version ${entry?.version}, the table has ${row.version}`);
    }
  }
  for (const key of told.keys()) found.push(`${key}: the log tells of it, the table does not have it`);
  return found;
}

/** Every row as the log leaves it, values kept apart put back into their places. */
async function tell(db: Queries): Promise<Map<string, { row: Row; version: unknown }>> {
  const { rows } = await db.query<Change>(`
    select table_name, row_id, op, version, change.after, hidden.after as hidden
    from audit_change change left join audit_hidden hidden on hidden.change_id = change.id order by change.id`);
  const told = new Map<string, { row: Row; version: unknown }>();
  for (const { table_name, row_id, op, version, after, hidden } of rows) {
    const key = `${table_name} ${row_id}`;
    if (op === 'delete') told.delete(key);
    else told.set(key, { row: { ...told.get(key)?.row, ...after, ...hidden }, version });
  }
  return told;
}

async function auditedTables(db: Queries): Promise<{ name: string; silent: string[] }[]> {
  const { rows } = await db.query<{ name: string; args: string }>(`
    select relname::text as name, encode(tgargs, 'escape') as args from pg_trigger join pg_class on pg_class.oid = tgrelid
    where tgfoid = 'audit_row'::regproc and not tgisinternal order by 1`);
  return rows.map(({ name, args }) => ({ name, silent: (args.split('\\000')[1] ?? '').split(',').filter(Boolean) }));
}
