import type { Transaction } from 'kysely';
import { hashOf, newToken } from '../../../platform/access/tokens.ts';
import { commandsOver, existing, type FindSubject } from '../../../platform/command.ts';
import type { AnyDatabase, Instant } from '../../../platform/db/tables.ts';
import { forbidden } from '../../../platform/errors.ts';
import { ownAccount } from '../policy.ts';
import type { Tables } from '../tables.ts';
import type { Known } from './queries.ts';
import { isDueToBeSeen, oneSession, otherSessions, sessionEnd } from './session.ts';

const command = commandsOver<Tables>();

/** Ends one of the reader's own sessions. */
export const endSession = command({
  name: 'session.end',
  input: oneSession,
  subject: existing<Tables, 'session'>('session')<{ session: number }>({
    by: (row, input) => row.and([row('session.id', '=', input.session)]),
    mayRead: (actor) => ownAccount(actor, 'session.account_id'),
    may: (actor) => ownAccount(actor, 'session.account_id'),
  }),
  perform: async ({ tx, subject }) => {
    await tx.deleteFrom('session').where('id', '=', subject.id).execute();
    return { id: subject.id };
  },
});

/** The number of one's own account, for what is done on its page only: a token must not change how its owner signs in. */
export const ownAccountId: FindSubject<unknown, number> = async (tx, _input, actor) => {
  if (actor.kind !== 'person' || actor.personId === null) throw forbidden('refusal.signIn');
  if (actor.scopes) throw forbidden('account.byPageOnly');
  const account = await tx
    .selectFrom('account')
    .select('id')
    .where('person_id', '=', actor.personId)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  if (!account) throw forbidden('refusal.signIn');
  return account.id as number;
};

/** Ends all of one's own sessions but the one from which this is asked. */
export const endOtherSessions = command({
  name: 'session.endOthers',
  input: otherSessions,
  subject: ownAccountId,
  perform: async ({ tx, input, subject }) => {
    await tx.deleteFrom('session').where('account_id', '=', subject).where('id', '<>', input.except).execute();
    return {};
  },
});

/** Begins a session within a command that has made sure who it is. The browser's earlier session ends. Gives the secret for its cookie. */
export const beginSession = async (
  tx: Transaction<Tables>,
  account: number,
  now: Instant,
  browser: { agent?: string | null | undefined; earlier?: string | null | undefined },
): Promise<string> => {
  if (browser.earlier) await tx.deleteFrom('session').where('token_hash', '=', hashOf(browser.earlier)).execute();
  const token = newToken();
  await tx
    .insertInto('session')
    .values({
      token_hash: hashOf(token),
      account_id: account,
      created_at: now,
      seen_at: now,
      expires_at: sessionEnd(now),
      agent: browser.agent?.slice(0, 300) ?? null,
    })
    .execute();
  return token;
};

/**
 * Notes that a session was seen and moves its end, at most once an hour. For after the page: call it without waiting. It is no event in any
 * history, and so not a command.
 */
export const noteSeen = async (db: AnyDatabase, known: Known, now: Instant): Promise<void> => {
  if (known.sessionId === undefined || known.seenAt === undefined || !isDueToBeSeen(known.seenAt, now)) return;
  await db
    .updateTable('session')
    .set({ seen_at: now, expires_at: sessionEnd(now) })
    .where('id', '=', known.sessionId)
    .where('seen_at', '<', now)
    .execute();
};
