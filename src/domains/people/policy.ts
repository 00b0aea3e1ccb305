import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holdsWholly } from '../../platform/access/actor.ts';
import { mayReadField, mayReadPerson } from '../community/index.ts';

const isSelf = (actor: Actor, personColumn: string): RawBuilder<SqlBool> =>
  actor.personId === null ? sql<SqlBool>`false` : sql<SqlBool>`${sql.ref(personColumn)} = ${actor.personId}`;

const either = (...conditions: RawBuilder<SqlBool>[]): RawBuilder<SqlBool> => sql<SqlBool>`(${sql.join(conditions, sql` or `)})`;

/** Those who may know that a person is here, by name; what else they see is decided field by field. */
export const mayRead = (actor: Actor): RawBuilder<SqlBool> => mayReadPerson(actor);

/** A person's own record, and all of them for those who keep the records of people or accounts. */
export const mayEdit = (actor: Actor): RawBuilder<SqlBool> =>
  either(isSelf(actor, 'person.id'), holdsWholly(actor, 'people.manage'), holdsWholly(actor, 'accounts.manage'));

const hasNoAccount = (personColumn: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`not exists (select from account where account.person_id = ${sql.ref(personColumn)})`;

/**
 * Whoever merges a record with another hands over whatever it can do: where somebody signs in with it or holds a role, only those who manage
 * accounts.
 */
export const mayMerge = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${holdsWholly(actor, 'people.manage')} and (${holdsWholly(actor, 'accounts.manage')} or (${hasNoAccount('person.id')}
    and not exists (select from role_grant where role_grant.person_id = person.id and role_grant.archived_at is null))))`;

/** What somebody shows is theirs to say. Only of a person who cannot sign in others write down what they were told. */
export const maySayConsent = (actor: Actor): RawBuilder<SqlBool> =>
  either(isSelf(actor, 'person.id'), sql<SqlBool>`(${mayEdit(actor)} and ${hasNoAccount('person.id')})`);

/** Whoever adds an address to a person with an account hands its mailbox the key: only for those who manage accounts. */
export const mayEditAddresses = (actor: Actor, personColumn: 'person.id' | 'email.person_id'): RawBuilder<SqlBool> =>
  either(holdsWholly(actor, 'accounts.manage'), sql<SqlBool>`(${holdsWholly(actor, 'people.manage')} and ${hasNoAccount(personColumn)})`);

/** Addresses are read by their owner, by those who keep the records, and by whom the owner shows them to. */
export const mayReadAddresses = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`exists (select from person where person.id = email.person_id and ${mayReadPerson(actor)} and ${mayReadField(actor, 'emails')})`;

export const nobody = (actor: Actor): RawBuilder<SqlBool> => (actor.kind === 'system' ? sql<SqlBool>`true` : sql<SqlBool>`false`);
