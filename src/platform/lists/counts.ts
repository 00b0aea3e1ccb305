import { type RawBuilder, sql } from 'kysely';
import { plannedAnew } from '../db/preparing-client.ts';
import type { AnyReads } from '../db/tables.ts';
import { keptRows } from './kept.ts';
import type { List, Question, Reader } from './list.ts';
import { isNarrowed, type ListState } from './state.ts';

export interface Counts {
  total: number;
  /** By the key of the filter, then by value; `none` for rows without one. */
  facets: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** By the path of the group: `groupPath` of the value of the first group, or of both. */
  groups: ReadonlyMap<string, number>;
}

/** The rows of a list under its filters, without columns; without the filter named by `except`. */
export type Narrowed<Row> = (except?: string) => Question<Row>;

interface Counted {
  kind: string;
  value: string | null;
  count: number;
}

/**
 * Total, facets and group sizes in one question. A facet counts under all other filters, so that its choices say what choosing them gives.
 * Everything that counts the same rows is counted in one pass over them.
 */
export const countAll = async <Row>(
  db: AnyReads,
  list: List<Row>,
  state: ListState,
  reader: Reader,
  bare: Narrowed<Row>,
  moment?: string,
): Promise<Counts> => {
  const facets = list.filters.filter((filter) => filter.facet !== undefined);
  const groups = state.groups.flatMap((key) => list.groups.find((one) => one.key === key)?.by(reader) ?? []);
  const together = [
    ...facets
      .filter(({ key }) => !state.filters.has(key))
      .map(({ key, facet }) => ({ kind: `${facetKind}${key}`, value: facet as RawBuilder<unknown> })),
    ...groups.map((_, depth) => ({ kind: `group:${depth}`, value: sql`jsonb_build_array(${textsOf(groups.slice(0, depth + 1))})` })),
  ];
  // biome-ignore lint/suspicious/noExplicitAny: the parts of the union have the same three columns over unknown tables.
  let question: any = inOnePass(db, bare(), together);
  if (isNarrowed(list, state)) question = question.modifyFront(plannedAnew);
  for (const { key, facet } of facets.filter((one) => state.filters.has(one.key))) {
    question = question.unionAll(
      bare(key)
        .select([kindColumn(sql.lit(`${facetKind}${key}`)), sql<string>`${facet}::text`.as('value'), sql<number>`count(*)`.as('count')])
        .groupBy(sql`2`),
    );
  }
  return sorted(await keptRows<Counted>(db, moment, question));
};

const textsOf = (values: readonly RawBuilder<unknown>[]) => sql.join(values.map((value) => sql`(${value})::text`));

/** How a group is called among the counts; null where a row belongs to none. */
export const groupPath = (...values: readonly (string | null | undefined)[]): string =>
  JSON.stringify(values.map((value) => value ?? null));

const facetKind = 'facet:';
const kindColumn = (kind: RawBuilder<unknown>) => sql<string>`${kind}::text`.as('kind');

/** How many rows there are at all (`total`) and with each value of each part. */
const inOnePass = <Row>(db: AnyReads, rows: Question<Row>, parts: readonly { kind: string; value: RawBuilder<unknown> }[]) => {
  if (parts.length === 0)
    return rows.select([kindColumn(sql.lit('total')), sql<string>`null::text`.as('value'), sql<number>`count(*)`.as('count')]);
  const columns = parts.map((_, index) => sql.ref(`part_${index}`));
  // Of a row that belongs to the set of one column, `grouping` has a one for every other column; of the total, for all of them.
  const grouping = sql`grouping(${sql.join(columns)})`;
  const own = (index: number) => sql.lit(2 ** parts.length - 1 - 2 ** (parts.length - 1 - index));
  const perPart = (said: (index: number) => RawBuilder<unknown>) =>
    sql.join(
      parts.map((_, index) => sql`when ${own(index)} then ${said(index)}`),
      sql` `,
    );
  // The offset keeps the columns apart: before PostgreSQL 18 two parts that count the same value were taken for one.
  const counted = rows
    .select(parts.map(({ value }, index) => sql<string | null>`${value}::text`.as(`part_${index}`)) as never)
    .offset(sql.lit(0));
  return db
    .selectFrom(counted.as('counted'))
    .select([
      kindColumn(sql`case ${grouping} ${perPart((index) => sql.lit(parts[index]?.kind ?? ''))} else 'total' end`),
      sql<string>`case ${grouping} ${perPart((index) => columns[index] as RawBuilder<unknown>)} end`.as('value'),
      sql<number>`count(*)`.as('count'),
    ])
    .groupBy(sql`grouping sets ((), ${sql.join(columns.map((column) => sql`(${column})`))})`);
};

const sorted = (counted: readonly Counted[]): Counts => {
  const facets = new Map<string, Map<string, number>>();
  const groups = new Map<string, number>();
  let total = 0;
  for (const { kind, value, count } of counted) {
    if (kind === 'total') total = count;
    else if (kind.startsWith('group:')) groups.set(groupPath(...(JSON.parse(value ?? '[]') as (string | null)[])), count);
    else {
      const key = kind.slice(facetKind.length);
      facets.set(key, (facets.get(key) ?? new Map()).set(value ?? 'none', count));
    }
  }
  return { total, facets, groups };
};
