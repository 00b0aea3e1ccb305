import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Actor } from '../../platform/access/actor.ts';
import type { Day, Reads } from '../../platform/db/tables.ts';
import type { Texts } from '../../platform/i18n/texts.ts';
import { mayReadField, type Onlooker, ownSystem, type PersonalField, personalFields, regionsOn, seen } from '../community/index.ts';
import { mayEdit, mayRead, mayReadAddresses, maySayConsent } from './policy.ts';
import type { Spoken } from './spoken.ts';
import type { Tables } from './tables.ts';

/** One person, or undefined where the reader may not know; fields that are not shown to the reader are null. */
export const personOf = (db: Reads<Tables>, actor: Actor, id: number) =>
  db
    .selectFrom('person')
    .leftJoin('country', 'country.id', 'person.country_id')
    .select([
      'person.id',
      'person.version',
      'person.display_name as name',
      'person.given_name as givenName',
      'person.family_name as familyName',
      seen(actor, 'nativeName', sql<string>`person.native_name`).as('nativeName'),
      seen(actor, 'languages', sql<string>`person.language`).as('language'),
      seen(actor, 'country', sql<string>`country.code`).as('country'),
    ])
    .where('person.id', '=', id)
    .where('person.archived_at', 'is', null)
    .where(mayRead(actor))
    .executeTakeFirst();

/** People with their country and region (set by hand or following from the country on the day). */
export const peopleOn = (db: Reads<Tables>, day: Day) =>
  db
    .selectFrom('person')
    .leftJoin('country', 'country.id', 'person.country_id')
    .leftJoin(regionsOn(day).as('derived'), 'derived.country_id', 'person.country_id')
    .leftJoin('region', (join) => join.on('region.id', '=', sql<number>`coalesce(person.region_id, derived.region_id)`));

/** The whole record as the onlooker sees it. */
export const recordQuestion = (db: Reads<Tables>, actor: Actor, id: number, day: Day, as: Onlooker = actor) =>
  peopleOn(db, day)
    .select([
      'person.id',
      'person.version',
      'person.display_name as name',
      'person.given_name as givenName',
      'person.family_name as familyName',
      seen(as, 'nativeName', sql<string>`person.native_name`).as('nativeName'),
      seen(as, 'languages', sql<string>`person.language`).as('language'),
      seen(as, 'languages', sql<Spoken[]>`person.languages`).as('languages'),
      seen(as, 'country', sql<string>`country.code`).as('country'),
      seen(as, 'country', sql<string>`region.key`).as('region'),
      seen(as, 'country', sql<Texts>`region.title`).as('regionTitle'),
      seen(as, 'country', sql<string>`person.region_reason`).as('regionReason'),
      seen(as, 'country', sql<boolean>`person.region_id is not null`).as('regionByHand'),
      seen(as, 'pronouns', sql<string>`person.pronouns`).as('pronouns'),
      seen(as, 'phone', sql<string>`person.phone`).as('phone'),
      seen(as, 'website', sql<string>`person.website`).as('website'),
      seen(as, 'bio', sql<Texts>`person.bio`).as('bio'),
      seen(as, 'emails', addresses()).as('emails'),
      sql<
        Record<PersonalField, boolean>
      >`jsonb_build_object(${sql.join(personalFields.flatMap((field) => [sql.lit(field), mayReadField(as, field)]))})`.as('sees'),
      sql<boolean>`${mayEdit(actor)}`.as('mayEdit'),
    ])
    .where('person.id', '=', id)
    .where('person.archived_at', 'is', null)
    .where(mayRead(actor));

export type WholePerson = NonNullable<Awaited<ReturnType<ReturnType<typeof recordQuestion>['executeTakeFirst']>>>;

/**
 * Who sees what of a person: for themselves, and where they cannot sign in for those who write down what they were told. `unwritten`: the
 * fields of which nothing is known and nothing was said, so that writing them down takes nothing from anybody.
 */
export const consentQuestion = (db: Reads<Tables>, actor: Actor, id: number) =>
  db
    .selectFrom('person')
    .select([
      'person.consent',
      sql<string[]>`array_remove(array[${sql.join(
        tellable.map(
          ([field, column]) =>
            sql`case when coalesce(to_jsonb(${sql.ref(`person.${column}`)}), '[]') in ('[]', 'null') and not person.consent ? ${sql.lit(field)} then ${sql.lit(field)} end`,
        ),
      )}], null)`.as('unwritten'),
    ])
    .where('person.id', '=', id)
    .where(maySayConsent(actor));

const tellable = [
  ['nativeName', 'native_name'],
  ['pronouns', 'pronouns'],
  ['country', 'country_id'],
  ['languages', 'languages'],
  ['phone', 'phone'],
  ['website', 'website'],
  ['bio', 'bio'],
] as const;

/** The regions of the community's own system, to choose from. */
export const regionsQuestion = (db: Reads<Tables>) =>
  db.selectFrom('region').select(['key', 'title']).where('archived_at', 'is', null).where('system_id', '=', ownSystem).orderBy('key');

/** The addresses of the person in the row, oldest first, as they were typed. */
export const addresses = (): RawBuilder<string[]> =>
  sql<
    string[]
  >`(select coalesce(json_agg(email.typed order by email.id), '[]') from email where email.person_id = person.id and email.archived_at is null)`;

/**
 * Does an address of the person in the row hold what was typed, as it was written or as the net knows it? All addresses are looked through
 * once, rather than those of each person. The key is in small letters and differs from what was written in a domain of another script only.
 */
export const hasAddressLike = (typed: string): RawBuilder<SqlBool> => {
  const pattern = `%${typed.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const holds = /^\p{ASCII}*$/u.test(typed)
    ? sql`email.address_key like ${pattern.toLowerCase()}`
    : sql`(email.typed ilike ${pattern} or email.address_key like ${pattern.toLowerCase()})`;
  return sql<SqlBool>`person.id in (select email.person_id from email where email.archived_at is null and ${holds})`;
};

/** The addresses of one person, oldest first, as they were typed. */
export const addressesOf = (db: Reads<Tables>, actor: Actor, person: number) =>
  db
    .selectFrom('email')
    .select(['email.id', 'email.typed as address', 'email.confirmed_at as confirmedAt'])
    .where('email.person_id', '=', person)
    .where('email.archived_at', 'is', null)
    .where(mayReadAddresses(actor))
    .orderBy('email.id')
    .execute();
