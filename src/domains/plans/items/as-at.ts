import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import { plannedAnew } from '../../../platform/db/preparing-client.ts';
import type { AnyReads, Day, Instant, Reads } from '../../../platform/db/tables.ts';
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

/** Which part of the plan is asked for. */
interface Part {
  /** Only what belongs to this review now, with the tasks of the workstreams in which it stands. */
  review?: number | undefined;
  /** Only so many, from the beginning. */
  first?: number;
  /** Only what was written since the end of that day, in whatever field: all that can differ between that day and a later one. */
  writtenAfter?: Day;
}

/**
 * The plan as it stood at the end of that day (UTC), or at that moment: as it stands now, with everything that the audit log has after that day taken back,
 * in one question. Of what the reader may see now; what was a draft or archived then is left out.
 */
export const planAsAt = async (db: Reads<Tables>, actor: Actor, on: Day | Instant, part: Part = {}): Promise<ItemThen[]> => {
  const rows = await rowsSince(db, actor, on, part);
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
  return items.sort(inOrder).slice(0, part.first);
};

/**
 * Two lists in one answer, so that both are of one moment: the items as they stand now, and what was written since. Of the first items
 * only those are read that nobody wrote since and that stand in front now, and all that somebody wrote, wherever they stand: the first of
 * that day are among them. How much of the log a day leaves, no statistics know: so the question is planned anew for each day, and what
 * was written is looked up (`is true`) rather than joined, for thousands of rows taken for one would meet each other one by one.
 */
const rowsSince = async (db: Reads<Tables>, actor: Actor, on: Day | Instant, { review, first, writtenAfter }: Part): Promise<Row[]> => {
  const asked = [
    mayReadItem(actor),
    sql`plan_item.id not in (select row_id from late where table_name = 'plan_item' and op = 'insert')`,
    ...(review === undefined
      ? []
      : [
          sql`(plan_item.review_id = ${review} or plan_item.workstream_id in (select workstream_id from plan_item where review_id = ${review}))`,
        ]),
    ...(writtenAfter === undefined ? [] : [sql`(plan_item.id in (${writtenItems(writtenAfter)})) is true`]),
  ];
  const written = sql`(id in (select row_id from late where table_name = 'plan_item')) is true`;
  const chosen =
    first === undefined
      ? sql`select * from asked`
      : sql`select * from asked where ${written} union all (
          select * from asked where not ${written} and archived_at is null and state <> 'draft' order by ${order} limit ${first})`;
  const ofChosen = (table: string) => sql`(late.table_name = ${sql.lit(table)}
    and late.row_id in (select id from ${sql.table(table)} where (item_id in (select id from chosen)) is true))`;
  const question = sql<Row>`(
    with late as (
      select change.table_name, change.row_id, change.id, change.op, change.before from ${changesAfter(on)}
    ),
    asked as not materialized (
      select ${sql.join(columns.map((column) => sql.ref(`plan_item.${column}`)))}, state, archived_at
      from plan_item where ${sql.join(asked, sql` and `)}
    ),
    chosen as (${chosen}),
    since as (
      select late.table_name || ' ' || late.row_id as written, bool_or(late.op = 'insert') as born,
        jsonb_object_agg(field.key, field.value order by late.id desc) filter (where field.key is not null) as was
      from late left join jsonb_each(coalesce(late.before, '{}')) field on true
      where (late.table_name = 'plan_item' and late.op <> 'insert') or ${ofChosen('plan_part')} or ${ofChosen('plan_closure')}
      group by late.table_name, late.row_id
    )
    select * from (
      select chosen.*, (select jsonb_agg(jsonb_build_object('id', plan_closure.id, 'state', plan_closure.state, 'archived_at', plan_closure.archived_at) order by plan_closure.id)
          from plan_closure where plan_closure.item_id = chosen.id) as closures,
        plan_part.id as part_id, label, plan_part.title as part_title, ends_on, ends_precision,
        plan_part.status as part_status, plan_part.percent as part_percent, plan_part.archived_at as part_archived_at
      from chosen left join plan_part on plan_part.item_id = chosen.id
    ) stands full join since on false
  )`;
  return (db as AnyReads).selectFrom(question.as('then')).modifyFront(plannedAnew).selectAll().$castTo<Row>().execute();
};

/**
 * What was written after a day (UTC) or a moment. From the first entry on that is later, each change is asked for its entry: a join would be planned
 * by statistics, which know least of what came last. Adding nothing keeps the database from looking for that entry among all older ones.
 */
const changesAfter = (on: Day | Instant) => {
  const end = sql`${on.length > 10 ? on : `${on}T23:59:59.999999Z`}::timestamptz`;
  return sql`audit_change change where change.table_name in ('plan_item', 'plan_part', 'plan_closure')
    and change.audit_id >= (select min(id + 0) from audit where at > ${end}) and (select at from audit where id = change.audit_id) > ${end}`;
};

/** Which items were written after a day, themselves or one of their ends. */
const writtenItems = (day: Day) =>
  sql`select case change.table_name when 'plan_item' then change.row_id
    when 'plan_part' then (select item_id from plan_part where plan_part.id = change.row_id) end from ${changesAfter(day)}`;

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

/** The same order twice: for the database, and for what was taken back. */
const order = sql`kind <> 'issue', coalesce(review_id, 0), position, ref collate "C"`;
const inOrder = (one: ItemThen, other: ItemThen): number =>
  Number(one.kind !== 'issue') - Number(other.kind !== 'issue') ||
  (one.review_id ?? 0) - (other.review_id ?? 0) ||
  one.position - other.position ||
  (one.ref < other.ref ? -1 : 1);
