import { system } from '../../platform/access/actor.ts';
import { run } from '../../platform/command.ts';
import type { AnyDatabase, Instant } from '../../platform/db/tables.ts';
import { openAccount } from './commands.ts';
import { makeLink } from './entry/commands.ts';
import { keepAdministratorRole } from './first/commands.ts';

const fromConsole = (db: AnyDatabase, now: Instant) => ({ db, actor: system(), via: 'cli' as const, now, today: now.slice(0, 10) });

/** `account add EMAIL NAME --role ROLE`: a person with an account and, where a role is named, that role everywhere. Throws `Refusal`. */
export const addAccountFromConsole = async (
  db: AnyDatabase,
  input: { address: string; name: string; role?: string | undefined; language?: string | undefined },
  now: Instant,
): Promise<{ person: number; account: number }> => {
  await run(keepAdministratorRole, {}, fromConsole(db, now));
  return run(openAccount, input, fromConsole(db, now));
};

/** `account link EMAIL`: the address that signs the account's owner in, once and within an hour. Throws `Refusal` where nobody has it. */
export const makeSignInLink = async (db: AnyDatabase, baseUrl: string, address: string, now: Instant): Promise<string> => {
  const { token } = await run(makeLink, { address }, fromConsole(db, now));
  return `${baseUrl}/sign-in/link/${token}`;
};
