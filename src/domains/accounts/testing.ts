import { type Actor, system } from '../../platform/access/actor.ts';
import { type Call, run } from '../../platform/command.ts';
import type { AnyDatabase } from '../../platform/db/tables.ts';
import { addEmail, addPerson } from '../people/index.ts';
import { addAccount } from './commands.ts';
import { keepAdministratorRole } from './first/commands.ts';
import { defineRole, giveGrant } from './roles/commands.ts';
import { administrator } from './roles/role.ts';
import { beginSession } from './sessions/commands.ts';
import { actorForPerson } from './sessions/queries.ts';
import { sessionCookie } from './sessions/session.ts';

// People for tests, made the way that people are really made. Only tests import this file.

const callAt = (db: AnyDatabase, now: string): Call => ({ db, actor: system(), via: 'sample', now, today: now.slice(0, 10) });

/** A role with these rights; `learnNames` must know them. */
export const giveRole = (db: AnyDatabase, key: string, rights: readonly string[], now = new Date().toISOString()) =>
  run(defineRole, { key, title: key, rights: [...rights] }, callAt(db, now));

export interface GivenPerson {
  personId: number;
  actor: Actor;
  /** Name and value, ready for the header `Cookie` of an http server. */
  sessionCookie: string;
}

/**
 * A person with an account, an address, these roles from today on (`body` is a body's reference; without it everywhere) and a session.
 * The role `administrator` is made where it is missing; others must exist, see `giveRole`.
 */
export const givePerson = async (
  db: AnyDatabase,
  { name, email, roles = [] }: { name: string; email?: string; roles?: readonly { role: string; body?: string }[] },
  now = new Date().toISOString(),
): Promise<GivenPerson> => {
  const call = callAt(db, now);
  if (roles.some(({ role }) => role === administrator)) await run(keepAdministratorRole, {}, call);
  const { id: personId } = await run(addPerson, { name }, call);
  await run(addEmail, { person: personId, address: email ?? `person${personId}@example.org` }, call);
  const { id: account } = await run(addAccount, { person: personId }, call);
  for (const grant of roles) await run(giveGrant, { person: personId, ...grant }, call);
  const token = await db.transaction().execute((tx) => beginSession(tx, account, now, { agent: 'test' }));
  const actor = await actorForPerson(db, personId, now.slice(0, 10));
  if (!actor) throw new Error(`${name} was given no account to act with.`);
  return {
    personId,
    actor,
    sessionCookie: `${sessionCookie('http://test')}=${token}`,
  };
};
