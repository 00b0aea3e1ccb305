import { sql } from 'kysely';
import { derivedOf } from '../db/derived.ts';
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
  const many = marks.filter((mark) => !isOneWord(mark));
  const patterns = { named: patternOf(marks), text: many.length > 0 ? patternOf(many) : null, json: patternOf(marks.map(inJson), inJson) };
  const changed: Record<string, number> = {};
  await pastTheHistory(tx, async () => {
    // For what is frozen: it lets this through, and notes it.
    await sql`select set_config('plenary.forgetting', ${instead}, true)`.execute(tx);
    for (const [table, all] of await textColumns(tx)) {
      const columns = all.flatMap((column) => {
        const pattern = column.kind === 'json' ? patterns.json : column.named ? patterns.named : patterns.text;
        return pattern === null ? [] : [{ column, pattern }];
      });
      if (columns.length === 0) continue;
      const sets = columns.map(({ column, pattern }) => sql`${sql.ref(column.name)} = ${replaced(column, pattern, instead)}`);
      const hits = columns.map(({ column, pattern }) => sql`${asText(column)} ~* ${pattern}`);
      const { numAffectedRows } = await sql`
        update ${sql.table(table)} set ${sql.join(sets)} where ${sql.join(hits, sql` or `)}`.execute(tx);
      if (numAffectedRows) changed[table] = Number(numAffectedRows);
      if (numAffectedRows) await deriveAgain(tx, table, instead);
    }
    await sql`select set_config('plenary.forgetting', '', true)`.execute(tx);
  });
  return changed;
};

/** The marks in running text, for what is not in the database; undefined where none is enough to know a person by. */
export const knownBy = (values: readonly string[]): RegExp | undefined => {
  const marks = values
    .map((value) => value.normalize('NFC').trim().replace(/\s+/gu, ' '))
    .filter((mark) => mark.length > 1 && !isOneWord(mark));
  const patterns = marks.map((mark) => {
    const escaped = RegExp.escape(mark);
    return withoutSpaces.test(mark) ? escaped : `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`;
  });
  return patterns.length > 0 ? new RegExp(patterns.join('|'), 'iu') : undefined;
};

/** What follows from texts in which something was replaced. */
const deriveAgain = async (tx: AnyWrites, table: string, instead: string): Promise<void> => {
  for (const { column, from, by } of derivedOf(table)) {
    const { rows } = await sql<{ id: number; value: string }>`
      select id, ${sql.ref(from)} as value from ${sql.table(table)} where strpos(${sql.ref(from)}, ${instead}) > 0`.execute(tx);
    for (const { id, value } of rows)
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${by(value)} where id = ${id}`.execute(tx);
  }
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
  /** Whether it holds names of people: of a table that tells of a person, or who did something. */
  named: boolean;
}

const textColumns = async (tx: AnyWrites): Promise<Map<string, Column[]>> => {
  const { rows } = await sql<{ table: string; name: string; type: string; named: boolean }>`
    select class.relname as table, attribute.attname as name, format_type(attribute.atttypid, null) as type,
      attribute.attname ~ '(_by|by_name|actor_name)$' or (attribute.attname ~ 'name' and (class.relname = 'person' or exists (
        select from pg_constraint link where link.conrelid = class.oid and link.contype = 'f' and link.confrelid = 'person'::regclass))) as named
    from pg_attribute attribute join pg_class class on class.oid = attribute.attrelid
    where class.relnamespace = 'public'::regnamespace and class.relkind = 'r' and attribute.attnum > 0
      and not attribute.attisdropped and attribute.attgenerated = ''
      and attribute.atttypid in ('text'::regtype, 'varchar'::regtype, 'text[]'::regtype, 'json'::regtype, 'jsonb'::regtype)
    order by 1, attribute.attnum`.execute(tx);
  const kindOf = (type: string): Column['kind'] => (type.startsWith('json') ? 'json' : type.endsWith('[]') ? 'list' : 'text');
  const byTable = Map.groupBy(rows, (row) => row.table);
  return new Map(
    [...byTable].map(([table, all]) => [table, all.map(({ name, type, named }) => ({ name, type, named, kind: kindOf(type) }))]),
  );
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

/** What a value of JSON is called where it names somebody: `given_name`, `claimed_by`, `who`. */
const names = '"[[:alpha:]_]*(?:[nN]ame|by|By|who|author|holder)": ?"';

const isOneWord = (mark: string): boolean => !withoutSpaces.test(mark) && !/[\s@\d/]/u.test(mark);

/**
 * Any of the marks, as whole words where their script has spaces between words. One word alone is too little to know a person by: it only
 * counts where it is the whole value of what holds a name. Elsewhere the same word may be a key, such as that of a stance.
 */
const patternOf = (marks: readonly string[], wrap: (mark: string) => string = (mark) => mark): string => {
  const whole =
    wrap === inJson ? (mark: string) => `(?<=${names})${mark}(?=")` : (mark: string) => `(?:^|(?<=${separator}))${mark}(?=$|${separator})`;
  return marks
    .toSorted((one, other) => other.length - one.length)
    .map((mark) => {
      const escaped = mark.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
      if (withoutSpaces.test(mark)) return escaped;
      return isOneWord(mark) ? whole(escaped) : `(?<![[:alnum:]])${escaped}(?![[:alnum:]]|[.-][[:alnum:]])`;
    })
    .join('|');
};

/** Scripts that are written without spaces between words. */
const withoutSpaces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const inJson = (mark: string): string => JSON.stringify(mark).slice(1, -1);
