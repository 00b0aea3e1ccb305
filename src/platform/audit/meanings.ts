import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Actor } from '../access/actor.ts';

/**
 * What a stored value is, for whoever reads a history: a key of the community's words, a choice whose word stands under `word.value` among
 * the messages (of each part of a value, where it has `parts`, whose words stand under those), the number of another record (`as` a
 * country, where its name is the code of one, told in the reader's language), a language, or something that says nothing to people.
 */
export type Meaning = { term: string } | { word: string; parts?: string } | { record: string; as?: 'country' } | 'language' | 'hidden';

/** By table and column, `position.stance`. */
export type Meanings = Readonly<Record<string, Meaning>>;

/** How records of a table are called and where they are found, for those who may read them. */
export interface RecordNames {
  /** Text, or texts in several languages. */
  name: RawBuilder<unknown>;
  href?: RawBuilder<string>;
  /** Its rows stand in the histories of others, where each change says of which of them it is. */
  part?: true;
  mayRead: (actor: Actor) => RawBuilder<SqlBool>;
}

const known: { meanings: Meanings; records: Readonly<Record<string, RecordNames>> } = { meanings: {}, records: {} };

/** Told once at start what the cards of all domains say. */
export const learnMeanings = (cards: readonly { meanings?: Meanings; records?: Readonly<Record<string, RecordNames>> }[]): void => {
  known.meanings = Object.assign({}, ...cards.map((card) => card.meanings ?? {}));
  known.records = Object.assign({}, ...cards.map((card) => card.records ?? {}));
};

export const meaningOf = (table: string, field: string): Meaning | undefined => known.meanings[`${table}.${field}`];

/** Whether a column is never told. */
export const saysNothing = (table: string, field: string): boolean => {
  const meaning = meaningOf(table, field);
  return meaning === 'hidden' || (meaning === undefined && (field.endsWith('_id') || dull.has(field)));
};

const dull = new Set(['id', 'created_at', 'text_version', 'position', 'finalised_at']);

/**
 * What a value of a history is called, as `[{ name, href }]` in its order: for the number of a record that this reader may read, and for keys
 * of terms. Null for everything else. `table` and `field` say whose value it is; `tables` says which tables can come, because the database
 * prepares for each of them before it reads a row.
 */
export const namesOf = (
  actor: Actor,
  tables: readonly string[],
  table: RawBuilder<string>,
  field: RawBuilder<string>,
  value: RawBuilder<unknown>,
): RawBuilder<unknown> => {
  const cases = [...placesByMeaning(tables)].flatMap(([meaning, places]) => {
    const names = namesFor(actor, JSON.parse(meaning), value);
    return names ? [sql`when ${table} || '.' || ${field} in (${sql.join(places)}) then (${names})`] : [];
  });
  return cases.length === 0 ? sql`null::jsonb` : sql`case ${sql.join(cases, sql` `)} end`;
};

const namesFor = (actor: Actor, meaning: Meaning, value: RawBuilder<unknown>): RawBuilder<unknown> | undefined => {
  if (typeof meaning === 'string' || 'word' in meaning) return undefined;
  if ('term' in meaning) return itsTerms(meaning.term, value);
  const record = known.records[meaning.record];
  return record && oneRecord(actor, meaning.record, record, value);
};

/** Of each meaning, as JSON, the places that have it. */
const placesByMeaning = (tables: readonly string[]): Map<string, string[]> => {
  const places = new Map<string, string[]>();
  for (const [place, meaning] of Object.entries(known.meanings)) {
    if (!tables.includes(place.slice(0, place.indexOf('.')))) continue;
    const key = JSON.stringify(meaning);
    places.set(key, [...(places.get(key) ?? []), place]);
  }
  return places;
};

/** Whether this reader may read the row of that number; nobody may where no card says how. */
export const mayReadRow = (actor: Actor, table: string, id: RawBuilder<unknown>): RawBuilder<SqlBool> => {
  const record = known.records[table];
  if (!record) return sql<SqlBool>`false`;
  return sql<SqlBool>`exists (select from ${sql.table(table)} where ${sql.ref(`${table}.id`)} = ${id} and ${record.mayRead(actor)})`;
};

/** What the row of a change is called, where it is a part of what the history is about: `{ name, href }` or null. */
export const nameOfPart = (
  actor: Actor,
  tables: readonly string[],
  table: RawBuilder<string>,
  row: RawBuilder<unknown>,
): RawBuilder<unknown> => {
  const parts = Object.entries(known.records).filter(([name, record]) => record.part && tables.includes(name));
  if (parts.length === 0) return sql`null::jsonb`;
  const cases = parts.map(
    ([name, { name: called, href = sql<string>`null`, mayRead }]) => sql`when ${name} then (
      select jsonb_build_object('name', to_jsonb(${called}), 'href', ${href})
      from ${sql.table(name)} where ${sql.ref(`${name}.id`)} = ${row} and ${mayRead(actor)})`,
  );
  return sql`case ${table} ${sql.join(cases, sql` `)} end`;
};

const oneRecord = (
  actor: Actor,
  table: string,
  { name, href = sql<string>`null`, mayRead }: RecordNames,
  value: RawBuilder<unknown>,
) => sql`
  select jsonb_build_array(jsonb_build_object('name', to_jsonb(${name}), 'href', ${href}))
  from ${sql.table(table)} where ${sql.ref(`${table}.id`)} = case when jsonb_typeof(${value}) = 'number' then (${value})::bigint end and ${mayRead(actor)}`;

const itsTerms = (scheme: string, value: RawBuilder<unknown>) => sql`
  select jsonb_agg(jsonb_build_object('name', coalesce(to_jsonb(term.label), to_jsonb(given.key))) order by given.place)
  from jsonb_array_elements_text(case jsonb_typeof(${value}) when 'array' then ${value} when 'string' then jsonb_build_array(${value}) else '[]' end)
    with ordinality as given (key, place) left join term on term.scheme = ${scheme} and term.key = given.key`;
