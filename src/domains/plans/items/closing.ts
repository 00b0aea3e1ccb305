import type { Writes } from '../../../platform/db/tables.ts';
import type { Tables } from '../tables.ts';
import { endless } from './item.ts';

/** What lies inside an item and is not done: how many, and the first of them by name. Undefined where nothing is open. */
export const openInside = async (tx: Writes<Tables>, item: number): Promise<{ count: number; refs: string } | undefined> => {
  const open = await tx
    .selectFrom('plan_item')
    .select('ref')
    .where('parent_id', '=', item)
    .where('archived_at', 'is', null)
    .where('status', 'not in', [...endless])
    .orderBy('ref')
    .execute();
  const refs = open.slice(0, 5).map(({ ref }) => ref);
  return open.length === 0 ? undefined : { count: open.length, refs: refs.join(', ') };
};

/** Whether somebody has claimed with evidence that it is done, and nobody returned the claim. */
export const claimStands = async (tx: Writes<Tables>, item: number): Promise<boolean> =>
  (await tx
    .selectFrom('plan_closure')
    .select('id')
    .where('item_id', '=', item)
    .where('state', 'in', ['claimed', 'verified'])
    .where('archived_at', 'is', null)
    .executeTakeFirst()) !== undefined;
