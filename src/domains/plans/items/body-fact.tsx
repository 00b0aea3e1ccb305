import { sql } from 'kysely';
import type { Reads } from '../../../platform/db/tables.ts';
import type { BodyFact } from '../../community/index.ts';
import { mayReadItem } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { attention } from './attention.ts';
import { ended } from './item.ts';

/** On the page of a body: how much of the plan it answers for, how much of that is still open, and what is late. */
export const workOfBodies: BodyFact<{ all: number; open: number; overdue: number }> = {
  name: 'plan',
  question: (db, actor, body, today) =>
    (db as Reads<Tables>)
      .selectFrom('plan_item')
      .select([
        sql<number>`count(*)`.as('all'),
        sql<number>`count(*) filter (where plan_item.status <> all(${[...ended]}))`.as('open'),
        sql<number>`count(*) filter (where ${attention.overdue(today)})`.as('overdue'),
      ])
      .where('plan_item.body_id', '=', body.id)
      .where('plan_item.archived_at', 'is', null)
      .where(mayReadItem(actor)),
  tell: (v, [row], body) => {
    if (!row || row.all === 0) return null;
    const { all, open, overdue } = row;
    const plan = `/plans?body=${body.ref}`;
    return {
      label: v.t('plan.register'),
      value: (
        <>
          <a href={plan}>{v.t('plan.openOfAll', { open, all })}</a>
          {overdue > 0 && (
            <>
              {' · '}
              <a href={`${plan}&attention=overdue`}>{v.t('plan.overdueCount', { count: overdue })}</a>
            </>
          )}
        </>
      ),
    };
  },
};
