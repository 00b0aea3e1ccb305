import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { mayManage } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** All roles with the number of people who hold each today. */
export const rolesOfQuestion = (db: Reads<Tables>, actor: Actor, today: Day) =>
  db
    .selectFrom('role')
    .select((row) => [
      'role.id',
      'role.version',
      'role.key',
      'role.title',
      'role.rights',
      row
        .selectFrom('role_grant')
        .select(sql<number>`count(distinct role_grant.person_id)`.as('count'))
        .whereRef('role_grant.role_id', '=', 'role.id')
        .where('role_grant.archived_at', 'is', null)
        .where('role_grant.starts_on', '<=', today)
        .where(sql<boolean>`(role_grant.ends_on is null or role_grant.ends_on > ${today})`)
        .as('holders'),
    ])
    .where('role.archived_at', 'is', null)
    .where(mayManage(actor))
    .orderBy('role.key');

export const rolesOf = (db: Reads<Tables>, actor: Actor, today: Day) => rolesOfQuestion(db, actor, today).execute();

/** The grants of one person, past and future ones too, the latest first. */
export const grantsOfQuestion = (db: Reads<Tables>, actor: Actor, person: number) =>
  db
    .selectFrom('role_grant')
    .innerJoin('role', 'role.id', 'role_grant.role_id')
    .leftJoin('body', 'body.id', 'role_grant.body_id')
    .select([
      'role_grant.id',
      'role_grant.version',
      'role.key',
      'role.title',
      'role_grant.starts_on as from',
      'role_grant.ends_on as to',
      'body.ref as bodyRef',
      'body.name as bodyName',
    ])
    .where('role_grant.person_id', '=', person)
    .where('role_grant.archived_at', 'is', null)
    .where(mayManage(actor))
    .orderBy('role_grant.starts_on', 'desc')
    .orderBy('role_grant.id', 'desc');

/** The bodies for which a role can be given. */
export const bodiesToChooseQuestion = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('body')
    .select(['body.ref', 'body.name', 'body.acronym'])
    .where('body.archived_at', 'is', null)
    .where(mayManage(actor))
    .orderBy('body.ref');

export const accountOfPersonQuestion = (db: Reads<Tables>, actor: Actor, person: number) =>
  db
    .selectFrom('account')
    .select(['account.id', 'account.version', 'account.created_at as createdAt', 'account.suspended_at as suspendedAt'])
    .where('account.person_id', '=', person)
    .where(mayManage(actor));

/** One role that a person holds today. */
export interface Held {
  title: Texts;
  body: string | null;
}

export type AccountState = 'active' | 'suspended' | 'none';

const held = (today: Day) => sql<Held[]>`coalesce((
  select jsonb_agg(jsonb_build_object('title', role.title, 'body', coalesce(body.acronym, body.ref)) order by role.key, body.ref)
  from role_grant join role on role.id = role_grant.role_id left join body on body.id = role_grant.body_id
  where role_grant.person_id = person.id and role_grant.archived_at is null
    and role_grant.starts_on <= ${today}::date and (role_grant.ends_on is null or ${today}::date < role_grant.ends_on)
), '[]')`;

export const accountState = sql<AccountState>`case when account.id is null then 'none' when account.suspended_at is null then 'active' else 'suspended' end`;

/** Everybody who is known, with the roles of the day. */
export const peopleWithRoles = (db: Reads<Tables>, actor: Actor, today: Day) =>
  db
    .selectFrom('person')
    .leftJoin('account', 'account.person_id', 'person.id')
    .select(['person.id', 'person.display_name as name', 'person.language', accountState.as('account'), held(today).as('roles')])
    .where('person.archived_at', 'is', null)
    .where(mayManage(actor));

export type PersonWithRoles = { id: number; name: string; language: string | null; account: AccountState; roles: Held[] };
