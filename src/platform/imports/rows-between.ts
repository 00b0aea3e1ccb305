import { Alone } from './take-in.ts';
import { differing, type RowWrite } from './write-rows.ts';

/**
 * What has to be written so that the rows before become those after; rows that are not among those after stay. Throws `Alone` where a row
 * changes that a line before this one is only going to add.
 */
export const rowsBetween = <Tables>(
  table: keyof Tables & string,
  before: ReadonlyMap<string, { id?: number }>,
  after: ReadonlyMap<string, { id?: number }>,
): RowWrite<Tables>[] => {
  if (before === after) return [];
  const rows: unknown[] = [];
  for (const [key, row] of after) {
    const was = before.get(key);
    if (!was) {
      rows.push({ table, insert: row });
      continue;
    }
    const { id, ...values } = row;
    const set = differing(was, values);
    if (Object.keys(set).length === 0) continue;
    if (id === undefined) throw new Alone();
    rows.push({ table, id, set });
  }
  return rows as RowWrite<Tables>[];
};
