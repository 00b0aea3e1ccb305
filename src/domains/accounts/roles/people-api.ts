import { sql } from 'kysely';
import type { Actor, Reach } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { mayManage } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { accountState } from './queries.ts';

export const countPeople = async (db: Reads<Tables>, actor: Actor): Promise<number> => {
  const { total } = await db
    .selectFrom('person')
    .select(sql<number>`count(*)`.as('total'))
    .where('person.archived_at', 'is', null)
    .where(mayManage(actor))
    .executeTakeFirstOrThrow();
  return total;
};

export const peoplePage = (db: Reads<Tables>, actor: Actor, today: Day, { page, perPage }: { page: number; perPage: number }) =>
  db
    .selectFrom('person')
    .leftJoin('account', 'account.person_id', 'person.id')
    .select(['person.id', 'person.display_name as name', 'person.language', accountState.as('account'), heldOn(today).as('roles')])
    .where('person.archived_at', 'is', null)
    .where(mayManage(actor))
    .orderBy('person.id')
    .limit(perPage)
    .offset((page - 1) * perPage)
    .execute();

const heldOn = (today: Day) => sql<{ key: string; body: string | null }[]>`coalesce((
  select jsonb_agg(jsonb_build_object('key', role.key, 'body', body.ref) order by role.key, body.ref)
  from role_grant join role on role.id = role_grant.role_id left join body on body.id = role_grant.body_id
  where role_grant.person_id = person.id and role_grant.archived_at is null
    and role_grant.starts_on <= ${today}::date and (role_grant.ends_on is null or ${today}::date < role_grant.ends_on)
), '[]')`;

/** The actor as programs see themselves; a right without bodies holds everywhere. */
export const self = async (db: Reads<Tables>, actor: Actor, person: number) => {
  const reaches = [...actor.rights];
  const ids = [...new Set(reaches.flatMap(([, reach]) => (reach === 'everywhere' ? [] : [...reach])))];
  const [row, bodies] = await Promise.all([
    db.selectFrom('person').select(['id', 'display_name as name', 'language']).where('id', '=', person).executeTakeFirstOrThrow(),
    ids.length === 0 ? [] : db.selectFrom('body').select(['id', 'ref']).where('id', 'in', ids).execute(),
  ]);
  const refs = new Map(bodies.map((body) => [body.id, body.ref]));
  const named = (reach: Reach) => (reach === 'everywhere' ? null : [...reach].map((id) => refs.get(id) ?? String(id)).sort());
  return {
    ...row,
    scopes: [...(actor.scopes ?? [])],
    rights: reaches.map(([name, reach]) => ({ right: name, bodies: named(reach) })),
  };
};
