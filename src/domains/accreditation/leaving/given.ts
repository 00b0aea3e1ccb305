import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { lasts, mayName, mayReadMembership } from '../../community/index.ts';
import type { Tables } from './tables.ts';

interface List {
  name: string;
  keeper: string;
}

/** Beside a row of `application_admission`: who else came in for another member. */
const others = sql`application_admission other join application theirs on theirs.id = other.application_id
  join application_form form on form.id = theirs.form_id
  join organisation on organisation.id = theirs.organisation_id and organisation.id <> application.organisation_id
    and organisation.state in ('accredited', 'noticeGiven') and organisation.archived_at is null
  where other.ended_on is null and other.archived_at is null and other.person_id = application_admission.person_id`;

/**
 * What the acceptance of an organisation gave to those who came in with it: a role, a place on lists. `also_for` names another organisation by
 * whose acceptance the same role is held, `other_lists` the lists on which they stand for another one too.
 */
export const givenQuestion = (db: Reads<Tables>, organisation: number, today: Day) =>
  db
    .selectFrom('application_admission')
    .innerJoin('application', 'application.id', 'application_admission.application_id')
    .innerJoin('application_form', 'application_form.id', 'application.form_id')
    .innerJoin('person', 'person.id', 'application_admission.person_id')
    .leftJoin('role_grant', (join) =>
      join
        .onRef('role_grant.id', '=', 'application_admission.grant_id')
        .on('role_grant.archived_at', 'is', null)
        .on(sql<boolean>`(role_grant.ends_on is null or role_grant.ends_on > ${today}::date)`),
    )
    .leftJoin('role', 'role.id', 'role_grant.role_id')
    .leftJoin('body', 'body.id', 'role_grant.body_id')
    .select([
      'application_admission.id',
      'application_admission.person_id as person',
      'person.display_name as name',
      'role_grant.id as grant',
      'role_grant.starts_on as since',
      'role.title as role',
      'role.key as role_key',
      sql<string | null>`coalesce(body.acronym, body.ref)`.as('body'),
      sql<string | null>`(select organisation.name from ${others} and other.grant_id = application_admission.grant_id limit 1)`.as(
        'also_for',
      ),
      sql<List[]>`coalesce(application_form.content -> 'welcome' -> 'lists', '[]')`.as('lists'),
      sql<string[]>`array(select jsonb_array_elements(coalesce(form.content -> 'welcome' -> 'lists', '[]')) ->> 'name' from ${others})`.as(
        'other_lists',
      ),
    ])
    .where('application.organisation_id', '=', organisation)
    .where('application_admission.ended_on', 'is', null)
    .where('application_admission.archived_at', 'is', null)
    .where('person.archived_at', 'is', null)
    .orderBy('application_admission.id');

export type Given = Awaited<ReturnType<ReturnType<typeof givenQuestion>['execute']>>[number];

/** Of what was given, what ends with the organisation: roles by grant, lists by name. */
export const endsOf = (given: readonly Given[]) => ({
  roles: given.flatMap((one) => (one.grant !== null && one.role && !one.also_for ? [{ ...one, grant: one.grant, role: one.role }] : [])),
  kept: given.flatMap((one) =>
    one.grant !== null && one.role && one.also_for ? [{ ...one, role: one.role, also_for: one.also_for }] : [],
  ),
  lists: given.flatMap((one) => one.lists.filter(({ name }) => !one.other_lists.includes(name)).map((list) => ({ ...one, list }))),
});

/** Seats and groups of those who speak for an organisation or came in with it: theirs in their own right. */
export const ownPlacesQuestion = (db: Reads<Tables>, actor: Actor, organisation: number, today: Day) => ({
  seats: db
    .selectFrom('tenure')
    .innerJoin('seat', 'seat.id', 'tenure.seat_id')
    .innerJoin('body', 'body.id', 'seat.body_id')
    .innerJoin('person', 'person.id', 'tenure.person_id')
    .select(['person.display_name as name', 'seat.title', 'body.ref', sql<string>`coalesce(body.acronym, body.ref)`.as('body')])
    .where(lasts('tenure', today))
    .where(those(organisation, today))
    .where(mayName(actor))
    .orderBy('person.display_name')
    .limit(40),
  groups: db
    .selectFrom('membership')
    .innerJoin('body', 'body.id', 'membership.body_id')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select(['person.display_name as name', 'membership.role', 'body.ref', sql<string>`coalesce(body.acronym, body.ref)`.as('body')])
    .where(lasts('membership', today))
    .where(those(organisation, today))
    .where(mayReadMembership(actor))
    .orderBy('person.display_name')
    .limit(40),
});

const those = (organisation: number, today: Day) => sql<boolean>`person.id in (
  select speaks.person_id from membership speaks where speaks.organisation_id = ${organisation} and speaks.role in ('primary', 'alternate')
    and speaks.archived_at is null and coalesce(speaks.ends_on, 'infinity') > ${today}::date
  union select admitted.person_id from application_admission admitted join application came on came.id = admitted.application_id
    where came.organisation_id = ${organisation} and admitted.ended_on is null and admitted.archived_at is null)`;

type Places = ReturnType<typeof ownPlacesQuestion>;
export type OwnSeat = Awaited<ReturnType<Places['seats']['execute']>>[number];
export type OwnGroup = Awaited<ReturnType<Places['groups']['execute']>>[number];
