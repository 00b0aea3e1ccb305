import { sql, type Transaction } from 'kysely';
import { hashOf, newToken } from '../../../platform/access/tokens.ts';
import { commandsOver, existing } from '../../../platform/command.ts';
import type { Instant } from '../../../platform/db/tables.ts';
import { conflict, unavailable } from '../../../platform/errors.ts';
import { activeAccount, anyone } from '../entry/commands.ts';
import { tellOwner } from '../letters.ts';
import { later } from '../moments.ts';
import { ownAccount } from '../policy.ts';
import { agentNames } from '../sessions/agent.ts';
import { beginSession, ownAccountId } from '../sessions/commands.ts';
import type { Tables } from '../tables.ts';
import {
  type Answer,
  algorithms,
  ceremonyRequest,
  limits,
  newPasskey,
  onePasskey,
  passkeyAnswer,
  passkeyChange,
  relyingParty,
} from './passkey.ts';
import { webauthn } from './webauthn.ts';

const command = commandsOver<Tables>();

/** The challenge of a ceremony comes from the secret that its browser keeps in a cookie: it counts in that browser only. */
export const challengeOf = (ceremony: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(hashOf(ceremony, 'passkey'), 'hex'));

/** Begins signing in with a passkey. Who it will be, the device says at the end. */
export const askPasskey = command({
  name: 'passkey.ask',
  secret: true,
  input: ceremonyRequest,
  subject: anyone,
  perform: async ({ tx, input, now }) => ({ ceremony: await beginCeremony(tx, null, input.client, now) }),
});

/** Begins adding a passkey to one's own account. Only on the page: a token must not make keys. */
export const preparePasskey = command({
  name: 'passkey.prepare',
  secret: true,
  input: ceremonyRequest,
  subject: ownAccountId,
  perform: async ({ tx, input, subject, now }) => ({ ceremony: await beginCeremony(tx, subject, input.client, now) }),
});

/** What became of an answer. A refusal is an answer, not an exception: the challenge must stay used. */
export type Entered = { session: string } | { refused: 'passkey.refused' };

const refused = { refused: 'passkey.refused' } as const;

export const redeemPasskey = command({
  name: 'passkey.redeem',
  secret: true,
  input: passkeyAnswer,
  subject: anyone,
  perform: async ({ tx, input, now }): Promise<Entered> => {
    const ceremony = await useCeremony(tx, input.ceremony, now);
    const passkey = await tx
      .selectFrom('passkey')
      .select(['id', 'account_id', 'credential_id', 'public_key', 'counter'])
      .where('credential_id', '=', input.credential.id)
      .where('archived_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    const account = await activeAccount(tx, passkey?.account_id ?? null);
    if (!ceremony || ceremony.account_id !== null || !passkey || !account) return refused;
    const used = await verified(input, passkey);
    if (!used) return refused;
    await tx
      .updateTable('passkey')
      .set({ counter: used.newCounter, backed_up: used.credentialBackedUp, used_at: now })
      .where('id', '=', passkey.id)
      .execute();
    return { session: await beginSession(tx, account.id, now, input) };
  },
});

export const addPasskey = command({
  name: 'passkey.add',
  secret: true,
  input: newPasskey,
  subject: ownAccountId,
  perform: async ({ tx, input, subject, now, actor }): Promise<{ id: number } | { refused: 'passkey.refused' }> => {
    const ceremony = await useCeremony(tx, input.ceremony, now);
    if (!ceremony || ceremony.account_id !== subject) return refused;
    const made = await registered(input);
    if (!made) return refused;
    await sql`select id from account where id = ${subject} for update`.execute(tx);
    const { count } = await tx
      .selectFrom('passkey')
      .select(sql<number>`count(*)`.as('count'))
      .where('account_id', '=', subject)
      .where('archived_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (count >= limits.perAccount) throw conflict('passkey.tooMany', { max: limits.perAccount });
    const added = await tx
      .insertInto('passkey')
      .values({
        account_id: subject,
        name: input.name || agentNames(input.agent ?? null) || 'Passkey',
        credential_id: made.credential.id,
        public_key: Buffer.from(made.credential.publicKey).toString('base64url'),
        counter: made.credential.counter,
        transports: input.credential.transports,
        backed_up: made.credentialBackedUp,
      })
      .onConflict((clash) => clash.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!added) return refused;
    await tellOwner(tx, 'passkeyAdded', actor.personId as number);
    return added;
  },
});

const ownPasskey = existing<Tables, 'passkey'>('passkey')<{ passkey: number }>({
  by: (row, input) => row.and([row('passkey.id', '=', input.passkey)]),
  mayRead: (actor) => ownAccount(actor, 'passkey.account_id'),
  may: (actor) => ownAccount(actor, 'passkey.account_id'),
});

export const renamePasskey = command({
  name: 'passkey.rename',
  input: passkeyChange,
  subject: ownPasskey,
  perform: async ({ tx, input, subject }) => {
    await tx.updateTable('passkey').set({ name: input.name }).where('id', '=', subject.id).execute();
    return { id: subject.id };
  },
});

/** What is left is that there was one, and its name: with the key gone nobody can sign in with it. */
export const removePasskey = command({
  name: 'passkey.remove',
  input: onePasskey,
  subject: ownPasskey,
  perform: async ({ tx, subject }) => {
    await tx.deleteFrom('passkey').where('id', '=', subject.id).execute();
    return { id: subject.id };
  },
});

const beginCeremony = async (tx: Transaction<Tables>, account: number | null, client: string, now: Instant): Promise<string> => {
  const client_hash = hashOf(client);
  await sql`select pg_advisory_xact_lock(75363, hashtext(${client_hash}))`.execute(tx);
  const { count } = await tx
    .selectFrom('passkey_ceremony')
    .select(sql<number>`count(*)`.as('count'))
    .where('client_hash', '=', client_hash)
    .where('created_at', '>', later(now, { hours: -1 }))
    .executeTakeFirstOrThrow();
  if (count >= limits.perClientAndHour) throw unavailable('passkey.tooManyFromHere');
  const ceremony = newToken();
  await tx
    .insertInto('passkey_ceremony')
    .values({
      token_hash: hashOf(ceremony),
      account_id: account,
      client_hash,
      created_at: now,
      expires_at: later(now, { minutes: limits.minutes }),
    })
    .execute();
  return ceremony;
};

/** Counts once, whatever comes of it: an answer that was seen on its way is worth nothing. */
const useCeremony = (tx: Transaction<Tables>, ceremony: string, now: Instant) =>
  tx
    .updateTable('passkey_ceremony')
    .set({ used_at: now })
    .where('token_hash', '=', hashOf(ceremony))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('account_id')
    .executeTakeFirst();

interface Given {
  credential: Answer;
  ceremony: string;
  site: string;
}

const expected = ({ ceremony, site }: Given) => ({
  expectedChallenge: Buffer.from(challengeOf(ceremony)).toString('base64url'),
  expectedOrigin: relyingParty(site).origin,
  expectedRPID: relyingParty(site).id,
});

/** Whatever is wrong with an answer (another origin, an old counter, a bad signature), it is refused alike. */
const verified = async (given: Given, passkey: { credential_id: string; public_key: string; counter: number }) => {
  const { id, clientDataJSON, authenticatorData, signature } = given.credential;
  if (authenticatorData === undefined || signature === undefined) return undefined;
  const { verifyAuthenticationResponse } = await webauthn();
  const answer = await verifyAuthenticationResponse({
    ...expected(given),
    response: {
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: { clientDataJSON, authenticatorData, signature },
    },
    credential: {
      id: passkey.credential_id,
      publicKey: new Uint8Array(Buffer.from(passkey.public_key, 'base64url')),
      counter: passkey.counter,
    },
  }).catch(() => undefined);
  return answer?.verified ? answer.authenticationInfo : undefined;
};

const registered = async (given: Given) => {
  const { id, clientDataJSON, attestationObject } = given.credential;
  if (attestationObject === undefined) return undefined;
  const { verifyRegistrationResponse } = await webauthn();
  const answer = await verifyRegistrationResponse({
    ...expected(given),
    supportedAlgorithmIDs: algorithms,
    response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response: { clientDataJSON, attestationObject } },
  }).catch(() => undefined);
  return answer?.verified ? answer.registrationInfo : undefined;
};
