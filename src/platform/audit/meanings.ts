import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Actor } from '../access/actor.ts';

/**
 * What a stored value is, for whoever reads a history: a key of the community's words, a choice whose word stands under `word.value` among
 * the messages, the number of another record, a language, or something that says nothing to people.
 */
export type Meaning = { term: string } | { word: string } | { record: string } | 'language' | 'hidden';

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

/**
 * What a value of a history is called, as `[{ name, href }]` in its order: for the number of a record that this reader may read, and for keys
 * of terms. Null for everything else. `table` and `field` say whose value it is.
 */
export const namesOf = (
  actor: Actor,
  table: RawBuilder<string>,
  field: RawBuilder<string>,
  value: RawBuilder<unknown>,
): RawBuilder<unknown> => {
  const place = sql`${table} || '.' || ${field}`;
  const records = Object.entries(known.records).flatMap(([name, record]) => {
    const places = placesOf((meaning) => 'record' in meaning && meaning.record === name);
    return places.length === 0 ? [] : [sql`when ${place} in (${sql.join(places)}) then (${oneRecord(actor, name, record, value)})`];
  });
  const terms = schemes().map((scheme) => {
    const places = placesOf((meaning) => 'term' in meaning && meaning.term === scheme);
    return sql`when ${place} in (${sql.join(places)}) then (${itsTerms(scheme, value)})`;
  });
  const cases = [...records, ...terms];
  return cases.length === 0 ? sql`null::jsonb` : sql`case ${sql.join(cases, sql` `)} end`;
};

/** What the row of a change is called, where it is a part of what the history is about: `{ name, href }` or null. */
export const nameOfPart = (actor: Actor, table: RawBuilder<string>, row: RawBuilder<unknown>): RawBuilder<unknown> => {
  const parts = Object.entries(known.records).filter(([, record]) => record.part);
  if (parts.length === 0) return sql`null::jsonb`;
  const cases = parts.map(
    ([name, { name: called, href = sql<string>`null`, mayRead }]) => sql`when ${name} then (
      select jsonb_build_object('name', to_jsonb(${called}), 'href', ${href})
      from ${sql.table(name)} where ${sql.ref(`${name}.id`)} = ${row} and ${mayRead(actor)})`,
  );
  return sql`case ${table} ${sql.join(cases, sql` `)} end`;
};

const placesOf = (fits: (meaning: Exclude<Meaning, string>) => boolean): string[] =>
  Object.entries(known.meanings).flatMap(([place, meaning]) => (typeof meaning === 'object' && fits(meaning) ? [place] : []));

const schemes = (): string[] => [
  ...new Set(Object.values(known.meanings).flatMap((meaning) => (typeof meaning === 'object' && 'term' in meaning ? [meaning.term] : []))),
];

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
