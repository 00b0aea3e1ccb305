import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import { addressKey } from '../../../platform/addresses/email.ts';
import { also, type Call, commandsOver, existing } from '../../../platform/command.ts';
import { conflict, forbidden } from '../../../platform/errors.ts';
import { confirmEmail } from '../../people/index.ts';
import { accountAt, activeAccount } from '../entry/commands.ts';
import { tellOwner } from '../letters.ts';
import { ownAccount } from '../policy.ts';
import { beginSession, ownAccountId } from '../sessions/commands.ts';
import type { Tables } from '../tables.ts';
import { newIdentity, oneIdentity, providerAnswer } from './provider.ts';

const command = commandsOver<Tables>();

/** What became of somebody who came back. The same for an address that nobody has and for one that the provider did not verify. */
export type Entered = { session: string } | { refused: 'provider.noAccount' };

/**
 * Lets in whom the provider vouches for: an account that is linked with them already, or the one of the address that it has verified. Only
 * the program itself, which has checked what the provider said, may do this.
 */
export const enterByProvider = command({
  name: 'identity.enter',
  secret: true,
  input: providerAnswer,
  subject: async (_tx, _input, actor: Actor) => {
    if (actor.kind !== 'system') throw forbidden();
  },
  perform: async ({ tx, input, now, call }): Promise<Entered> => {
    const known = await identityOf(tx, input);
    const account = known ? await activeAccount(tx, known.account_id) : await linked(tx, input, call);
    if (!account) return { refused: 'provider.noAccount' };
    await tx
      .updateTable('identity')
      .set({ used_at: now })
      .where('issuer', '=', input.issuer)
      .where('subject', '=', input.subject)
      .execute();
    return { session: await beginSession(tx, account.id, now, input) };
  },
});

/** Links one's own account with whom the provider vouches for. */
export const linkIdentity = command({
  name: 'identity.link',
  input: newIdentity,
  subject: ownAccountId,
  perform: async ({ tx, input, subject, actor }) => {
    const known = await identityOf(tx, input);
    if (known) throw conflict(known.account_id === subject ? 'provider.linkedAlready' : 'provider.linkedElsewhere');
    const { id } = await add(tx, subject, input);
    await tellOwner(tx, 'providerAdded', actor.personId as number);
    return { id };
  },
});

export const removeIdentity = command({
  name: 'identity.remove',
  input: oneIdentity,
  subject: existing<Tables, 'identity'>('identity')<{ identity: number }>({
    by: (row, input) => row.and([row('identity.id', '=', input.identity)]),
    mayRead: (actor): RawBuilder<SqlBool> => ownAccount(actor, 'identity.account_id'),
    may: (actor): RawBuilder<SqlBool> => ownAccount(actor, 'identity.account_id'),
  }),
  perform: async ({ tx, subject }) => {
    await tx.deleteFrom('identity').where('id', '=', subject.id).execute();
    return { id: subject.id };
  },
});

interface Given {
  issuer: string;
  subject: string;
}

const identityOf = (tx: Transaction<Tables>, { issuer, subject }: Given) =>
  tx
    .selectFrom('identity')
    .select(['id', 'account_id'])
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .forUpdate()
    .executeTakeFirst();

const add = (tx: Transaction<Tables>, account: number, { issuer, subject }: Given) =>
  tx.insertInto('identity').values({ account_id: account, issuer, subject }).returning('id').executeTakeFirstOrThrow();

const linked = async (tx: Transaction<Tables>, input: Given & { address?: string | null | undefined }, call: Call) => {
  if (!input.address) return undefined;
  const key = addressKey(input.address);
  const account = await accountAt(tx, key);
  if (!account) return undefined;
  await add(tx, account.id, input);
  const unconfirmed = await tx
    .selectFrom('email')
    .select('id')
    .where('address_key', '=', key)
    .where('archived_at', 'is', null)
    .where(sql<boolean>`confirmed_at is null`)
    .executeTakeFirst();
  if (unconfirmed) await also(tx, confirmEmail, { email: unconfirmed.id }, call);
  await tellOwner(tx, 'providerAdded', account.person_id);
  return account;
};
