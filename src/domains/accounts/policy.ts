import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holdsWholly } from '../../platform/access/actor.ts';

/** Accounts, roles and grants are kept by those who hold this right everywhere: whoever gives roles could give them to themselves. */
export const right = 'accounts.manage';

export const mayManage = (actor: Actor): RawBuilder<SqlBool> => holdsWholly(actor, right);

/** What belongs to one person and is nobody else's business, the manager's included. */
export const isOwn = (actor: Actor, personColumn: string): RawBuilder<SqlBool> =>
  actor.kind !== 'person' || actor.personId === null ? sql<SqlBool>`false` : sql<SqlBool>`${sql.ref(personColumn)} = ${actor.personId}`;

/** Sessions hang on the account, not on the person. */
export const ownAccount = (actor: Actor, accountColumn: string): RawBuilder<SqlBool> =>
  actor.kind !== 'person' || actor.personId === null
    ? sql<SqlBool>`false`
    : sql<SqlBool>`${sql.ref(accountColumn)} in (select account.id from account where account.person_id = ${actor.personId})`;
