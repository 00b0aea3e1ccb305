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
  goal: Texts | null;
  metrics: Texts | null;
  outcome: Texts | null;
  parent_id: number | null;
  review_id: number | null;
  workstream_id: number | null;
  /** Whether its end was claimed or verified by then. */
  claim: 'claimed' | 'verified' | 'returned' | null;
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
  table_name: 'plan_item' | 'plan_part' | 'plan_closure';
  row_id: number;
  fields: Record<string, unknown>;
}

/**
 * The whole plan as it stood at the end of that day (UTC), by replaying the audit log in one question. Of what the reader may see now; what was
 * a draft or archived then is left out. A field that nobody had set is null. With `review` only what belongs to it now, with the tasks of
 * the workstreams in which it stands.
 */
export const planAsAt = async (db: Reads<Tables>, actor: Actor, on: Day, of: { review?: number } = {}): Promise<ItemThen[]> => {
  const until = `${on}T23:59:59.999999Z`;
  const asked =
    of.review === undefined
      ? sql`true`
      : sql`(plan_item.review_id = ${of.review} or plan_item.workstream_id in (select workstream_id from plan_item where review_id = ${of.review}))`;
  const question = sql<Stood>`(
    with asked as (select plan_item.id from plan_item where ${mayReadItem(actor)} and ${asked}),
    watched as (
      select 'plan_item' as table_name, id as row_id from asked
      union all select 'plan_part', id from plan_part where item_id in (select id from asked)
      union all select 'plan_closure', id from plan_closure where item_id in (select id from asked)
    ),
    change as (
      select audit_change.table_name, audit_change.row_id, audit_change.id, audit_change.op, audit_change.after,
        count(*) over (partition by audit_change.table_name, audit_change.row_id) as times
      from watched join audit_change using (table_name, row_id) join audit on audit.id = audit_change.audit_id
      where audit.at <= ${until}::timestamptz
    ),
    stood as (
      -- Most rows were written once: what was written then is how they stood.
      select change.table_name, change.row_id, change.after as fields from change where times = 1 and op <> 'delete'
      union all
      select change.table_name, change.row_id, jsonb_object_agg(field.key, field.value order by change.id) as fields
      from change, jsonb_each(coalesce(change.after, '{}')) field
      where times > 1
      group by 1, 2 having not bool_or(change.op = 'delete')
    )
    select table_name, row_id, fields from stood where coalesce(fields -> 'archived_at', 'null') = 'null' order by row_id
  )`;
  const rows = await (db as AnyReads).selectFrom(question.as('then')).selectAll().$castTo<Stood>().execute();
  // Put together here: joined in the database, thousands of rows without statistics meet each other one by one.
  const byItem = <Fields extends { item_id: number }>(table: Stood['table_name']) =>
    Map.groupBy(
      rows.filter((row) => row.table_name === table).map((row) => row.fields as unknown as Fields),
      (fields) => Number(fields.item_id),
    );
  const parts = byItem<ItemThen['parts'][number] & { item_id: number }>('plan_part');
  const closures = byItem<{ item_id: number; state: ItemThen['claim'] }>('plan_closure');
  return rows
    .filter((row) => row.table_name === 'plan_item' && row.fields.state !== 'draft')
    .map(({ row_id: id, fields }) => ({
      ...nothing,
      ...(fields as unknown as Omit<ItemThen, 'id' | 'parts' | 'claim'>),
      id,
      claim: closures.get(id)?.at(-1)?.state ?? null,
      parts: (parts.get(id) ?? []).map((part) => ({ ...nothingOfPart, ...part })).sort((one, other) => (one.label < other.label ? -1 : 1)),
    }))
    .sort(inOrder);
};

const nothing = {
  number: null,
  position: 0,
  starts_on: null,
  ended_on: null,
  percent: null,
  health: null,
  note: null,
  goal: null,
  metrics: null,
  outcome: null,
  parent_id: null,
  review_id: null,
  workstream_id: null,
};
const nothingOfPart = { label: '', title: null, ends_on: null, ends_precision: 'day' as const, status: null, percent: null };

const inOrder = (one: ItemThen, other: ItemThen): number =>
  Number(one.kind !== 'issue') - Number(other.kind !== 'issue') ||
  (one.review_id ?? 0) - (other.review_id ?? 0) ||
  one.position - other.position ||
  (one.ref < other.ref ? -1 : 1);

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
