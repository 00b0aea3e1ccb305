import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyReads } from '../../../platform/db/tables.ts';
import { forbidden } from '../../../platform/errors.ts';

export interface OwnData {
  /** Whose, and as of when. */
  person: number;
  takenAt: string;
  /** The rows of every table that name the person, secrets left out. */
  tables: Record<string, Record<string, unknown>[]>;
  /** What the person did here, and what changed in their own record. */
  history: Record<string, unknown>[];
}

/**
 * Everything that names the person who asks, as the database has it. Where rows name a person the database itself knows, so that a table
 * that a later version adds is there without anybody thinking of it.
 */
export const ownData = async (db: AnyReads, actor: Actor, now: string): Promise<OwnData> => {
  const person = actor.personId;
  if (actor.kind !== 'person' || person === null) throw forbidden('refusal.signIn');
  const tables: OwnData['tables'] = {};
  for (const { table, columns } of await naming(db)) {
    const named = columns.map(({ name, account }) =>
      account ? sql`${sql.ref(name)} in (select id from account where person_id = ${person})` : sql`${sql.ref(name)} = ${person}`,
    );
    const rows = await asked<{ row: Record<string, unknown> }>(
      db,
      sql`
      select to_jsonb(${sql.table(table)}) as row from ${sql.table(table)} where ${sql.join(named, sql` or `)} order by 1 limit 10000`,
    );
    if (rows.length > 0) tables[table] = rows.map(({ row }) => withoutSecrets(row));
  }
  const history = await asked<Record<string, unknown>>(
    db,
    sql`
    select audit.at, audit.command, audit.via, audit.reason,
      (select jsonb_agg(jsonb_build_object('table', table_name, 'row', row_id, 'fields', (select jsonb_agg(key) from jsonb_object_keys(coalesce(after, before)) key)))
        from audit_change where audit_change.audit_id = audit.id) as changes
    from audit where audit.person_id = ${person} order by audit.id desc limit 10000`,
  );
  return { person, takenAt: now, tables, history };
};

/** A question in plain SQL, over a connection that cannot write. */
const asked = <Row>(db: AnyReads, question: RawBuilder<unknown>): Promise<Row[]> =>
  db.selectFrom(sql<Row>`(${question})`.as('asked')).selectAll().$castTo<Row>().execute();

interface Naming {
  table: string;
  columns: { name: string; account: boolean }[];
}

/** Tables with a column that refers to a person or an account, by a foreign key or by its name. What only counts attempts is not among them. */
const naming = async (db: AnyReads): Promise<Naming[]> => {
  const rows = await asked<{ table: string; name: string; account: boolean }>(
    db,
    sql`
    select class.relname as table, attribute.attname as name, coalesce(target.relname = 'account', false) as account
    from pg_attribute attribute join pg_class class on class.oid = attribute.attrelid
      left join pg_constraint constr on constr.contype = 'f' and constr.conrelid = class.oid and constr.conkey = array[attribute.attnum]
      left join pg_class target on target.oid = constr.confrelid
    where class.relnamespace = 'public'::regnamespace and class.relkind = 'r' and attribute.attnum > 0 and not attribute.attisdropped
      and class.relname not in ('audit', 'sign_in_code', 'sign_in_link', 'passkey_ceremony', 'account')
      and (target.relname in ('person', 'account') or (attribute.attname = 'person_id' and target.relname is null))
    union select 'account', 'person_id', false
    union select 'person', 'id', false
    order by 1, 2`,
  );
  return [...Map.groupBy(rows, (row) => row.table)].map(([table, columns]) => ({ table, columns }));
};

/** Hashes and keys open doors and say nothing of anybody. */
const withoutSecrets = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).filter(([name, value]) => value !== null && !/_hash$|^(public_key|credential_id|name_key|content)$/.test(name)),
  );
