import type { Instant, Writes } from '../db/tables.ts';
import type { MergingTables } from './tables.ts';

/** Says, or with `apart` false takes back, that two records are not the same. Only within a command. */
export const keepApart = async (
  tx: Writes<MergingTables>,
  kind: string,
  pair: readonly [number, number],
  { apart, by, now }: { apart: boolean; by: string; now: Instant },
): Promise<void> => {
  const [one_id, other_id] = pair.toSorted((one, other) => one - other) as [number, number];
  if (apart)
    await tx
      .insertInto('apart')
      .values({ kind, one_id, other_id, by_name: by })
      .onConflict((clash) =>
        clash.columns(['kind', 'one_id', 'other_id']).doUpdateSet({ archived_at: null, archived_reason: null, by_name: by }),
      )
      .execute();
  else
    await tx
      .updateTable('apart')
      .set({ archived_at: now })
      .where('kind', '=', kind)
      .where('one_id', '=', one_id)
      .where('other_id', '=', other_id)
      .where('archived_at', 'is', null)
      .execute();
};
