import { sql } from 'kysely';
import { z } from 'zod';
import { system } from '../../../platform/access/actor.ts';
import { hashOf, newToken } from '../../../platform/access/tokens.ts';
import { also, commandsOver, holding, run } from '../../../platform/command.ts';
import type { AnyDatabase, Instant } from '../../../platform/db/tables.ts';
import { conflict, notFound } from '../../../platform/errors.ts';
import { openAccount } from '../commands.ts';
import { later } from '../moments.ts';
import { right } from '../policy.ts';
import { defineRole, giveGrant } from '../roles/commands.ts';
import { allRights } from '../roles/rights.ts';
import { administrator } from '../roles/role.ts';
import { beginSession } from '../sessions/commands.ts';
import type { Tables } from '../tables.ts';
import { administratorTitle, firstAdministrator, firstLinkHours } from './first-link.ts';
import { accountExists, type FirstLinkState, firstLinkState } from './queries.ts';

const command = commandsOver<Tables>();

/** Makes the link for the first administrator, or nothing where somebody can sign in already. Earlier links that nobody used end. */
export const makeFirst = command({
  name: 'firstLink.make',
  secret: true,
  input: z.object({}),
  subject: holding(right),
  perform: async ({ tx, now }): Promise<{ token: string } | null> => {
    if (await accountExists(tx)) return null;
    const token = newToken();
    await tx.deleteFrom('first_link').where('used_at', 'is', null).execute();
    await tx
      .insertInto('first_link')
      .values({ token_hash: hashOf(token), expires_at: later(now, { hours: firstLinkHours }) })
      .execute();
    return { token };
  },
});

/** The address that lets whoever opens it become the first administrator, or null where an account exists. For the program's start. */
export const makeFirstLink = async (db: AnyDatabase, baseUrl: string, now: Instant): Promise<string | null> => {
  const made = await run(makeFirst, {}, { db, actor: system(), via: 'cli', now, today: now.slice(0, 10) });
  return made && `${baseUrl}/first/${made.token}`;
};

/** Makes whoever holds the link the first administrator: person, account and role, everywhere and for good, and a session. */
export const redeemFirst = command({
  name: 'firstLink.redeem',
  secret: true,
  input: firstAdministrator,
  subject: async (tx, input) => {
    await sql`select from first_link where token_hash = ${hashOf(input.token)} for update`.execute(tx);
  },
  perform: async ({ tx, input, now, call }) => {
    refuseUnless(await firstLinkState(tx, input.token, now));
    await tx.updateTable('first_link').set({ used_at: now }).where('token_hash', '=', hashOf(input.token)).execute();
    const asProgram = { ...call, actor: system() };
    const { person, account } = await also(
      tx,
      openAccount,
      { name: input.name, address: input.address, language: input.language },
      asProgram,
    );
    await also(tx, keepAdministratorRole, {}, asProgram);
    await also(tx, giveGrant, { person, role: administrator }, asProgram);
    return { session: await beginSession(tx, account, now, input) };
  },
});

/** Makes the role that may do everything, where it is missing. */
export const keepAdministratorRole = command({
  name: 'role.keepAdministrator',
  input: z.object({}),
  subject: holding(right),
  perform: async ({ tx, call }) => {
    const role = await tx.selectFrom('role').select('id').where('key', '=', administrator).executeTakeFirst();
    if (!role) await also(tx, defineRole, { key: administrator, title: administratorTitle, rights: [allRights] }, call);
    return {};
  },
});

/** Throws a refusal in plain words where the link is no longer good for anything. */
export const refuseUnless = (state: FirstLinkState): void => {
  if (state === 'unknown') throw notFound('first.unknown');
  if (state !== 'open') throw conflict(`first.${state}`);
};
