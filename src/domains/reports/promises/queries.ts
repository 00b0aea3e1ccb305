import { type SqlBool, sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { HistoryEntry, HistoryRows } from '../../../platform/audit/history.ts';
import { historyOf } from '../../../platform/audit/history.ts';
import type { AnyReads, Day, Reads } from '../../../platform/db/tables.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { mayReadItem } from '../../plans/index.ts';
import { mayReadReview } from '../../reviews/index.ts';
import type { Story } from './promise.ts';
import { type Around, knowsEverybody } from './rows/around.ts';
import type { Rows } from './rows/columns.ts';
import { rowsNow } from './rows/now.ts';
import type { Found } from './rows/scope.ts';
import { endOf, rowsThen } from './rows/then.ts';
import { tell, upTo, withDated } from './story.ts';
import type { Tables } from './tables.ts';

/**
 * What a reference or a former name ("Issue 9") means to this reader: a recommendation, or something planned. Archived ones too, for their
 * address keeps answering; a name that several bear means none.
 */
export const promiseByRef = async (db: Reads<Tables>, actor: Actor, ref: string): Promise<Found | undefined> => {
  const named = (kind: string, table: string) =>
    sql`(select min(record_id) from alias join ${sql.table(table)} on ${sql.ref(`${table}.id`)} = alias.record_id
      where alias.kind like ${kind} and alias.text_key = ${aliasKey(ref)} and alias.archived_at is null and ${sql.ref(`${table}.archived_at`)} is null
      having count(distinct record_id) = 1)`;
  const asked = sql`from recommendation join review on review.id = recommendation.review_id where ${mayReadReview(actor)} and`;
  const planned = sql`from plan_item where ${mayReadItem(actor)} and`;
  const question = sql<Omit<Found, 'from'> & { rank: number }>`(
    select 1 as rank, 'recommendation' as kind, recommendation.id, recommendation.ref ${asked} recommendation.ref = ${ref.toUpperCase()}
    union all select 2, 'item', plan_item.id, plan_item.ref ${planned} plan_item.ref = ${ref.toUpperCase()}
    union all select 3, 'recommendation', recommendation.id, recommendation.ref ${asked} recommendation.id = ${named('recommendation/%', 'recommendation')}
    union all select 4, 'item', plan_item.id, plan_item.ref ${planned} plan_item.id = ${named('plan_item/%', 'plan_item')})`;
  return (db as AnyReads)
    .selectFrom(question.as('found'))
    .select(['kind', 'id', 'ref'])
    .select(
      sql<string[]>`coalesce((select json_agg(recommendation.ref order by recommendation.position) from plan_recommendation
        join recommendation on recommendation.id = plan_recommendation.recommendation_id join review on review.id = recommendation.review_id
        where found.kind = 'item' and plan_recommendation.item_id = found.id and plan_recommendation.archived_at is null
          and recommendation.archived_at is null and review.archived_at is null and ${mayReadReview(actor)}), '[]')`.as('from'),
    )
    .orderBy('rank')
    .limit(1)
    .$castTo<Found>()
    .executeTakeFirst();
};

/** A story and what its history needs to know. */
export interface Told {
  story: Story;
  rows: Rows;
  around: Around;
}

/** The promise as this reader may see it, now or at the end of a past day. */
export const storyOf = async (db: Reads<Tables>, actor: Actor, found: Found, today: Day, on?: Day): Promise<Told | undefined> => {
  const everybody = knowsEverybody(actor);
  if (on === undefined || on >= today) {
    const { rows, around } = await rowsNow(db, actor, found);
    const story = tell(found, rows, around, { day: today, past: null, everybody });
    return story && { story, rows, around };
  }
  const { rows: held, known, now, around } = await rowsThen(db, actor, found, on);
  const rows = withDated(held, upTo(now, on), known);
  const isHeld = (found.kind === 'item' ? known.items : known.recommendations).has(found.id);
  const added =
    rows.plan_item.some((one) => !known.items.has(one.id)) || rows.recommendation.some((one) => !known.recommendations.has(one.id));
  const past =
    isHeld && !added
      ? { day: on, from: 'register' as const, since: null }
      : { day: on, from: 'days' as const, since: sinceOf(found, now, around) };
  const telling = { day: on, past, everybody };
  const story = tell(found, rows, around, telling);
  if (story) return { story, rows, around };
  const present = tell(found, now, around, telling);
  return present && { story: { ...present, asked: [], planned: [], inside: [], stage: 'asked', late: false }, rows, around };
};

/** Since when our records of it are public, in whole days. */
const sinceOf = (found: Found, rows: Rows, around: Around): string | null => {
  const subject = found.kind === 'item' ? { table: 'plan_item', id: found.id } : { table: 'review', id: rows.review[0]?.id };
  return around.opened.find((one) => one.table === subject.table && one.id === subject.id)?.at.slice(0, 10) ?? null;
};

/** What the public may read of a change, by table; everything else stays out. Names of people are in none of them. */
const publicFields: Readonly<Record<string, readonly string[]>> = {
  recommendation: ['title', 'text', 'number', 'page', 'archived_at'],
  answer: ['answer', 'decided_on', 'archived_at'],
  position: ['state'],
  plan_item: ['title', 'goal', 'steps', 'outcome', 'starts_on', 'ended_on', 'percent', 'status', 'health', 'archived_at'],
  plan_part: ['ends_on', 'status', 'percent', 'archived_at'],
  plan_recommendation: ['archived_at'],
  plan_progress: ['text', 'percent', 'happened_on'],
  plan_closure: ['state', 'claimed_on', 'judged_on'],
  plan_evidence: ['title', 'url', 'archived_at'],
  plan_dependency: ['owner', 'promise', 'promised_on', 'kept_on'],
};

/** One thing that happened to a promise, as everybody may read it. */
export interface Happening {
  id: number;
  at: string;
  /** Of what: the reference of the recommendation or of what was planned. */
  ref: string;
  command: string;
  /** `part`: of a part of something planned, `a`; of a position its body. */
  changes: { field: string; part: string; before: unknown; after: unknown; isNew: boolean }[];
}

/** What happened to a promise, newest first: nothing from before it was public, no names, only fields that everybody may read. */
export const happeningsOf = async (
  db: Reads<Tables>,
  found: Found,
  { story, rows, around }: Told,
  { limit, before }: { limit: number; before?: number },
): Promise<Happening[]> => {
  const entries = await historyOf(db as AnyReads, watched(found, story, rows), {
    limit,
    ...(before ? { before } : {}),
    ...(story.past ? { until: endOf(story.past.day) } : {}),
  });
  const of = ownersOf(found, rows, around);
  return entries
    .flatMap((entry) => happeningIn(entry, of) ?? [])
    .sort((one, other) => Date.parse(other.at) - Date.parse(one.at) || other.id - one.id);
};

/** Recommendation and planned items with what hangs on them; of positions only those that are final now. */
const watched = (found: Found, story: Story, rows: Rows): HistoryRows[] => {
  const planned = new Set(story.planned.map((item) => item.ref));
  const asked = found.kind === 'recommendation' ? rows.recommendation.filter((one) => one.id === found.id) : [];
  return [
    ...asked.flatMap(({ id }): HistoryRows[] => [
      { table: 'recommendation', id },
      { table: 'answer', of: 'recommendation_id', id },
      { table: 'position', of: 'recommendation_id', id, only: sql<SqlBool>`position.state = 'final'` },
    ]),
    ...rows.plan_item
      .filter((item) => planned.has(item.ref))
      .flatMap(({ id }): HistoryRows[] => [
        { table: 'plan_item', id },
        ...Object.keys(publicFields)
          .filter((table) => /^plan_(?!item$)/.test(table))
          .map((table) => ({ table, of: 'item_id', id })),
      ]),
  ];
};

interface Owner {
  ref: string;
  /** Since when it is public, in milliseconds. */
  since: number;
}

/** To which item or recommendation a row belongs. */
const ownersOf = (found: Found, rows: Rows, around: Around) => {
  const opened = new Map(around.opened.map((one) => [`${one.table}/${one.id}`, Date.parse(one.at)]));
  const items = new Map(
    rows.plan_item.map((item): [number, Owner] => [
      item.id,
      { ref: item.ref, since: opened.get(`plan_item/${item.id}`) ?? Number.POSITIVE_INFINITY },
    ]),
  );
  const review = rows.recommendation.find((one) => one.id === found.id)?.review_id;
  const asked: Owner = { ref: found.ref, since: opened.get(`review/${review}`) ?? Number.POSITIVE_INFINITY };
  const itemOfRow = new Map(
    Object.entries(rows).flatMap(([table, some]) =>
      (some as { id?: number; item_id?: number }[]).flatMap((row): [string, number][] =>
        row.id !== undefined && row.item_id !== undefined ? [[`${table}/${row.id}`, row.item_id]] : [],
      ),
    ),
  );
  const bodies = new Map(around.bodies.map((body) => [body.id, body.acronym ?? body.ref]));
  const labels = new Map<string, string>([
    ...rows.plan_part.map((part) => [`plan_part/${part.id}`, part.label] as const),
    ...rows.position.map((position) => [`position/${position.id}`, bodies.get(position.body_id) ?? ''] as const),
  ]);
  return { items, asked, itemOfRow, labels };
};

const happeningIn = (entry: HistoryEntry, { items, asked, itemOfRow, labels }: ReturnType<typeof ownersOf>): Happening | undefined => {
  const at = Date.parse(entry.at);
  let ref = '';
  const changes = entry.changes.flatMap((change) => {
    const owner = !change.table.startsWith('plan_')
      ? asked
      : change.table === 'plan_item'
        ? items.get(change.rowId)
        : items.get(itemOfRow.get(`${change.table}/${change.rowId}`) ?? 0);
    if (!owner || at < owner.since || change.keptPrivate || !publicFields[change.table]?.includes(change.field)) return [];
    // Of a position only that it was decided: what was drafted before is the body's own business.
    if (change.table === 'position' && change.after !== 'final') return [];
    if (change.op === 'insert' && (change.after === null || change.after === '')) return [];
    ref ||= owner.ref;
    // What stood there before it was opened nobody has read.
    const isNew = change.op === 'insert' || at === owner.since;
    return [
      {
        field: change.field,
        part: labels.get(`${change.table}/${change.rowId}`) ?? '',
        before: isNew ? null : change.before,
        after: change.after,
        isNew,
      },
    ];
  });
  return changes.length > 0 ? { id: entry.id, at: entry.at, ref, command: entry.command, changes } : undefined;
};
