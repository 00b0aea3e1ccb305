import type { RowOf } from '../command.ts';
import type { AnyWrites, Writes } from '../db/tables.ts';
import { invalidField, notFound } from '../errors.ts';
import { type Side, sides } from './merging.ts';
import type { MergingTables } from './tables.ts';

/** Both records, always locked in the same order, so that two merges at once wait for each other. `find` locks one of them. */
export const bothLocked = async <Key extends string | number, Row>(
  keys: Record<Side, Key>,
  find: (side: Side) => Promise<Row>,
): Promise<Record<Side, Row>> => {
  if (keys.kept === keys.gone) throw invalidField('gone', 'merge.same');
  const found: Partial<Record<Side, Row>> = {};
  for (const side of sides.toSorted((first, second) => (keys[first] < keys[second] ? -1 : 1))) found[side] = await find(side);
  return found as Record<Side, Row>;
};

/** The merge that is to be undone, and both of its records locked by `find`, which refuses whoever may not merge them. */
export const mergeToUndo = async (
  tx: AnyWrites,
  kind: string,
  number: number,
  find: (id: number) => Promise<unknown>,
): Promise<RowOf<MergingTables, 'merge'>> => {
  const merge = await (tx as Writes<MergingTables>)
    .selectFrom('merge')
    .selectAll()
    .where('id', '=', number)
    .where('kind', '=', kind)
    .forUpdate()
    .executeTakeFirst();
  if (!merge) throw notFound('merge.unknown');
  for (const id of [merge.kept_id, merge.gone_id].toSorted((first, second) => first - second)) await find(id);
  return merge;
};
