import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import { ended, type Status } from '../items/item.ts';
import { mayReadItem } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { type Move, wouldMove } from './dependency.ts';

/** What an item waits for, inside and outside. Ask only for an item that the actor may read. */
export const dependenciesQuestion = (db: Reads<Tables>, actor: Actor, itemId: number) =>
  db
    .selectFrom('plan_dependency')
    .leftJoin('plan_item', (join) => join.onRef('plan_item.id', '=', 'plan_dependency.on_item_id').on(mayReadItem(actor)))
    .select([
      'plan_dependency.id',
      'plan_item.ref',
      'plan_item.title',
      'plan_item.status',
      'plan_dependency.owner',
      'plan_dependency.promise',
      'plan_dependency.promised_on',
      'plan_dependency.promised_precision',
      'plan_dependency.last_asked_on',
      'plan_dependency.kept_on',
      'plan_dependency.note',
    ])
    .where('plan_dependency.item_id', '=', itemId)
    .where('plan_dependency.archived_at', 'is', null)
    .where((row) => row.or([row('plan_dependency.owner', 'is not', null), row('plan_item.id', 'is not', null)]))
    .orderBy('plan_dependency.id');

/** What waits for an item. */
export const dependentsQuestion = (db: Reads<Tables>, actor: Actor, itemId: number) =>
  db
    .selectFrom('plan_dependency')
    .innerJoin('plan_item', 'plan_item.id', 'plan_dependency.item_id')
    .select(['plan_item.ref', 'plan_item.title', 'plan_item.status'])
    .where('plan_dependency.on_item_id', '=', itemId)
    .where('plan_dependency.archived_at', 'is', null)
    .where('plan_item.archived_at', 'is', null)
    .where(mayReadItem(actor))
    .orderBy('plan_item.ref');

interface Promised {
  owner: string | null;
  promised_on: string | null;
  kept_on: string | null;
}

/** Of the promises that are not kept the latest, where it comes after the last end of the item, and what that would move. */
export const knockOnOf = async (
  db: Reads<Tables>,
  actor: Actor,
  item: { ref: string; status: Status; parts: readonly { ends_on: string | null }[] },
  promises: readonly Promised[],
) => {
  const end = item.parts
    .flatMap((part) => part.ends_on ?? [])
    .sort()
    .at(-1);
  const late = promises
    .filter((one) => one.owner !== null && !one.kept_on && one.promised_on && end && one.promised_on > end)
    .sort((one, other) => (one.promised_on ?? '').localeCompare(other.promised_on ?? ''))
    .at(-1);
  if (!late?.promised_on || !late.owner || !end || ended.includes(item.status)) return undefined;
  return { owner: late.owner, promised: late.promised_on, end, moves: await wouldMoveWith(db, actor, item.ref, late.promised_on) };
};

/** What else would have to end later, were this item to end on that day; nothing is moved. */
export const wouldMoveWith = async (db: Reads<Tables>, actor: Actor, ref: string, endsOn: string): Promise<Move[]> => {
  const rows = await db
    .selectFrom('plan_dependency')
    .innerJoin('plan_item', 'plan_item.id', 'plan_dependency.item_id')
    .innerJoin('plan_item as upon', 'upon.id', 'plan_dependency.on_item_id')
    .select([
      'plan_item.ref as item',
      'upon.ref as on',
      'plan_item.starts_on',
      sql<string | null>`(select max(ends_on) from plan_part where plan_part.item_id = plan_item.id and plan_part.archived_at is null)`.as(
        'ends_on',
      ),
    ])
    .where('plan_dependency.archived_at', 'is', null)
    .where('plan_item.archived_at', 'is', null)
    .where('plan_item.status', 'not in', ['completed', 'retired'])
    .where(mayReadItem(actor))
    .execute();
  return wouldMove(
    rows.map((row) => ({ ref: row.item, starts_on: row.starts_on, ends_on: row.ends_on })),
    rows,
    ref,
    endsOn,
  );
};
