import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import { type Actor, holdsEverywhere } from '../../../platform/access/actor.ts';
import { rowsAsAt } from '../../../platform/audit/history.ts';
import type { AnyReads, Day, Reads } from '../../../platform/db/tables.ts';
import { together } from '../../../platform/db/together.ts';
import { mayReadPerson } from '../../people/index.ts';
import { mayManageItem, mayReadItem, type Status } from '../../plans/index.ts';
import { mayReadPosition, mayReadReview } from '../../reviews/index.ts';
import { mayReadReport } from '../policy.ts';
import type { Tables } from './tables.ts';

// The rows of which a promise is told: as they are, or as they stood at the end of a past day. Both have the same columns, so that both
// are told by the same words.

const columns = {
  review: ['id', 'ref', 'title', 'examiner', 'published_on', 'source_url', 'state'],
  recommendation: ['id', 'ref', 'number', 'position', 'title', 'text', 'text_version', 'page', 'themes', 'review_id', 'archived_at'],
  addressee: ['recommendation_id', 'body_id'],
  position: [
    'id',
    'recommendation_id',
    'body_id',
    'stance',
    'comment',
    'state',
    'text_version',
    'decided_how',
    'decided_on',
    'decided_link',
  ],
  answer: ['id', 'recommendation_id', 'body_id', 'answer', 'explanation', 'alternative_wording', 'decided_on', 'decided_link'],
  plan_recommendation: ['item_id', 'recommendation_id'],
  plan_item: [
    'id',
    'ref',
    'kind',
    'number',
    'position',
    'parent_id',
    'body_id',
    'title',
    'goal',
    'current_state',
    'steps',
    'metrics',
    'method',
    'outcome',
    'note',
    'phase',
    'starts_on',
    'ended_on',
    'percent',
    'status',
    'health',
    'state',
    'archived_at',
  ],
  plan_part: ['id', 'item_id', 'label', 'title', 'ends_on', 'ends_precision', 'baseline_on', 'status', 'percent'],
  plan_lead: ['item_id', 'role', 'person_id', 'name'],
  plan_budget: ['item_id', 'year', 'currency', 'planned', 'approved', 'spent'],
  plan_progress: [
    'id',
    'item_id',
    'happened_on',
    'text',
    'percent',
    'status',
    'health',
    'part',
    'ended_before',
    'ended_after',
    'reason',
    'person_id',
    'by_name',
  ],
  plan_evidence: ['id', 'item_id', 'title', 'url'],
  plan_closure: ['id', 'item_id', 'state', 'claimed_on', 'claimed_by', 'claimed_person_id', 'note', 'judged_on', 'judged_by', 'judgement'],
  plan_dependency: ['id', 'item_id', 'owner', 'promise', 'promised_on', 'promised_precision', 'last_asked_on', 'kept_on'],
  plan_statement: ['id', 'item_id', 'field', 'part', 'value', 'source', 'place', 'stated_on'],
} as const satisfies { [Table in keyof Tables]?: readonly (keyof Tables[Table])[] };

type Told = typeof columns;
/** Statements of sources stand here only where they speak of an item. */
type OfItem<Table> = Table extends 'plan_statement' ? { item_id: number } : unknown;
export type Rows = {
  [Table in keyof Told]: (Pick<Selectable<Tables[Table]>, Told[Table][number] & keyof Selectable<Tables[Table]>> & OfItem<Table>)[];
};

/** What does not belong to a day: how bodies are called, whose names this reader may know, since when it is public. */
export interface Around {
  bodies: { id: number; ref: string; name: Tables['body']['name']['__select__']; acronym: string | null; position: number }[];
  /** People whose names this reader may know. */
  people: { id: number; name: string }[];
  /** Items of which this reader may know the leads that only a document names. */
  managed: { id: number }[];
  aliases: { text: string }[];
  /** What submitted reports say of what is planned, frozen as they said it; the oldest first. */
  reported: {
    report: string;
    title: Tables['report']['title']['__select__'];
    on: Day;
    submitted: Day;
    item: string;
    percent: number | null;
    status: Status | null;
    ends: { label: string; status: Status | null; percent: number | null }[];
  }[];
  /** When a draft became public, last; what happened before is nobody's business. */
  opened: { table: string; id: number; at: string }[];
}

/** Whose names are no secret to this reader, whoever they are. */
export const knowsEverybody = (actor: Actor): boolean => holdsEverywhere(actor, 'people.manage');

export interface Found {
  kind: 'recommendation' | 'item';
  id: number;
  ref: string;
  /** References of the recommendations out of which an item came. */
  from: string[];
}

interface Scope {
  recommendations: RawBuilder<unknown>;
  items: RawBuilder<unknown>;
}

/** The ids of what belongs to a promise and this reader may see; `ever` with what once belonged to it and what is archived. */
const scopeOf = (actor: Actor, { kind, id }: Found, ever: boolean): Scope => {
  const live = (table: string) => (ever ? sql`true` : sql`${sql.ref(`${table}.archived_at`)} is null`);
  const linked = (wanted: string, given: string) =>
    sql`select ${sql.ref(`plan_recommendation.${wanted}`)} from plan_recommendation where ${sql.ref(`plan_recommendation.${given}`)} = ${id} and ${live('plan_recommendation')}`;
  const recommendations = kind === 'recommendation' ? sql`select ${id}::bigint` : linked('recommendation_id', 'item_id');
  const first = kind === 'recommendation' ? linked('item_id', 'recommendation_id') : sql`select ${id}::bigint`;
  return {
    recommendations: sql`select recommendation.id from recommendation join review on review.id = recommendation.review_id
      where recommendation.id in (${recommendations}) and ${mayReadReview(actor)}
      and (recommendation.id = ${kind === 'recommendation' ? id : 0} or (${live('recommendation')} and ${live('review')}))`,
    items: sql`select plan_item.id from plan_item where plan_item.id in (
      with recursive inside as (select id from plan_item where id in (${first})
        union select below.id from plan_item below join inside on below.parent_id = inside.id) select id from inside)
      and ${mayReadItem(actor)} and (plan_item.id = ${kind === 'item' ? id : 0} or ${live('plan_item')})`,
  };
};

const among = (column: string, ids: RawBuilder<unknown>): RawBuilder<SqlBool> => sql<SqlBool>`${sql.ref(column)} in (${ids})`;

/** The rows as they are now, in one round trip. Positions only where the body has decided. `ever`: what is around also covers what once belonged to it. */
export const rowsNow = async (db: Reads<Tables>, actor: Actor, found: Found, ever = false): Promise<{ rows: Rows; around: Around }> => {
  const scope = scopeOf(actor, found, false);
  const ofItem = <
    Table extends
      | 'plan_part'
      | 'plan_lead'
      | 'plan_budget'
      | 'plan_evidence'
      | 'plan_closure'
      | 'plan_dependency'
      | 'plan_statement'
      | 'plan_progress'
      | 'plan_recommendation',
  >(
    table: Table,
  ) => sql<SqlBool>`${among(`${table}.item_id`, scope.items)} and ${sql.ref(`${table}.archived_at`)} is null`;
  const { bodies, people, managed, aliases, reported, opened, ...rows } = await together(db, {
    review: db
      .selectFrom('review')
      .select(columns.review)
      .where(sql<SqlBool>`id in (select review_id from recommendation where ${among('recommendation.id', scope.recommendations)})`),
    recommendation: db.selectFrom('recommendation').select(columns.recommendation).where(among('recommendation.id', scope.recommendations)),
    addressee: db.selectFrom('addressee').select(columns.addressee).where(among('addressee.recommendation_id', scope.recommendations)),
    position: db
      .selectFrom('position')
      .select(columns.position)
      .where(among('position.recommendation_id', scope.recommendations))
      .where('position.state', '=', 'final')
      .where('position.archived_at', 'is', null)
      .where(mayReadPosition(actor)),
    answer: db
      .selectFrom('answer')
      .select(columns.answer)
      .where(among('answer.recommendation_id', scope.recommendations))
      .where('answer.archived_at', 'is', null),
    plan_recommendation: db
      .selectFrom('plan_recommendation')
      .select(columns.plan_recommendation)
      .where(ofItem('plan_recommendation'))
      .where(among('plan_recommendation.recommendation_id', scope.recommendations)),
    plan_item: db.selectFrom('plan_item').select(columns.plan_item).where(among('plan_item.id', scope.items)),
    plan_part: db.selectFrom('plan_part').select(columns.plan_part).where(ofItem('plan_part')),
    plan_lead: db.selectFrom('plan_lead').select(columns.plan_lead).where(ofItem('plan_lead')).orderBy('id'),
    plan_budget: db.selectFrom('plan_budget').select(columns.plan_budget).where(ofItem('plan_budget')),
    plan_progress: db.selectFrom('plan_progress').select(columns.plan_progress).where(ofItem('plan_progress')),
    plan_evidence: db.selectFrom('plan_evidence').select(columns.plan_evidence).where(ofItem('plan_evidence')),
    plan_closure: db.selectFrom('plan_closure').select(columns.plan_closure).where(ofItem('plan_closure')),
    plan_dependency: db.selectFrom('plan_dependency').select(columns.plan_dependency).where(ofItem('plan_dependency')),
    plan_statement: db.selectFrom('plan_statement').select(columns.plan_statement).where(ofItem('plan_statement')),
    ...aroundQuestions(db, actor, found, ever ? scopeOf(actor, found, true) : scope),
  });
  return { rows: rows as unknown as Rows, around: { bodies, people, managed, aliases, reported, opened } as Around };
};

/** What our records held then, in whatever state, so that nothing is told of it that they did not hold. */
export interface Known {
  reviews: ReadonlySet<number>;
  recommendations: ReadonlySet<number>;
  items: ReadonlySet<number>;
}

/** The rows as they stood at the end of that day (UTC), none of what was a draft or archived then; beside them the rows as they are now. */
export const rowsThen = async (
  db: Reads<Tables>,
  actor: Actor,
  found: Found,
  on: Day,
): Promise<{ rows: Rows; known: Known; now: Rows; around: Around }> => {
  const scope = scopeOf(actor, found, true);
  const children = Object.keys(columns).filter((table) => /^plan_(?!item$)/.test(table));
  const [stood, { rows: now, around }] = await Promise.all([
    rowsAsAt(
      db as AnyReads,
      [
        {
          table: 'review',
          which: sql<SqlBool>`review.id in (select review_id from recommendation where ${among('recommendation.id', scope.recommendations)})`,
        },
        { table: 'recommendation', which: among('recommendation.id', scope.recommendations) },
        ...['addressee', 'position', 'answer'].map((table) => ({
          table,
          which: among(`${table}.recommendation_id`, scope.recommendations),
        })),
        { table: 'plan_item', which: among('plan_item.id', scope.items) },
        ...children.map((table) => ({ table, which: among(`${table}.item_id`, scope.items) })),
      ],
      endOf(on),
    ),
    rowsNow(db, actor, found, true),
  ]);
  const idsOf = (table: string) => new Set(stood.filter((row) => row.table === table).map((row) => row.id));
  const rows = Object.fromEntries(
    Object.entries(columns).map(([table, names]) => [
      table,
      stood
        .filter((row) => row.table === table && (row.fields.archived_at ?? null) === null)
        .map(({ fields }) => Object.fromEntries(names.map((name) => [name, fields[name] ?? null]))),
    ]),
  ) as unknown as Rows;
  return {
    rows: publicThen(rows),
    known: { reviews: idsOf('review'), recommendations: idsOf('recommendation'), items: idsOf('plan_item') },
    now,
    around,
  };
};

/** The last instant of a day, in UTC. */
export const endOf = (day: Day): string => `${day}T23:59:59.999999Z`;

/** Without what was not public that day. */
const publicThen = (rows: Rows): Rows => {
  const reviews = new Set(rows.review.filter((one) => one.state !== 'draft').map((one) => one.id));
  const recommendations = new Set(rows.recommendation.filter((one) => reviews.has(one.review_id)).map((one) => one.id));
  const items = new Set(rows.plan_item.filter((one) => one.state !== 'draft').map((one) => one.id));
  const kept = (row: { id?: number; item_id?: number; recommendation_id?: number; state?: string }, table: string): boolean => {
    if (table === 'review') return reviews.has(row.id ?? 0);
    if (table === 'recommendation') return recommendations.has(row.id ?? 0);
    if (table === 'plan_item') return items.has(row.id ?? 0);
    if (table === 'position' && row.state !== 'final') return false;
    return (
      (row.item_id === undefined || items.has(row.item_id)) &&
      (row.recommendation_id === undefined || recommendations.has(row.recommendation_id))
    );
  };
  return Object.fromEntries(
    Object.entries(rows).map(([table, some]) => [table, some.filter((row) => kept(row, table))]),
  ) as unknown as Rows;
};

const aroundQuestions = (db: Reads<Tables>, actor: Actor, { kind, id }: Found, scope: Scope) => ({
  bodies: db
    .selectFrom('body')
    .select(['id', 'ref', 'name', 'acronym', 'position'])
    .where(
      sql<SqlBool>`id in (select body_id from position where ${among('position.recommendation_id', scope.recommendations)}
        union select body_id from answer where ${among('answer.recommendation_id', scope.recommendations)}
        union select body_id from addressee where ${among('addressee.recommendation_id', scope.recommendations)}
        union select body_id from plan_item where ${among('plan_item.id', scope.items)})`,
    ),
  people: db
    .selectFrom('person')
    .select(['person.id', 'person.display_name as name'])
    .where(
      sql<SqlBool>`person.id in (select person_id from plan_lead where ${among('plan_lead.item_id', scope.items)}
        union select person_id from plan_progress where ${among('plan_progress.item_id', scope.items)}
        union select claimed_person_id from plan_closure where ${among('plan_closure.item_id', scope.items)})`,
    )
    .where('person.archived_at', 'is', null)
    .where(mayReadPerson(actor)),
  managed: db.selectFrom('plan_item').select('plan_item.id').where(among('plan_item.id', scope.items)).where(mayManageItem(actor)),
  aliases: db
    .selectFrom('alias')
    .select('text')
    .where('kind', 'like', kind === 'item' ? 'plan_item/%' : 'recommendation/%')
    .where('record_id', '=', id)
    .where('archived_at', 'is', null)
    .orderBy('text'),
  reported: (db as AnyReads)
    .selectFrom('report')
    .innerJoin('report_snapshot', 'report_snapshot.report_id', 'report.id')
    .innerJoin('review', 'review.id', 'report.review_id')
    .innerJoin(
      sql<{
        said: Record<string, unknown>;
      }>`lateral (select value as said from jsonb_array_elements(report_snapshot.content -> 'items'))`.as('line'),
      (join) => join.onTrue(),
    )
    .select([
      'report.ref as report',
      'report.title',
      'report.to_on as on',
      sql<Day>`coalesce((select max(happened_on) from report_step where report_step.report_id = report.id and report_step.step = 'submitted'
        and report_step.archived_at is null), report_snapshot.taken_at::date)`.as('submitted'),
      sql<string>`line.said ->> 'ref'`.as('item'),
      sql<number | null>`(line.said ->> 'percent')::numeric`.as('percent'),
      sql<Status | null>`line.said ->> 'status'`.as('status'),
      sql<Around['reported'][number]['ends']>`coalesce(line.said -> 'ends', '[]')`.as('ends'),
    ])
    .where('report.archived_at', 'is', null)
    .where('report.state', 'in', ['submitted', 'acknowledged'])
    .where(mayReadReport(actor))
    .where(mayReadReview(actor))
    .where(
      sql<SqlBool>`report.review_id in (select review_id from plan_item where ${among('plan_item.id', scope.items)})
        and line.said ->> 'ref' in (select ref from plan_item where ${among('plan_item.id', scope.items)})`,
    )
    .orderBy('report.to_on')
    .orderBy('report.id'),
  opened: (db as AnyReads)
    .selectFrom('audit_change')
    .innerJoin('audit', 'audit.id', 'audit_change.audit_id')
    .select([
      sql<string>`audit_change.table_name`.as('table'),
      sql<number>`audit_change.row_id`.as('id'),
      sql<string>`max(audit.at)`.as('at'),
    ])
    .where(
      sql<SqlBool>`(audit_change.table_name, audit_change.row_id) in (
        select 'plan_item', plan_item.id from plan_item where ${among('plan_item.id', scope.items)}
        union all select 'review', recommendation.review_id from recommendation where ${among('recommendation.id', scope.recommendations)})`,
    )
    .where(
      sql<SqlBool>`audit_change.after ->> 'state' <> 'draft' and (audit_change.op = 'insert' or audit_change.before ->> 'state' = 'draft')`,
    )
    .groupBy(['audit_change.table_name', 'audit_change.row_id']),
});
