import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { attention, hasLeft } from '../items/attention.ts';
import { endless, type Precision } from '../items/item.ts';
import { leadName, ledBy, mayManageItem, mayReadItem, mayUpdateItem, mayVerifyItem } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { type Scope, within } from './scope.ts';

/** How many items work plans hold at most; the table holds all. */
const most = 300;

interface End {
  label: string;
  ends_on: Day | null;
  ends_precision: Precision;
  baseline_on: Day | null;
}

interface Leading {
  name: string | null;
  left: boolean;
}

const items = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('plan_item')
    .select([
      'plan_item.id',
      'plan_item.ref',
      'plan_item.version',
      'plan_item.kind',
      'plan_item.number',
      'plan_item.title',
      'plan_item.status',
      'plan_item.health',
      'plan_item.percent',
      'plan_item.starts_on',
      'plan_item.ended_on',
      'plan_item.parent_id',
      'plan_item.workstream_id',
      'plan_item.steps',
      'plan_item.outcome',
      mayUpdateItem(actor).as('may_update'),
      sql<
        End[]
      >`coalesce((select json_agg(json_build_object('label', label, 'ends_on', ends_on, 'ends_precision', ends_precision, 'baseline_on', baseline_on) order by label)
        from plan_part where plan_part.item_id = plan_item.id and plan_part.archived_at is null), '[]')`.as('parts'),
      sql<Leading[]>`coalesce((select json_agg(json_build_object('name', ${leadName(actor)}, 'left', coalesce(${hasLeft}, false))
          order by array_position(array['volunteerLead', 'staffLead', 'contributor'], plan_lead.role), plan_lead.id)
        from plan_lead left join person on person.id = plan_lead.person_id where plan_lead.item_id = plan_item.id and plan_lead.archived_at is null
          and plan_lead.role <> 'contributor'), '[]')`.as('leads'),
    ])
    .where('plan_item.archived_at', 'is', null)
    .where(mayReadItem(actor));

/** Items for a picture, issues first, in the order of the plan. */
export const planQuestion = (db: Reads<Tables>, actor: Actor, scope: Scope, today: Day) =>
  items(db, actor)
    .where(within(scope, actor, today))
    .orderBy(sql`plan_item.kind <> 'issue'`)
    .orderBy('plan_item.review_id')
    .orderBy('plan_item.position')
    .orderBy('plan_item.id');

type Question = ReturnType<typeof planQuestion>;
export type Listed = Awaited<ReturnType<Question['execute']>>[number];

/** The first `most` of a question, and how many there are. */
export const firstOf = async (question: Question, most: number): Promise<{ items: Listed[]; total: number }> => {
  const items = await question.limit(most + 1).execute();
  if (items.length <= most) return { items, total: items.length };
  const count = question.clearSelect().clearOrderBy().select(sql<number>`count(*)`.as('count'));
  return { items: items.slice(0, most), total: Number((await count.executeTakeFirst())?.count ?? items.length) };
};

/** What can be drawn: items with a day, between the days of the scope where it names some. */
export const daysQuestion = (db: Reads<Tables>, actor: Actor, scope: Scope, today: Day) => {
  const day = (condition: RawBuilder<unknown>) =>
    sql`exists (select from plan_part where plan_part.item_id = plan_item.id and plan_part.archived_at is null and ${condition})`;
  return items(db, actor)
    .where(within(scope, actor, today))
    .where(sql<boolean>`(plan_item.starts_on is not null or ${day(sql`plan_part.ends_on is not null`)})`)
    .where(
      sql<boolean>`(${scope.from || null}::date is null or coalesce(plan_item.starts_on >= ${scope.from || null}::date, false) or ${day(sql`plan_part.ends_on >= ${scope.from || null}::date`)})`,
    )
    .where(
      sql<boolean>`(${scope.to || null}::date is null or coalesce(plan_item.starts_on <= ${scope.to || null}::date, false) or (plan_item.starts_on is null and ${day(sql`plan_part.ends_on <= ${scope.to || null}::date`)}))`,
    )
    .orderBy(sql`plan_item.kind <> 'issue'`)
    .orderBy('plan_item.review_id')
    .orderBy('plan_item.position')
    .orderBy('plan_item.starts_on')
    .orderBy('plan_item.id');
};

/** Items in the order in which they lie inside each other, with how deep; one whose parent is not among them stands at the top. */
export const inTree = <Item extends { id: number; parent_id: number | null }>(found: readonly Item[]): { item: Item; depth: number }[] => {
  const shown = new Set(found.map((item) => item.id));
  const inside = Map.groupBy(found, (item) => (item.parent_id !== null && shown.has(item.parent_id) ? item.parent_id : 0));
  const walk = (of: number, depth: number): { item: Item; depth: number }[] =>
    (inside.get(of) ?? []).flatMap((item) => [{ item, depth }, ...walk(item.id, depth + 1)]);
  return walk(0, 0);
};

export const workstreamsWithTasks = async (db: Reads<Tables>, actor: Actor, scope: Scope, today: Day) => {
  const [streams, tasks] = await Promise.all([
    db
      .selectFrom('workstream')
      .select(['id', 'ref', 'title', 'leads'])
      .where('archived_at', 'is', null)
      .orderBy('position')
      .orderBy('id')
      .execute(),
    items(db, actor)
      .where(within(scope, actor, today))
      .where('plan_item.workstream_id', 'is not', null)
      .orderBy(sql`(select position from workstream where workstream.id = plan_item.workstream_id)`)
      .orderBy('plan_item.workstream_id')
      .orderBy('plan_item.id')
      .limit(most)
      .execute(),
  ]);
  return streams.map((stream) => ({ ...stream, tasks: tasks.filter((task) => task.workstream_id === stream.id) }));
};

/** What one person leads, as far as the actor may read it: what is open first, and of that what ends first. */
export const ledByQuestion = (db: Reads<Tables>, actor: Actor, personId: number) =>
  items(db, actor)
    .where(ledBy(personId))
    .orderBy(sql`plan_item.status = any(${[...endless]})`)
    .orderBy(sql`(select min(ends_on) from plan_part where plan_part.item_id = plan_item.id and plan_part.archived_at is null) nulls last`)
    .orderBy('plan_item.id');

/** How many of a person's own items are late or due in 30 days. */
export const dueQuestion = (db: Reads<Tables>, personId: number, today: Day) =>
  db
    .selectFrom('plan_item')
    .select(sql<number>`count(*)`.as('count'))
    .where('plan_item.archived_at', 'is', null)
    .where(ledBy(personId))
    .where(sql<boolean>`(${attention.overdue(today)} or ${attention.dueSoon(today)})`);

/** How much of the plan that this actor keeps is led by somebody who has left. */
export const leftQuestion = (db: Reads<Tables>, actor: Actor, today: Day) =>
  db
    .selectFrom('plan_item')
    .select(sql<number>`count(*)`.as('count'))
    .where('plan_item.archived_at', 'is', null)
    .where(mayManageItem(actor))
    .where(attention.ledByNobody(today));

/** Claims that wait for this actor, who made none of them. */
export const claimsQuestion = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('plan_closure')
    .innerJoin('plan_item', 'plan_item.id', 'plan_closure.item_id')
    .select(sql<number>`count(*)`.as('count'))
    .where('plan_closure.state', '=', 'claimed')
    .where('plan_closure.archived_at', 'is', null)
    .where('plan_item.archived_at', 'is', null)
    .where(sql<boolean>`plan_closure.claimed_person_id is distinct from ${actor.personId}`)
    .where(mayVerifyItem(actor));
