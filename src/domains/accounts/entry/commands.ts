import { sql, type Transaction } from 'kysely';
import { system } from '../../../platform/access/actor.ts';
import { hashOf, newCode, newToken, sameHash } from '../../../platform/access/tokens.ts';
import { addressKey } from '../../../platform/addresses/email.ts';
import { also, type Call, commandsOver, holding } from '../../../platform/command.ts';
import type { Instant } from '../../../platform/db/tables.ts';
import { conflict, notFound, unavailable } from '../../../platform/errors.ts';
import { letterhead } from '../../../platform/mail/letterhead.ts';
import { post } from '../../../platform/mail/post.ts';
import { confirmEmail } from '../../people/index.ts';
import { later } from '../moments.ts';
import { right } from '../policy.ts';
import { beginSession } from '../sessions/commands.ts';
import type { Tables } from '../tables.ts';
import { codeAnswer, codeRequest, limits, linkAnswer, linkHours, linkRequest } from './code.ts';
import { codeLetter } from './letter.ts';

const command = commandsOver<Tables>();

/** Signing in is open to everyone: who it is comes out at its end. */
export const anyone = async () => undefined;

/**
 * Sends a code to an address and gives the challenge that its browser keeps. An address without an account takes the very same way, counted
 * and written alike, except that its letter is taken back before it can be sent: neither words nor time tell who has an account.
 */
export const askCode = command({
  name: 'code.ask',
  secret: true,
  input: codeRequest,
  subject: anyone,
  perform: async ({ tx, input, now }) => {
    const key = addressKey(input.address);
    const asking = { address_hash: hashOf(key), client_hash: hashOf(input.client) };
    await holdToLimits(tx, asking, now);
    const account = await accountAt(tx, key);
    const code = newCode();
    const challenge = newToken();
    await tx
      .insertInto('sign_in_code')
      .values({
        ...asking,
        account_id: account?.id ?? null,
        challenge_hash: hashOf(challenge),
        code_hash: hashOf(challenge, code),
        created_at: now,
        expires_at: later(now, { minutes: limits.minutes }),
      })
      .execute();
    await sql`savepoint letter`.execute(tx);
    await post(tx, {
      to: account?.typed ?? input.address,
      ...codeLetter(code, (await letterhead(tx as never)).community, account?.language ?? input.language),
      ...(account ? { personId: account.person_id } : {}),
    });
    await sql.raw(account ? 'release savepoint letter' : 'rollback to savepoint letter').execute(tx);
    return { challenge };
  },
});

/** What became of a code. A refusal is an answer, not an exception: the try must stay counted. */
export type Redeemed = { session: string } | { refused: 'signIn.codeWrong' | 'signIn.codeSpent' };

export const redeemCode = command({
  name: 'code.redeem',
  secret: true,
  input: codeAnswer,
  subject: anyone,
  perform: async ({ tx, input, now, call }): Promise<Redeemed> => {
    const tried = await tx
      .updateTable('sign_in_code')
      .set((row) => ({ tries: row('tries', '+', 1) }))
      .where('challenge_hash', '=', hashOf(input.challenge))
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .where('tries', '<', limits.tries)
      .returning(['id', 'account_id', 'code_hash', 'address_hash', 'tries'])
      .executeTakeFirst();
    if (!tried) return { refused: 'signIn.codeSpent' };
    const right = sameHash(tried.code_hash, hashOf(input.challenge, input.code));
    const account = await activeAccount(tx, tried.account_id);
    if (!right || !account) return { refused: tried.tries < limits.tries ? 'signIn.codeWrong' : 'signIn.codeSpent' };
    await tx.updateTable('sign_in_code').set({ used_at: now }).where('id', '=', tried.id).execute();
    await confirmAddress(tx, account.person_id, tried.address_hash, call);
    return { session: await beginSession(tx, account.id, now, input) };
  },
});

/** A link with which an operator lets somebody in whose mail does not arrive. Gives the secret once. */
export const makeLink = command({
  name: 'link.make',
  secret: true,
  input: linkRequest,
  subject: holding(right),
  perform: async ({ tx, input, now }) => {
    const account = await accountAt(tx, addressKey(input.address));
    if (!account) throw notFound('signIn.noAccount');
    const token = newToken();
    await tx.deleteFrom('sign_in_link').where('account_id', '=', account.id).execute();
    await tx
      .insertInto('sign_in_link')
      .values({ token_hash: hashOf(token), account_id: account.id, expires_at: later(now, { hours: linkHours }) })
      .execute();
    return { token };
  },
});

export const redeemLink = command({
  name: 'link.redeem',
  secret: true,
  input: linkAnswer,
  subject: anyone,
  perform: async ({ tx, input, now }) => {
    const used = await tx
      .updateTable('sign_in_link')
      .set({ used_at: now })
      .where('token_hash', '=', hashOf(input.token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('account_id')
      .executeTakeFirst();
    const account = await activeAccount(tx, used?.account_id ?? null);
    if (!account) throw conflict('signIn.linkSpent');
    return { session: await beginSession(tx, account.id, now, input) };
  },
});

/** One after the other for the same address and the same client, so that a crowd of requests at one moment is counted too. */
const holdToLimits = async (
  tx: Transaction<Tables>,
  asking: { address_hash: string; client_hash: string },
  now: Instant,
): Promise<void> => {
  await sql`select pg_advisory_xact_lock(75361, hashtext(${asking.address_hash}))`.execute(tx);
  await sql`select pg_advisory_xact_lock(75362, hashtext(${asking.client_hash}))`.execute(tx);
  const since = later(now, { hours: -1 });
  const { of_address, of_client } = await tx
    .selectNoFrom((from) => [
      from
        .selectFrom('sign_in_code')
        .select(sql<number>`count(*)`.as('count'))
        .where('address_hash', '=', asking.address_hash)
        .where('created_at', '>', since)
        .as('of_address'),
      from
        .selectFrom('sign_in_code')
        .select(sql<number>`count(*)`.as('count'))
        .where('client_hash', '=', asking.client_hash)
        .where('created_at', '>', since)
        .as('of_client'),
    ])
    .executeTakeFirstOrThrow();
  if ((of_address ?? 0) >= limits.perAddressAndHour) throw unavailable('signIn.tooManyForAddress');
  if ((of_client ?? 0) >= limits.perClientAndHour) throw unavailable('signIn.tooManyFromHere');
};

const accounts = (tx: Transaction<Tables>) =>
  tx
    .selectFrom('account')
    .innerJoin('person', 'person.id', 'account.person_id')
    .where('account.suspended_at', 'is', null)
    .where('account.archived_at', 'is', null)
    .where('person.archived_at', 'is', null);

export const accountAt = (tx: Transaction<Tables>, key: string) =>
  accounts(tx)
    .innerJoin('email', 'email.person_id', 'person.id')
    .select(['account.id', 'account.person_id', 'person.language', 'email.typed'])
    .where('email.address_key', '=', key)
    .where('email.archived_at', 'is', null)
    .executeTakeFirst();

export const activeAccount = (tx: Transaction<Tables>, id: number | null) =>
  accounts(tx).select(['account.id', 'account.person_id']).where('account.id', '=', id).executeTakeFirst();

const confirmAddress = async (tx: Transaction<Tables>, person: number, addressHash: string, call: Call): Promise<void> => {
  const addresses = await tx
    .selectFrom('email')
    .select(['id', 'address_key'])
    .where('person_id', '=', person)
    .where('archived_at', 'is', null)
    .where('confirmed_at', 'is', null)
    .execute();
  const reached = addresses.find((address) => hashOf(address.address_key) === addressHash);
  if (reached) await also(tx, confirmEmail, { email: reached.id }, { ...call, actor: system() });
};
