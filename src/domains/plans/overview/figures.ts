import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { attention } from '../items/attention.ts';
import { mayReadItem } from '../policy.ts';
import type { Tables } from '../tables.ts';

const readable = (db: Reads<Tables>, actor: Actor) =>
  db.selectFrom('plan_item').where('plan_item.archived_at', 'is', null).where(mayReadItem(actor));

const count = (condition: ReturnType<typeof attention.overdue>) => sql<number>`count(*) filter (where ${condition})::int`;

/** The figures of the plan, one row; each counts exactly what the list of the plan shows under the filter that its link carries. */
export const planFiguresQuestion = (db: Reads<Tables>, actor: Actor, today: Day) =>
  readable(db, actor).select([
    count(sql`plan_item.kind = 'issue'`).as('issues'),
    count(sql`plan_item.kind = 'issue' and plan_item.status = 'completed'`).as('completed'),
    count(attention.overdue(today)).as('overdue'),
    count(attention.dueSoon(today)).as('dueSoon'),
  ]);

/** What was last said of items of the plan, newest first, one line for each item and day. */
export const latelyInPlanQuestion = (db: Reads<Tables>, actor: Actor, limit: number) =>
  readable(db, actor)
    .innerJoin(
      (inner) =>
        inner
          .selectFrom('plan_progress')
          .select(['item_id', 'happened_on', 'percent', 'id'])
          .where('archived_at', 'is', null)
          .orderBy('happened_on', 'desc')
          .orderBy('id', 'desc')
          .limit(limit * 4)
          .as('said'),
      (join) => join.onRef('said.item_id', '=', 'plan_item.id'),
    )
    .select(['plan_item.ref', 'plan_item.title', 'said.happened_on as on', sql<number | null>`max(said.percent)`.as('percent')])
    .groupBy(['plan_item.id', 'said.happened_on'])
    .orderBy('said.happened_on', 'desc')
    .orderBy('plan_item.ref')
    .limit(limit);
