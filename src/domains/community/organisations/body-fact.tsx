import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import type { BodyFact } from '../body-facts.ts';
import { wasMemberOn } from '../lasting.ts';
import type { Tables } from '../tables.ts';
import { mayReadOrganisation } from './policy.ts';

/** On the page of a body: how many organisations belong to it today, with the way to them in the register. */
export const membersOfBodies: BodyFact = {
  name: 'organisations',
  question: (db, actor, body, today) => organisationsOfBody(db as Reads<Tables>, actor, body, today),
  tell: (v, [row], body) => {
    const count = Number(row?.count ?? 0);
    return count === 0
      ? null
      : { label: v.t('organisation.register'), value: <a href={`/organisations?body=${body.ref}`}>{v.t.number(count)}</a> };
  },
};

/** How many organisations belong to a body on a day, of those that the reader may see. */
export const organisationsOfBody = (db: Reads<Tables>, actor: Actor, body: { id: number }, day: Day) =>
  db
    .selectFrom('organisation')
    .select(sql<number>`count(*)`.as('count'))
    .where('organisation.body_id', '=', body.id)
    .where('organisation.archived_at', 'is', null)
    .where(wasMemberOn(day))
    .where(mayReadOrganisation(actor));
