import { sql } from 'kysely';
import type { Reads } from '../../../platform/db/tables.ts';
import type { BodyFact } from '../body-facts.ts';
import { wasMemberOn } from '../lasting.ts';
import type { Tables } from '../tables.ts';
import { mayReadOrganisation } from './policy.ts';

/** On the page of a body: how many organisations belong to it today, with the way to them in the register. */
export const membersOfBodies: BodyFact = {
  name: 'organisations',
  question: (db, actor, body, today) =>
    (db as Reads<Tables>)
      .selectFrom('organisation')
      .select(sql<number>`count(*)`.as('count'))
      .where('organisation.body_id', '=', body.id)
      .where('organisation.archived_at', 'is', null)
      .where(wasMemberOn(today))
      .where(mayReadOrganisation(actor)),
  tell: (v, [row], body) => {
    const count = Number(row?.count ?? 0);
    return count === 0
      ? null
      : { label: v.t('organisation.register'), value: <a href={`/organisations?body=${body.ref}`}>{v.t.number(count)}</a> };
  },
};
