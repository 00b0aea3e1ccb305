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

/** A row of the answer: an item as it stands now with one of its parts, or what has become of a row since the day. */
interface Row extends Omit<ItemThen, 'parts' | 'claim'> {
  state: string;
  archived_at: string | null;
  part_id: number | null;
  label: string;
  part_title: string | null;
  ends_on: Day | null;
  ends_precision: Precision;
  part_status: Status | null;
  part_percent: number | null;
  part_archived_at: string | null;
  closures: { id: number; state: ItemThen['claim']; archived_at: string | null }[] | null;
  /** `plan_item 7`, for rows that were written after the day. */
  written: string | null;
  born: boolean;
  was: Record<string, unknown> | null;
}

/**
 * The whole plan as it stood at the end of that day (UTC): as it stands now, with everything that the audit log has after that day taken
 * back, in one question. Of what the reader may see now; what was a draft or archived then is left out. With `review` only what belongs to
 * it now, with the tasks of the workstreams in which it stands.
 */
export const planAsAt = async (db: Reads<Tables>, actor: Actor, on: Day, of: { review?: number } = {}): Promise<ItemThen[]> => {
  const rows = await rowsSince(db, actor, `${on}T23:59:59.999999Z`, of.review);
  const written = new Map(rows.flatMap((row) => (row.written ? [[row.written, row] as const] : [])));
  /** Undefined where the row was not there yet or was archived. */
  const then = <Now extends { archived_at: string | null }>(table: string, id: number, now: Now): Now | undefined => {
    const since = written.get(`${table} ${id}`);
    const stood = since ? { ...now, ...since.was } : now;
    return since?.born || stood.archived_at ? undefined : stood;
  };
  const items: ItemThen[] = [];
  for (const own of Map.groupBy(rows, ({ id }) => id).values()) {
    const [row] = own;
    const stood = row?.id ? then('plan_item', row.id, row) : undefined;
    if (!stood || stood.state === 'draft') continue;
    const parts = own.flatMap((one) => (one.part_id ? (then('plan_part', one.part_id, partOf(one)) ?? []) : [])).map(shownPart);
    const claims = (stood.closures ?? []).flatMap((closure) => then('plan_closure', closure.id, closure) ?? []);
    items.push({
      ...itemOf(stood),
      claim: claims.at(-1)?.state ?? null,
      parts: parts.sort((one, other) => (one.label < other.label ? -1 : 1)),
    });
  }
  return items.sort(inOrder);
};

/**
 * Two lists in one answer, joined on nothing, so that both are of one moment: joined in the database on their numbers, thousands of rows
 * without statistics would meet each other one by one.
 */
const rowsSince = async (db: Reads<Tables>, actor: Actor, until: string, review: number | undefined): Promise<Row[]> => {
  const asked =
    review === undefined
      ? sql`true`
      : sql`(plan_item.review_id = ${review} or plan_item.workstream_id in (select workstream_id from plan_item where review_id = ${review}))`;
  const question = sql<Row>`(
    with late as (
      select change.table_name, change.row_id, change.id, change.op, change.before
      from audit join audit_change change on change.audit_id = audit.id
      where audit.at > ${until}::timestamptz and change.table_name in ('plan_item', 'plan_part', 'plan_closure')
    ),
    asked as (
      select ${sql.join(columns.map((column) => sql.ref(`plan_item.${column}`)))}, state, archived_at
      from plan_item where ${mayReadItem(actor)} and ${asked}
        and plan_item.id not in (select row_id from late where table_name = 'plan_item' and op = 'insert')
    ),
    closed as (
      select item_id, jsonb_agg(jsonb_build_object('id', id, 'state', state, 'archived_at', archived_at) order by id) as closures
      from plan_closure group by item_id
    ),
    since as (
      select late.table_name || ' ' || late.row_id as written, bool_or(late.op = 'insert') as born,
        jsonb_object_agg(field.key, field.value order by late.id desc) filter (where field.key is not null) as was
      from late left join jsonb_each(coalesce(late.before, '{}')) field on true
      where not (late.table_name = 'plan_item' and late.op = 'insert') group by late.table_name, late.row_id
    )
    select * from (
      select asked.*, closed.closures, plan_part.id as part_id, label, plan_part.title as part_title, ends_on, ends_precision,
        plan_part.status as part_status, plan_part.percent as part_percent, plan_part.archived_at as part_archived_at
      from asked left join closed on closed.item_id = asked.id left join plan_part on plan_part.item_id = asked.id
    ) stands full join since on false
  )`;
  return (db as AnyReads).selectFrom(question.as('then')).selectAll().$castTo<Row>().execute();
};

const partOf = (row: Row) => ({
  label: row.label,
  title: row.part_title,
  ends_on: row.ends_on,
  ends_precision: row.ends_precision,
  status: row.part_status,
  percent: row.part_percent,
  archived_at: row.part_archived_at,
});

const shownPart = ({ label, title, ends_on, ends_precision, status, percent }: ItemThen['parts'][number]) => ({
  label,
  title,
  ends_on,
  ends_precision,
  status,
  percent,
});

const columns = [
  'id',
  'ref',
  'kind',
  'number',
  'position',
  'title',
  'starts_on',
  'ended_on',
  'percent',
  'status',
  'health',
  'note',
  'goal',
  'metrics',
  'outcome',
  'parent_id',
  'review_id',
  'workstream_id',
] as const satisfies readonly (keyof ItemThen)[];

const itemOf = (row: Row) => Object.fromEntries(columns.map((column) => [column, row[column]])) as Pick<ItemThen, (typeof columns)[number]>;

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
