import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { nameHolds } from '../name-words.ts';
import { mayReadOrganisation } from '../organisations/policy.ts';
import { mayRead } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { mayName } from '../visibility/named.ts';
import { mayReadMembership, seen } from '../visibility/policy.ts';

/** As many as somebody looks through; whoever does not find theirs types more of the name. */
const most = 12;

export interface Candidate {
  id: number;
  name: string;
  country: string | null;
  places: string | null;
}

/** The people whom a few words or a number may mean, as far as the actor may know of them. */
export const candidates = async (db: Reads<Tables>, actor: Actor, typed: string): Promise<Candidate[]> => {
  const number = /^\s*#?(\d{1,15})\s*$/.exec(typed)?.[1];
  const named: RawBuilder<SqlBool> = number
    ? sql<SqlBool>`person.id = ${Number(number)}`
    : (nameHolds('person.name_key', typed, 'beginning') ?? sql<SqlBool>`false`);
  if (typed.trim() === '') return [];
  return db
    .selectFrom('person')
    .leftJoin('country', 'country.id', 'person.country_id')
    .select(['person.id', 'person.display_name as name', seen(actor, 'country', sql<string>`country.code`).as('country')])
    .select(
      sql<string | null>`(select string_agg(distinct coalesce(organisation.name, body.acronym, body.ref), ', ') from membership
        left join organisation on organisation.id = membership.organisation_id left join body on body.id = membership.body_id
        where membership.person_id = person.id and membership.archived_at is null and coalesce(membership.ends_on, 'infinity') > current_date
        and ${mayReadMembership(actor)})`.as('places'),
    )
    .where(mayName(actor))
    .where(named)
    .orderBy(sql`person.display_name collate "und-x-icu"`)
    .orderBy('person.id')
    .limit(most)
    .execute();
};

export interface Place {
  kind: 'organisation' | 'body';
  ref: string;
  name: Texts | string;
}

/** The organisations and bodies that a few words may mean: by reference, short name, or any part of the name. */
export const placesLike = async (db: Reads<Tables>, actor: Actor, typed: string): Promise<Place[]> => {
  const words = typed.trim();
  if (words === '') return [];
  const held = nameHolds('organisation.name_key', words, 'beginning') ?? sql<SqlBool>`false`;
  const part = `%${words.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const [organisations, bodies] = await Promise.all([
    db
      .selectFrom('organisation')
      .select(['ref', 'name'])
      .where('archived_at', 'is', null)
      .where(mayReadOrganisation(actor))
      .where(sql<SqlBool>`(${held} or organisation.ref = upper(${words}) or organisation.acronym ilike ${words})`)
      .orderBy(sql`organisation.name collate "und-x-icu"`)
      .limit(most)
      .execute(),
    db
      .selectFrom('body')
      .select(['ref', 'name'])
      .where('archived_at', 'is', null)
      .where(mayRead(actor))
      .where(
        sql<SqlBool>`(body.ref = upper(${words}) or body.acronym ilike ${words}
          or exists (select from jsonb_each_text(body.name -> 'texts') one where one.value ilike ${part}))`,
      )
      .orderBy('position')
      .orderBy('ref')
      .limit(most)
      .execute(),
  ]);
  return [
    ...organisations.map((one) => ({ kind: 'organisation' as const, ...one })),
    ...bodies.map((one) => ({ kind: 'body' as const, ...one })),
  ];
};
