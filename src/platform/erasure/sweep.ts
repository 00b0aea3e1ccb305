import { sql } from 'kysely';
import type { AnyWrites } from '../db/tables.ts';

/** What is known of somebody who is to be forgotten. */
export interface Marks {
  /** Names, addresses, numbers: each is replaced wherever it stands, in running text too. */
  values: readonly string[];
  /** What stands there instead. */
  instead: string;
}

/**
 * Replaces every one of these values in every text of every table, whoever wrote it there and for what: the history, lines of imports, what
 * others wrote. Past the history, because the history is part of it; the caller keeps account of it. Gives the number of rows by table.
 */
export const replaceEverywhere = async (tx: AnyWrites, { values, instead }: Marks): Promise<Record<string, number>> => {
  const marks = [...new Set(values.map((value) => value.normalize('NFC').trim()).filter((value) => value.length > 1))];
  if (marks.length === 0) return {};
  const plain = patternOf(marks);
  const encoded = patternOf(marks.map(inJson), inJson);
  const changed: Record<string, number> = {};
  await pastTheHistory(tx, async () => {
    // For what is frozen: it lets this through, and notes it.
    await sql`select set_config('plenary.forgetting', ${instead}, true)`.execute(tx);
    for (const [table, columns] of await textColumns(tx)) {
      const sets = columns.map(
        (column) => sql`${sql.ref(column.name)} = ${replaced(column, column.kind === 'json' ? encoded : plain, instead)}`,
      );
      const hits = columns.map((column) => sql`${asText(column)} ~* ${column.kind === 'json' ? encoded : plain}`);
      const { numAffectedRows } = await sql`
        update ${sql.table(table)} set ${sql.join(sets)} where ${sql.join(hits, sql` or `)}`.execute(tx);
      if (numAffectedRows) changed[table] = Number(numAffectedRows);
    }
    await sql`select set_config('plenary.forgetting', '', true)`.execute(tx);
  });
  return changed;
};

/** Writes that no trigger sees: neither counted as a version nor told in the history. */
export const pastTheHistory = async (tx: AnyWrites, work: () => Promise<void>): Promise<void> => {
  await sql`select set_config('plenary.restoring', 'on', true)`.execute(tx);
  await work();
  await sql`select set_config('plenary.restoring', '', true)`.execute(tx);
};

interface Column {
  name: string;
  kind: 'text' | 'list' | 'json';
  type: string;
}

const textColumns = async (tx: AnyWrites): Promise<Map<string, Column[]>> => {
  const { rows } = await sql<{ table: string; name: string; type: string }>`
    select class.relname as table, attribute.attname as name, format_type(attribute.atttypid, null) as type
    from pg_attribute attribute join pg_class class on class.oid = attribute.attrelid
    where class.relnamespace = 'public'::regnamespace and class.relkind = 'r' and attribute.attnum > 0
      and not attribute.attisdropped and attribute.attgenerated = ''
      and attribute.atttypid in ('text'::regtype, 'varchar'::regtype, 'text[]'::regtype, 'json'::regtype, 'jsonb'::regtype)
    order by 1, attribute.attnum`.execute(tx);
  const kindOf = (type: string): Column['kind'] => (type.startsWith('json') ? 'json' : type.endsWith('[]') ? 'list' : 'text');
  const byTable = Map.groupBy(rows, (row) => row.table);
  return new Map([...byTable].map(([table, all]) => [table, all.map(({ name, type }) => ({ name, type, kind: kindOf(type) }))]));
};

const asText = ({ name, kind }: Column) =>
  kind === 'list' ? sql`array_to_string(${sql.ref(name)}, ${separator})` : sql`${sql.ref(name)}::text`;

const replaced = (column: Column, pattern: string, instead: string) => {
  const text = sql`regexp_replace(${asText(column)}, ${pattern}, ${instead}, 'gi')`;
  if (column.kind === 'text') return text;
  // An empty list has no text, and would come back as none.
  if (column.kind === 'list')
    return sql`case when cardinality(${sql.ref(column.name)}) = 0 then ${sql.ref(column.name)} else string_to_array(${text}, ${separator}) end`;
  return sql`${text}::${sql.raw(column.type)}`;
};

const separator = '\u001f';

/**
 * Any of the marks, as whole words where their script has spaces between words. One word alone is too little to know a person by: it only
 * counts where it is the whole value, and never where it is the key of one.
 */
const patternOf = (marks: readonly string[], wrap: (mark: string) => string = (mark) => mark): string => {
  const whole =
    wrap === inJson ? (mark: string) => `(?<=")${mark}(?=")(?!":)` : (mark: string) => `(?:^|(?<=${separator}))${mark}(?=$|${separator})`;
  return marks
    .toSorted((one, other) => other.length - one.length)
    .map((mark) => {
      const escaped = mark.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
      if (withoutSpaces.test(mark)) return escaped;
      return /[\s@\d/]/u.test(mark) ? `(?<![[:alnum:]])${escaped}(?![[:alnum:]]|[.-][[:alnum:]])` : whole(escaped);
    })
    .join('|');
};

/** Scripts that are written without spaces between words. */
const withoutSpaces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const inJson = (mark: string): string => JSON.stringify(mark).slice(1, -1);
