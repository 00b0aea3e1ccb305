import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import type { Said } from '../../../platform/http/sayings.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { wasMemberOn } from '../lasting.ts';
import type { Tables } from '../tables.ts';
import { mayReadOrganisation } from './policy.ts';

/** How many organisations belong to a body on a day, of those that the reader may see. */
export const organisationsOfBody = (db: Reads<Tables>, actor: Actor, body: { id: number }, day: Day) =>
  db
    .selectFrom('organisation')
    .select(sql<number>`count(*)`.as('count'))
    .where('organisation.body_id', '=', body.id)
    .where('organisation.archived_at', 'is', null)
    .where(wasMemberOn(day))
    .where(mayReadOrganisation(actor));

/** Among the facts of a body: how many organisations belong to it today, with the way to them in the register. */
export const organisationsFact = ({ t }: Visit, body: { ref: string }, count: number): Said => ({
  label: t('organisation.register'),
  value: count > 0 && <a href={`/organisations?body=${body.ref}`}>{t.number(count)}</a>,
});
