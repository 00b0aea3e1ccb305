import { type SqlBool, sql } from 'kysely';
import type { Actor } from '../../../../platform/access/actor.ts';
import { rowsAsAt } from '../../../../platform/audit/history.ts';
import type { AnyReads, Day, Reads } from '../../../../platform/db/tables.ts';
import type { Tables } from '../tables.ts';
import type { Around } from './around.ts';
import { columns, type Rows } from './columns.ts';
import { rowsNow } from './now.ts';
import { among, type Found, scopeOf } from './scope.ts';

/** What our records held then, in whatever state, so that nothing is told of it that they did not hold. */
export interface Known {
  reviews: ReadonlySet<number>;
  recommendations: ReadonlySet<number>;
  items: ReadonlySet<number>;
}

/** The rows as they stood at the end of that day (UTC), none of what was a draft or archived then; beside them the rows as they are now. */
export const rowsThen = async (
  db: Reads<Tables>,
  actor: Actor,
  found: Found,
  on: Day,
): Promise<{ rows: Rows; known: Known; now: Rows; around: Around }> => {
  const scope = scopeOf(actor, found, true);
  const children = Object.keys(columns).filter((table) => /^plan_(?!item$)/.test(table));
  const [stood, { rows: now, around }] = await Promise.all([
    rowsAsAt(
      db as AnyReads,
      [
        {
          table: 'review',
          which: sql<SqlBool>`review.id in (select review_id from recommendation where ${among('recommendation.id', scope.recommendations)})`,
        },
        { table: 'recommendation', which: among('recommendation.id', scope.recommendations) },
        ...['addressee', 'position', 'answer'].map((table) => ({
          table,
          which: among(`${table}.recommendation_id`, scope.recommendations),
        })),
        { table: 'plan_item', which: among('plan_item.id', scope.items) },
        ...children.map((table) => ({ table, which: among(`${table}.item_id`, scope.items) })),
      ],
      endOf(on),
    ),
    rowsNow(db, actor, found, true),
  ]);
  const idsOf = (table: string) => new Set(stood.filter((row) => row.table === table).map((row) => row.id));
  const rows = Object.fromEntries(
    Object.entries(columns).map(([table, names]) => [
      table,
      stood
        .filter((row) => row.table === table && (row.fields.archived_at ?? null) === null)
        .map(({ fields }) => Object.fromEntries(names.map((name) => [name, fields[name] ?? null]))),
    ]),
  ) as unknown as Rows;
  return {
    rows: publicThen(rows),
    known: { reviews: idsOf('review'), recommendations: idsOf('recommendation'), items: idsOf('plan_item') },
    now,
    around,
  };
};

/** The last instant of a day, in UTC. */
export const endOf = (day: Day): string => `${day}T23:59:59.999999Z`;

/** Without what was not public that day. */
const publicThen = (rows: Rows): Rows => {
  const reviews = new Set(rows.review.filter((one) => one.state !== 'draft').map((one) => one.id));
  const recommendations = new Set(rows.recommendation.filter((one) => reviews.has(one.review_id)).map((one) => one.id));
  const items = new Set(rows.plan_item.filter((one) => one.state !== 'draft').map((one) => one.id));
  const kept = (row: { id?: number; item_id?: number; recommendation_id?: number; state?: string }, table: string): boolean => {
    if (table === 'review') return reviews.has(row.id ?? 0);
    if (table === 'recommendation') return recommendations.has(row.id ?? 0);
    if (table === 'plan_item') return items.has(row.id ?? 0);
    if (table === 'position' && row.state !== 'final') return false;
    return (
      (row.item_id === undefined || items.has(row.item_id)) &&
      (row.recommendation_id === undefined || recommendations.has(row.recommendation_id))
    );
  };
  return Object.fromEntries(
    Object.entries(rows).map(([table, some]) => [table, some.filter((row) => kept(row, table))]),
  ) as unknown as Rows;
};
