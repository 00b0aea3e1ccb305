import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyReads, Day, Reads } from '../../../platform/db/tables.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { mayReadItem } from '../policy.ts';
import type { Tables } from '../tables.ts';
import type { Health, ItemKind, Precision, Status } from './item.ts';

/** An item as it stood at the end of a day. */
export interface ItemThen {
  id: number;
  ref: string;
  kind: ItemKind;
  number: string | null;
  position: number;
  title: Texts;
  starts_on: Day | null;
  ended_on: Day | null;
  percent: number | null;
  status: Status;
  health: Health | null;
  note: Texts | null;
  parts: {
    label: string;
    title: string | null;
    ends_on: Day | null;
    ends_precision: Precision;
    status: Status | null;
    percent: number | null;
  }[];
}

interface Stood {
  id: number;
  item: Omit<ItemThen, 'id' | 'parts'>;
  parts: ItemThen['parts'] | null;
}

/**
 * The whole plan as it stood at the end of that day (UTC), by replaying the audit log in one question. Of what the reader may see now; what was
 * a draft or archived then is left out. A field that nobody had set is null.
 */
export const planAsAt = async (db: Reads<Tables>, actor: Actor, on: Day): Promise<ItemThen[]> => {
  const until = `${on}T23:59:59.999999Z`;
  const question = sql<Stood>`(
    with change as (
      select audit_change.table_name, audit_change.row_id, audit_change.id, audit_change.op, audit_change.after
      from audit_change join audit on audit.id = audit_change.audit_id
      where audit_change.table_name in ('plan_item', 'plan_part') and audit.at <= ${until}::timestamptz
    ),
    stood as (
      select change.table_name, change.row_id, jsonb_object_agg(field.key, field.value order by change.id) as fields
      from change, jsonb_each(coalesce(change.after, '{}')) field
      group by 1, 2 having not bool_or(change.op = 'delete')
    )
    select item.row_id as id, item.fields as item, (
      select jsonb_agg(part.fields order by part.fields ->> 'label') from stood part
      where part.table_name = 'plan_part' and (part.fields ->> 'item_id')::bigint = item.row_id
        and coalesce(part.fields -> 'archived_at', 'null') = 'null'
    ) as parts
    from stood item
    where item.table_name = 'plan_item' and item.row_id in (select plan_item.id from plan_item where ${mayReadItem(actor)})
      and coalesce(item.fields -> 'archived_at', 'null') = 'null' and item.fields ->> 'state' <> 'draft'
  )`;
  const rows = await (db as AnyReads).selectFrom(question.as('then')).selectAll().$castTo<Stood>().execute();
  return rows
    .map(({ id, item, parts }) => ({ ...nothing, ...item, id, parts: (parts ?? []).map((part) => ({ ...nothingOfPart, ...part })) }))
    .sort(inOrder);
};

const nothing = { number: null, position: 0, starts_on: null, ended_on: null, percent: null, health: null, note: null };
const nothingOfPart = { label: '', title: null, ends_on: null, ends_precision: 'day' as const, status: null, percent: null };

const inOrder = (one: ItemThen, other: ItemThen): number =>
  Number(one.kind !== 'issue') - Number(other.kind !== 'issue') || one.position - other.position || (one.ref < other.ref ? -1 : 1);

export type Difference =
  | { kind: 'new' | 'gone'; item: ItemThen }
  | { kind: 'changed'; item: ItemThen; fields: { field: (typeof compared)[number]; before: string; after: string }[] };

const compared = ['status', 'percent', 'health', 'startsOn', 'ends', 'endedOn'] as const;

/** What lies between two states of the plan, in the order of the later one; what is gone comes last. */
export const differences = (before: readonly ItemThen[], after: readonly ItemThen[]): Difference[] => {
  const earlier = new Map(before.map((item) => [item.id, item]));
  const later = new Set(after.map((item) => item.id));
  return [
    ...after.flatMap((item): Difference[] => {
      const was = earlier.get(item.id);
      if (!was) return [{ kind: 'new', item }];
      const [old, now] = [valuesOf(was), valuesOf(item)];
      const fields = compared
        .filter((field) => old[field] !== now[field])
        .map((field) => ({ field, before: old[field], after: now[field] }));
      return fields.length > 0 ? [{ kind: 'changed', item, fields }] : [];
    }),
    ...before.filter((item) => !later.has(item.id)).map((item): Difference => ({ kind: 'gone', item })),
  ];
};

const valuesOf = (item: ItemThen): Record<(typeof compared)[number], string> => ({
  status: item.status,
  percent: item.percent === null ? '' : String(item.percent),
  health: item.health ?? '',
  startsOn: item.starts_on ?? '',
  ends: item.parts.map((part) => `${part.label ? `${part.label}) ` : ''}${part.ends_on ?? ''}`).join('; '),
  endedOn: item.ended_on ?? '',
});
