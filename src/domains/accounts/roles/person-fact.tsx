import { sql } from 'kysely';
import { holdsEverywhere } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import type { PersonFact } from '../../people/index.ts';
import { isOwn, mayManage, right } from '../policy.ts';
import type { Tables } from '../tables.ts';
import type { Held } from './queries.ts';

/** On the page of a person: the roles of today, told to that person and to those who give roles. */
export const rolesOfPeople: PersonFact<Held> = {
  name: 'roles',
  question: (db, actor, person, today) =>
    (db as Reads<Tables>)
      .selectFrom('role_grant')
      .innerJoin('role', 'role.id', 'role_grant.role_id')
      .leftJoin('body', 'body.id', 'role_grant.body_id')
      .select(['role.title', sql<string | null>`coalesce(body.acronym, body.ref)`.as('body')])
      .where('role_grant.person_id', '=', person.id)
      .where('role_grant.archived_at', 'is', null)
      .where('role_grant.starts_on', '<=', today)
      .where(sql<boolean>`(role_grant.ends_on is null or role_grant.ends_on > ${today}::date)`)
      .where(sql<boolean>`(${isOwn(actor, 'role_grant.person_id')} or ${mayManage(actor)})`)
      .orderBy('role.key')
      .orderBy('body.ref'),
  tell: ({ t, actor, languages }, held, person) => {
    if (held.length === 0) return null;
    const names = t.list(
      held.map(({ title, body }) => {
        const role = textIn(title, languages).text;
        return body === null ? role : t('grant.roleIn', { role, body });
      }),
    );
    return {
      label: t('people.roles'),
      value: holdsEverywhere(actor, right) ? <a href={`/people-and-roles/${person.id}`}>{names}</a> : names,
    };
  },
};
