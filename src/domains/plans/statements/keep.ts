import type { Selectable } from 'kysely';
import type { Writes } from '../../../platform/db/tables.ts';
import { rowsBetween } from '../../../platform/imports/rows-between.ts';
import { anyOf } from '../../../platform/imports/take-in.ts';
import type { RowWrite } from '../../../platform/imports/write-rows.ts';
import type { Facts } from '../items/rest.ts';
import type { PlanStatementTable, Tables } from '../tables.ts';

/** Of what a source speaks: an item, or the plan of a review as a whole. */
export type Spoken = { item_id: number; review_id: null } | { item_id: null; review_id: number };

type Statement = Omit<Selectable<PlanStatementTable>, 'id' | 'version' | 'created_at'> & { id?: number };
export type Statements = ReadonlyMap<string, Statement>;

/** What is said already of these items and reviews. */
export const statementsAbout = async (
  tx: Writes<Tables>,
  items: readonly number[],
  reviews: readonly number[],
): Promise<Map<string, Statement>> => {
  if (items.length + reviews.length === 0) return new Map();
  const rows = await tx
    .selectFrom('plan_statement')
    .selectAll()
    .where((row) => row.or([row('item_id', '=', anyOf(items)), row('review_id', '=', anyOf(reviews))]))
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [keyOf(row), row]));
};

/** The same words of the same source stand once. */
export const statementsAfter = (
  about: Spoken,
  given: NonNullable<Facts['statements']>,
  known: Statements,
): { rows: RowWrite<Tables>[]; added: Statements } => {
  const added = new Map<string, Statement>(
    given.map(({ field, part, value, source, place, statedOn }) => {
      const named = { ...about, field, part: part ?? '', value, source };
      const stored = known.get(keyOf(named));
      const said = stored ?? { ...named, place: place ?? null, stated_on: statedOn ?? null };
      return [keyOf(named), { ...said, archived_at: null, archived_reason: null }] as const;
    }),
  );
  return { rows: rowsBetween<Tables>('plan_statement', known, added), added };
};

const keyOf = ({
  item_id,
  review_id,
  field,
  part,
  value,
  source,
}: Omit<Statement, 'place' | 'stated_on' | 'archived_at' | 'archived_reason'>) =>
  JSON.stringify([item_id, review_id, field, part, value, source]);
