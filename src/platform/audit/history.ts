import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, visitor } from '../access/actor.ts';
import type { Via } from '../command.ts';
import type { AnyReads, Instant } from '../db/tables.ts';
import type { Texts } from '../i18n/texts.ts';
import { mayReadRow, nameOfPart, namesOf } from './meanings.ts';

/** A record, or with `of` all rows of a table whose column `of` holds the id: `{ table: 'position', of: 'recommendation_id', id: 7 }`. */
export interface HistoryRows {
  table: string;
  id: number;
  of?: string;
  /** Which of those rows this reader may know of; asked of the table. */
  only?: RawBuilder<SqlBool>;
}

export interface FieldChange {
  table: string;
  rowId: number;
  op: 'insert' | 'update' | 'delete';
  field: string;
  /** Null where there was nothing before; both are null where the value is kept private. */
  before: unknown;
  after: unknown;
  /** What keys and numbers of other records are called, as far as this reader may know them. */
  beforeNames: readonly Named[] | null;
  afterNames: readonly Named[] | null;
  /** Of which part of the record, where it has several: one item of a batch. */
  part: Named | null;
  keptPrivate: boolean;
}

/** A name, and where what it names is found. */
export interface Named {
  name: Texts | string;
  href?: string | null;
}

export interface HistoryEntry {
  /** The number of the audit entry; the `before` of the next page is that of the last one shown. */
  id: number;
  at: Instant;
  /**
   * The name at the time, empty for a visitor who acted. Null where the reader is a stranger and the person does not show their name to
   * everybody. `personId` is null then too, and for visitors and the program itself.
   */
  who: string | null;
  personId: number | null;
  command: string;
  via: Via;
  reason: string | null;
  changes: readonly FieldChange[];
  /** Where the values were read from, for changes that came with an import. `place` is as the reader of the file wrote it. */
  source: {
    runId: number;
    lineNumber: number;
    kind: string;
    personId: number | null;
    name: string;
    fileId: number | null;
    place: unknown;
  } | null;
}

/** What happened to these rows, newest first, in one question; `actor` reads the names of linked records. Births leave out the id, the time of birth and what was empty: they say nothing. */
export const historyOf = async (
  db: AnyReads,
  rows: readonly HistoryRows[],
  { limit = 50, before, until, actor = visitor }: { limit?: number; before?: number; until?: Instant; actor?: Actor } = {},
): Promise<HistoryEntry[]> => {
  if (rows.length === 0) return [];
  const tables = [...new Set(rows.map(({ table }) => table))];
  const older = sql.join(
    [
      sql`true`,
      ...(before === undefined ? [] : [sql`change.audit_id < ${before}`]),
      ...(until === undefined ? [] : [sql`(select at from audit where id = change.audit_id) <= ${until}::timestamptz`]),
    ],
    sql` and `,
  );
  const question = sql<HistoryEntry>`(
    with watched as (${sql.join(rows.map(watched), sql` union `)}),
    entry as (
      select distinct change.audit_id as id
      from watched join audit_change change using (table_name, row_id) where ${older} order by id desc limit ${limit}
    ),
    field as (
      select change.audit_id, change.id as change_id, change.table_name, change.row_id, change.op, key,
             change.before -> key as before, change.after -> key as after
      from entry join audit_change change on change.audit_id = entry.id join watched using (table_name, row_id),
        lateral jsonb_object_keys(coalesce(change.before, '{}') || coalesce(change.after, '{}')) key
      where not (change.op <> 'update' and key in ('id', 'created_at'))
        and not (change.op = 'insert' and (change.after -> key in ('{}', '[]') or ${sql.join([sql`false`, ...rows.flatMap(namesTheRecord)], sql` or `)}))
    )
    select audit.id, audit.at, case when ${mayName(actor)} then audit.actor_name end as who, case when ${mayName(actor)} then audit.person_id end as "personId", audit.command, audit.via, audit.reason,
      coalesce((
        select jsonb_agg(jsonb_build_object(
            'table', field.table_name, 'rowId', field.row_id, 'op', field.op, 'field', field.key,
            'before', case when not secret then nullif(field.before, 'null') end,
            'after', case when not secret then nullif(field.after, 'null') end,
            'beforeNames', case when not secret then ${namesOf(actor, tables, tableOf, keyOf, sql`field.before`)} end,
            'afterNames', case when not secret then ${namesOf(actor, tables, tableOf, keyOf, sql`field.after`)} end,
            'part', ${nameOfPart(actor, tables, tableOf, sql`field.row_id`)},
            'keptPrivate', secret) order by field.change_id, field.key)
        from field, lateral (select ${keptPrivate} in (coalesce(field.before, 'null'), coalesce(field.after, 'null')) as secret) private
        where field.audit_id = audit.id
      ), '[]') as changes,
      case when line.id is not null then jsonb_build_object(
        'runId', run.id, 'lineNumber', line.number, 'kind', run.kind, 'personId', run.person_id, 'name', coalesce(file.name, run.source_name),
        'fileId', file.id, 'place', line.place) end as source
    from entry join audit using (id)
      left join import_line line on line.id = audit.import_line_id
      left join import_run run on run.id = line.run_id
      left join file on file.id = run.file_id
  )`;
  return db.selectFrom(question.as('entry')).selectAll().$castTo<HistoryEntry>().orderBy('id', 'desc').execute();
};

/**
 * The row as it stood at that instant, rebuilt from its changes: null before its birth and after its end. A field that nobody had set is
 * absent, derived fields are absent, private values are null.
 */
export const asAt = async (db: AnyReads, table: string, id: number, instant: Instant): Promise<Row | null> => {
  const question = sql<Step>`(
    select change.id, change.op, change.version, change.after
    from audit_change change join audit on audit.id = change.audit_id
    where change.table_name = ${table} and change.row_id = ${id} and audit.at <= ${instant}::timestamptz)`;
  const changes = await db.selectFrom(question.as('change')).selectAll().$castTo<Step>().orderBy('id').execute();
  let row: Row | undefined;
  for (const { op, version, after } of changes) row = op === 'delete' ? undefined : Object.assign(row ?? {}, after, { version });
  if (!row) return null;
  return withoutPrivate(row);
};

/** Rows of a table as they stood at that instant, like `asAt` for many at once. `which` is asked of the rows that are there now, archived ones too. */
export const rowsAsAt = async (
  db: AnyReads,
  rows: readonly { table: string; which: RawBuilder<SqlBool> }[],
  instant: Instant,
): Promise<{ table: string; id: number; fields: Row }[]> => {
  const watch = rows.map(
    ({ table, which }) => sql`select ${table}::text as table_name, id as row_id from ${sql.table(table)} where ${which}`,
  );
  const question = sql<{ table: string; id: number; fields: Row }>`(
    with watched as (${sql.join(watch, sql` union all `)})
    select change.table_name as table, change.row_id as id, jsonb_object_agg(field.key, field.value order by change.id) as fields
    from watched join audit_change change using (table_name, row_id) join audit on audit.id = change.audit_id,
      jsonb_each(coalesce(change.after, '{}')) field
    where audit.at <= ${instant}::timestamptz
    group by 1, 2 having not bool_or(change.op = 'delete'))`;
  const stood = await db
    .selectFrom(question.as('stood'))
    .selectAll()
    .$castTo<{ table: string; id: number; fields: Row }>()
    .orderBy('id')
    .execute();
  return stood.map(({ table, id, fields }) => ({ table, id, fields: withoutPrivate(fields) }));
};

type Row = Record<string, unknown>;

const withoutPrivate = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([field, value]) => [field, value === '(kept private)' ? null : value]));

interface Step {
  id: number;
  op: FieldChange['op'];
  version: number | null;
  after: Record<string, unknown> | null;
}

/** What the trigger `audit_row` writes in the place of a private value. */
const keptPrivate: RawBuilder<unknown> = sql`'"(kept private)"'::jsonb`;

/** Whoever has signed in reads who acted in what they may read; a stranger reads the program and those who show their name to everybody. */
const mayName = (actor: Actor): RawBuilder<SqlBool> =>
  actor.kind === 'visitor'
    ? sql<SqlBool>`(audit.person_id is null or ${mayReadRow(actor, 'person', sql`audit.person_id`)})`
    : sql<SqlBool>`true`;

const tableOf = sql<string>`field.table_name`;
const keyOf = sql<string>`field.key`;

/** A new part names the record in whose history it stands: every reader knows that already. */
const namesTheRecord = ({ table, id, of }: HistoryRows): RawBuilder<unknown>[] =>
  of === undefined ? [] : [sql`(change.table_name = ${table} and key = ${of} and change.after -> key = to_jsonb(${id}::bigint))`];

const watched = ({ table, id, of, only = sql<SqlBool>`true` }: HistoryRows): RawBuilder<unknown> =>
  of === undefined
    ? sql`select ${table}::text as table_name, ${id}::bigint as row_id`
    : sql`select ${table}::text as table_name, id as row_id from ${sql.table(table)} where ${sql.ref(of)} = ${id} and ${only}`;
