import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holdsWholly } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import type { Both } from '../../../platform/merging/merging.ts';
import { type Page, pairsLike } from '../../../platform/merging/suggested.ts';
import { mayMerge, mayRead } from '../policy.ts';
import { addresses, peopleOn } from '../queries.ts';
import type { Spoken } from '../spoken.ts';
import type { Tables } from '../tables.ts';

/** Why two records may be of one person. `looks`: their letters only look alike. */
export const reasons = ['address', 'nativeName', 'nameAndCountry', 'name', 'looks'] as const;
export type Reason = (typeof reasons)[number];

const live = sql<SqlBool>`one.archived_at is null and other.archived_at is null`;

/** Each way to find duplicates is a question that an index answers. Gives `one_id` < `other_id` and the reason. */
const ways: readonly RawBuilder<unknown>[] = [
  // The key of a name knows neither the order of its words nor its alphabet. Of those who share name and country, and of those whose country nobody knows.
  // Few names are borne twice, so each of those is looked up by itself.
  sql`select one.id as one_id, other.id as other_id, case when one.country_id = other.country_id then 'nameAndCountry' else 'name' end as why
    from (select person.name_key from person where person.archived_at is null group by 1 having count(*) > 1) shared,
      lateral (select named.id, named.country_id from person named where named.name_key = shared.name_key and named.archived_at is null offset 0) one,
      lateral (select named.id, named.country_id from person named where named.name_key = shared.name_key and named.archived_at is null offset 0) other
    where shared.name_key <> '' and other.id > one.id
      and (one.country_id = other.country_id or one.country_id is null or other.country_id is null)`,
  sql`select least(former.person_id, present.person_id), greatest(former.person_id, present.person_id), 'address'
    from email former join email present on present.address_key = former.address_key and present.archived_at is null
      and present.person_id <> former.person_id
    join person one on one.id = former.person_id join person other on other.id = present.person_id
    where former.archived_at is not null and ${live}`,
  sql`select least(one.id, other.id), greatest(one.id, other.id), 'looks'
    from person one join person other on looks_of(other.display_name) = looks_of(one.display_name) and other.id <> one.id
      and other.display_name <> one.display_name
    where one.display_name ~ '[\u0370-\u052F]' and ${live}`,
  // Once in its own script and once in Latin letters.
  sql`select least(one.id, other.id), greatest(one.id, other.id), 'nativeName'
    from person one join person other on folded(other.native_name) = one.name_key and other.id <> one.id and other.native_name is not null
    where one.name_key ~ '[^ -~]' and ${live}`,
];

export interface Shown {
  id: number;
  name: string;
  nativeName: string | null;
  country: string | null;
  addresses: string[];
  belongs: string[];
}

/** What one recognises a person by. Only for those who keep the records. */
const shown = (id: string): RawBuilder<Shown> => sql<Shown>`(
  select json_build_object('id', person.id, 'name', person.display_name, 'nativeName', person.native_name,
    'country', (select country.code from country where country.id = person.country_id), 'addresses', ${addresses()},
    'belongs', (select coalesce(json_agg(coalesce(organisation.name, body.ref) order by membership.id), '[]') from membership
      left join organisation on organisation.id = membership.organisation_id left join body on body.id = membership.body_id
      where membership.person_id = person.id and membership.archived_at is null))
  from person where person.id = ${sql.ref(id)})`;

/** Pairs of records that may be of one person. An address belongs to one person. */
export const suggestedQuestion = (db: Reads<Tables>, actor: Actor, page: Page) =>
  db
    .selectFrom(
      pairsLike<Reason>('person', { ways, surest: ['address', 'nameAndCountry'], may: holdsWholly(actor, 'people.manage') }, page),
    )
    .select(['pair.why', 'pair.total', shown('pair.one_id').as('first'), shown('pair.other_id').as('second')]);

/** The two records whole, as those see them who keep them. The one that is kept comes first. */
export const bothQuestion = (db: Reads<Tables>, actor: Actor, { kept, gone }: Both, day: Day) =>
  peopleOn(db, day)
    .selectAll('person')
    .select([
      'country.code as country',
      sql<string | null>`region.key`.as('region'),
      sql<Texts | null>`region.title`.as('region_title'),
      addresses().as('emails'),
      sql<boolean>`exists (select from account where account.person_id = person.id)`.as('has_account'),
      mayMerge(actor).as('may_merge'),
      sql<number>`person.merged_into_id`.as('merged_into'),
    ])
    .where('person.id', 'in', [kept, gone])
    .where(holdsWholly(actor, 'people.manage'))
    .orderBy(sql`person.id <> ${kept}`);

export type OneOfBoth = Omit<Awaited<ReturnType<ReturnType<typeof bothQuestion>['execute']>>[number], 'languages'> & {
  languages: Spoken[];
};

export interface Overlap {
  /** The term of the record that goes and that of the kept one. */
  gone: Term;
  kept: Term;
  /** They are the same seat: one of the two at most was held. */
  same: boolean;
}

export interface Term {
  id: number;
  body: string;
  title: Texts;
  starts_on: Day | null;
  ends_on: Day | null;
}

const term = (which: string) => sql<Term>`json_build_object('id', ${sql.ref(`${which}.id`)}, 'title', ${sql.ref(`${which}_seat.title`)},
  'body', (select body.ref from body where body.id = ${sql.ref(`${which}_seat.body_id`)}),
  'starts_on', ${sql.ref(`${which}.starts_on`)}, 'ends_on', ${sql.ref(`${which}.ends_on`)})`;

/** Seats of one body that both records hold in days that overlap. */
export const overlapsQuestion = (db: Pick<Reads<Tables>, 'selectFrom'>, { kept, gone }: Both) =>
  db
    .selectFrom(
      sql<Overlap>`(select ${term('gone')} as gone, ${term('kept')} as kept,
        gone.seat_id = kept.seat_id and gone.alternate = kept.alternate as same
      from tenure gone join seat gone_seat on gone_seat.id = gone.seat_id
        join seat kept_seat on kept_seat.body_id = gone_seat.body_id join tenure kept on kept.seat_id = kept_seat.id
      where gone.person_id = ${gone} and kept.person_id = ${kept} and gone.archived_at is null and kept.archived_at is null
        and daterange(coalesce(gone.starts_on, '-infinity'), coalesce(gone.ends_on, 'infinity'))
          && daterange(coalesce(kept.starts_on, '-infinity'), coalesce(kept.ends_on, 'infinity'))
      order by gone.id, kept.id)`.as('overlap'),
    )
    .selectAll()
    .$castTo<Overlap>();

/** The number under which somebody stands since their record was merged, where the reader may know of them. */
export const presentNumberOf = async (db: Reads<Tables>, actor: Actor, id: number): Promise<number | undefined> => {
  const found = await db
    .selectFrom('person')
    .select('person.id')
    .where(sql<boolean>`person.id = (select former.merged_into_id from person former where former.id = ${id})`)
    .where('person.archived_at', 'is', null)
    .where(mayRead(actor))
    .executeTakeFirst();
  return found?.id;
};
