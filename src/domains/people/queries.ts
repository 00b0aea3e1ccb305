import type { Actor } from '../../platform/access/actor.ts';
import type { Reads } from '../../platform/db/tables.ts';
import { mayRead, mayReadAddresses } from './policy.ts';
import type { Tables } from './tables.ts';

/** One person, or undefined where the reader may not know. */
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
      'person.native_name as nativeName',
      'person.language',
      'country.code as country',
    ])
    .where('person.id', '=', id)
    .where('person.archived_at', 'is', null)
    .where(mayRead(actor))
    .executeTakeFirst();

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
