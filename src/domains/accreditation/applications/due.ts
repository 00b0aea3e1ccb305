import { sql } from 'kysely';
import { type Actor, holdsByName } from '../../../platform/access/actor.ts';
import type { AnyReads } from '../../../platform/db/tables.ts';
import type { Domain } from '../../../platform/domain.ts';
import { dealsWithApplications, mayHandle } from './policy.ts';
import { adviceWanted, staffWanted } from './staff/queries.ts';

/** What waits for those who speak for a region, and for staff. */
export const due: NonNullable<Domain['due']> = {
  questions: (db, actor) => (dealsWithApplications(actor) ? { applications: waiting(db, actor) } : {}),
  read: ({ applications = [] }) =>
    (['advice', 'staff'] as const)
      .map((who) => ({
        label: `application.due.${who}`,
        href: `/applications?waits=${who}`,
        count: Number(applications[0]?.[who] ?? 0),
      }))
      .filter(({ count }) => count > 0),
};

const waiting = (db: AnyReads, actor: Actor) =>
  db
    .selectFrom('application')
    .select([
      sql<number>`count(*) filter (where ${adviceWanted} and ${holdsByName(actor, 'application.advise', 'application.body_id')})`.as(
        'advice',
      ),
      sql<number>`count(*) filter (where ${staffWanted} and ${mayHandle(actor)})`.as('staff'),
    ])
    .where('application.state', 'not in', ['draft', 'accredited', 'rejected', 'withdrawn'])
    .where('application.archived_at', 'is', null);
