import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { plannedAnew } from '../db/preparing-client.ts';
import type { AnyReads } from '../db/tables.ts';
import { countAll } from './counts.ts';
import { momentOf } from './kept.ts';
import { containing, type List, type ListFilter, type Question, type Reader } from './list.ts';
import { isNarrowed, type ListState } from './state.ts';

export interface Choice {
  value: string;
  label: string;
  count: number | undefined;
  chosen: boolean;
}

/** A row with the values by which it is grouped, as text; empty where it belongs to no group. */
export type Grouped<Row> = Row & { group_0?: string | null; group_1?: string | null };

export interface Asked<Row> {
  rows: Grouped<Row>[];
  total: number;
  filters: { key: string; label: string; many: boolean; choices: Choice[] }[];
  /** How many rows each group has in the whole list, by its `groupPath`. */
  groupCounts: ReadonlyMap<string, number>;
}

/** One page of the list with its total and the counts of its choices: two questions to the database, three with groups. */
export const askList = async <Row>(db: AnyReads, list: List<Row>, state: ListState, reader: Reader): Promise<Asked<Row>> => {
  const [{ rows, counts }, choices] = await Promise.all([
    rowsAndCounts(db, list, state, reader),
    Promise.all(list.filters.map((filter) => (filter.choices === 'found' ? undefined : choicesOf(db, filter.choices, reader)))),
  ]);
  return {
    rows,
    total: counts.total,
    groupCounts: counts.groups,
    filters: list.filters.map((filter, index) => ({
      key: filter.key,
      label: filter.label,
      many: filter.many !== false,
      choices: withChosen(filter, choices[index] ?? foundIn(counts.facets.get(filter.key)), state.filters.get(filter.key)).map(
        ({ value, label }) => ({
          value,
          label,
          count: filter.facet ? (counts.facets.get(filter.key)?.get(value) ?? 0) : undefined,
          chosen: state.filters.get(filter.key)?.includes(value) ?? false,
        }),
      ),
    })),
  };
};

/** The rows tell the moment at which they were read: as long as nothing was written since, the counts are known already. */
const rowsAndCounts = async <Row>(db: AnyReads, list: List<Row>, state: ListState, reader: Reader) => {
  const every = pageOf(db, list, state, reader, { size: state.perPage, from: (state.page - 1) * state.perPage }).select(
    momentOf.as('moment'),
  );
  const whole = isNarrowed(list, state) ? every.modifyFront(plannedAnew) : every;
  const read = (await whole.execute()) as (Grouped<Row> & { moment: string })[];
  const bare = (except?: string) => narrowed(list, state, reader, list.rows(db, reader).clearSelect() as Question<Row>, except);
  const counts = await countAll(db, list, state, reader, bare, read[0]?.moment);
  return { rows: read.map(({ moment: _moment, ...row }) => row as Grouped<Row>), counts };
};

/** Every row of the list as it is filtered and sorted, in pieces: for exports, with bounded memory. */
export async function* allRows<Row>(db: AnyReads, list: List<Row>, state: ListState, reader: Reader): AsyncGenerator<Row> {
  const size = 1000;
  for (let from = 0; ; from += size) {
    const rows = (await pageOf(db, list, state, reader, { size, from }).execute()) as Row[];
    yield* rows;
    if (rows.length < size) return;
  }
}

/** So many rows in the order of the list, after the first `from`. */
const pageOf = <Row>(
  db: AnyReads,
  list: List<Row>,
  state: ListState,
  reader: Reader,
  { size, from }: { size: number; from: number },
): Question<Row> => {
  const cut = (question: Question<Row>): Question<Row> => {
    const every = ordered(narrowed(list, state, reader, question), list, state, reader);
    // The size of a page is said in the statement itself: behind a parameter it could be anything, and the plan would not be kept.
    const first = every.limit(sql.lit(size));
    return from > 0 ? first.offset(from) : first;
  };
  const rows = list.rows(db, reader);
  if (!list.key) return cut(rows);
  const found = cut(rows.clearSelect().select(list.key.as('key')) as Question<Row>);
  const keys = db.selectFrom(found.as('page')).select('page.key');
  return ordered(rows.where(sql<SqlBool>`${list.key} = any(array${keys})`), list, state, reader);
};

/** The rows of the list under its filters, without columns and order: to be counted, or put inside another question. */
export const rowsUnder = <Row>(db: AnyReads, list: List<Row>, state: ListState, reader: Reader): Question<Row> =>
  narrowed(list, state, reader, list.rows(db, reader).clearSelect() as Question<Row>);

const narrowed = <Row>(list: List<Row>, state: ListState, reader: Reader, question: Question<Row>, except?: string): Question<Row> => {
  let narrower = question;
  for (const filter of list.filters) {
    const values = state.filters.get(filter.key);
    if (values && filter.key !== except) narrower = narrower.where(filter.where(values, reader) as RawBuilder<SqlBool>);
  }
  // Every word must stand somewhere, in any order and any of the searched texts.
  for (const word of state.words.split(/\s+/).filter(Boolean).slice(0, 8)) {
    const pattern = containing(word);
    const places = list
      .words(reader)
      .map((text) => (list.wordsFolded ? sql<SqlBool>`${text} like folded(${pattern})` : sql<SqlBool>`${text} ilike ${pattern}`));
    const elsewhere = list.alsoFound?.(word, reader);
    narrower = narrower.where(sql<SqlBool>`(${sql.join(elsewhere ? [...places, elsewhere] : places, sql` or `)})`);
  }
  return narrower;
};

const ordered = <Row>(question: Question<Row>, list: List<Row>, state: ListState, reader: Reader): Question<Row> => {
  let inOrder = question;
  for (const [level, key] of state.groups.entries()) {
    const group = list.groups.find((one) => one.key === key);
    if (!group) continue;
    const by = group.by(reader);
    inOrder = inOrder
      .select(sql<string | null>`${by}::text`.as(`group_${level}`))
      .orderBy(by, (order) => order.asc().nullsLast()) as Question<Row>;
  }
  for (const key of [...new Set([...state.order, ...list.order])]) {
    const descending = key.startsWith('-');
    const column = list.columns.find((one) => one.key === key.replace(/^-/, ''));
    if (column?.sort) inOrder = inOrder.orderBy(column.sort(reader), (order) => (descending ? order.desc() : order.asc()).nullsLast());
  }
  return inOrder;
};

const choicesOf = async (db: AnyReads, choices: Exclude<ListFilter['choices'], 'found'>, reader: Reader) =>
  typeof choices === 'function' ? choices(db, reader) : choices.map(({ value, label }) => ({ value, label: reader.t(label) }));

const foundIn = (values: ReadonlyMap<string, number> | undefined) =>
  [...(values?.keys() ?? [])].sort().map((value) => ({ value, label: value }));

/**
 * What is chosen stays a choice where nothing is found any more, or the form would drop it at the next word that is typed. A filter without
 * any choices is set by links alone and has none.
 */
const withChosen = (filter: ListFilter, choices: readonly { value: string; label: string }[], chosen: readonly string[] = []) =>
  filter.standard || (filter.choices !== 'found' && choices.length === 0)
    ? choices
    : [
        ...choices,
        ...chosen.filter((value) => !choices.some((choice) => choice.value === value)).map((value) => ({ value, label: value })),
      ];
