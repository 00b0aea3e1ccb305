import { system } from '../../platform/access/actor.ts';
import { addressKey } from '../../platform/addresses/email.ts';
import { run } from '../../platform/command.ts';
import type { AnyDatabase, Instant } from '../../platform/db/tables.ts';
import { addAccount, openAccount } from './commands.ts';
import { makeLink } from './entry/commands.ts';
import { keepAdministratorRole } from './first/commands.ts';
import { giveGrant } from './roles/commands.ts';

const fromConsole = (db: AnyDatabase, now: Instant) => ({ db, actor: system(), via: 'cli' as const, now, today: now.slice(0, 10) });

/**
 * `account add EMAIL NAME --role ROLE`: a person with an account and, where a role is named, that role everywhere. Whoever has the address
 * already is that person, and keeps their name. Throws `Refusal`.
 */
export const addAccountFromConsole = async (
  db: AnyDatabase,
  input: { address: string; name: string; role?: string | undefined; language?: string | undefined },
  now: Instant,
): Promise<{ person: number; account: number }> => {
  await run(keepAdministratorRole, {}, fromConsole(db, now));
  const known = await db
    .selectFrom('email')
    .select('person_id')
    .where('address_key', '=', addressKey(input.address))
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  if (!known) return run(openAccount, input, fromConsole(db, now));
  const person: number = known.person_id;
  const { id: account } = await run(addAccount, { person }, fromConsole(db, now));
  if (input.role) await run(giveGrant, { person, role: input.role }, fromConsole(db, now));
  return { person, account };
};

/** `account link EMAIL`: the address that signs the account's owner in, once and within an hour. Throws `Refusal` where nobody has it. */
export const makeSignInLink = async (db: AnyDatabase, baseUrl: string, address: string, now: Instant): Promise<string> => {
  const { token } = await run(makeLink, { address }, fromConsole(db, now));
  return `${baseUrl}/sign-in/link/${token}`;
};
