import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holdsWholly } from '../../platform/access/actor.ts';

const isSelf = (actor: Actor, personColumn: string): RawBuilder<SqlBool> =>
  actor.personId === null ? sql<SqlBool>`false` : sql<SqlBool>`${sql.ref(personColumn)} = ${actor.personId}`;

const either = (...conditions: RawBuilder<SqlBool>[]): RawBuilder<SqlBool> => sql<SqlBool>`(${sql.join(conditions, sql` or `)})`;

/** A person's own record, and all of them for those who keep the records of people or accounts. */
export const mayRead = (actor: Actor): RawBuilder<SqlBool> =>
  either(isSelf(actor, 'person.id'), holdsWholly(actor, 'people.manage'), holdsWholly(actor, 'accounts.manage'));

export const mayEdit = mayRead;

const hasNoAccount = (personColumn: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`not exists (select from account where account.person_id = ${sql.ref(personColumn)})`;

/** Whoever adds an address to a person with an account hands its mailbox the key: only for those who manage accounts. */
export const mayEditAddresses = (actor: Actor, personColumn: 'person.id' | 'email.person_id'): RawBuilder<SqlBool> =>
  either(holdsWholly(actor, 'accounts.manage'), sql<SqlBool>`(${holdsWholly(actor, 'people.manage')} and ${hasNoAccount(personColumn)})`);

/** Addresses are read by their owner and by those who manage accounts. */
export const mayReadAddresses = (actor: Actor): RawBuilder<SqlBool> =>
  either(isSelf(actor, 'email.person_id'), holdsWholly(actor, 'people.manage'), holdsWholly(actor, 'accounts.manage'));

export const nobody = (actor: Actor): RawBuilder<SqlBool> => (actor.kind === 'system' ? sql<SqlBool>`true` : sql<SqlBool>`false`);
