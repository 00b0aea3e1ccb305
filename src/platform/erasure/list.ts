import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { AnyDatabase } from '../db/tables.ts';
import type { Domain } from '../domain.ts';
import type { Services } from '../http/visit.ts';

/**
 * What was removed for good, without anything that leads to anybody, in a file beside the data and beside the backups: so that it does not
 * come back with an older backup. The first field of a line names the record, `made` the moment at which that was made, so that another
 * community's record of the same number is not taken for it.
 */
export interface ForgottenLine {
  made: string;
}

/** How a domain tells what it removed, and removes it again. Stands on its card. */
export interface Forgets {
  /** The first field of its lines. */
  kind: string;
  line: z.ZodType<ForgottenLine>;
  /** Everything of its kind that this database has removed. */
  listed(db: AnyDatabase): Promise<readonly ForgottenLine[]>;
  /** Removes again what of these this database still knows; gives how many. */
  again(services: ForForgetting, lines: readonly ForgottenLine[]): Promise<number>;
}

export type ForForgetting = Pick<Services, 'db' | 'dataDir' | 'log'>;

/** To the microsecond, whatever zone the connection speaks of. */
export const madeAt = (createdAt: string): RawBuilder<string> =>
  sql<string>`to_char(${sql.ref(createdAt)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Notes everything that this database has removed in the list of a folder. */
export const noteForgotten = async (db: AnyDatabase, folder: string, domains: readonly Pick<Domain, 'forgets'>[]): Promise<void> => {
  for (const { forgets } of domains) if (forgets) await addForgotten(folder, await forgets.listed(db));
};

/** Brings the list of one folder up to that of another. */
export const copyForgotten = async (from: string, to: string): Promise<void> => addForgotten(to, await readForgotten(from));

/** Removes once more whatever came back with an older backup. Gives how many. */
export const forgetAgain = async (services: ForForgetting, domains: readonly Pick<Domain, 'forgets'>[]): Promise<number> => {
  const lines = await readForgotten(services.dataDir);
  const kinds = domains.flatMap(({ forgets }) => (forgets ? [forgets] : []));
  for (const [at, line] of lines.entries())
    if (!kinds.some((kind) => kindOf(line) === kind.kind && kind.line.safeParse(line).success)) throw unreadable(services.dataDir, at);
  let count = 0;
  for (const kind of kinds) {
    const mine = lines.filter((line) => kindOf(line) === kind.kind).map((line) => kind.line.parse(line));
    if (mine.length > 0) count += await kind.again(services, mine);
  }
  return count;
};

/** Adds these to the list of a folder; those on it stay, and what is said again is said as it is now. */
export const addForgotten = async (folder: string, more: readonly ForgottenLine[]): Promise<void> => {
  const known = await readForgotten(folder);
  const byRecord = new Map([...known, ...more].map((line) => [recordOf(line), line]));
  if (byRecord.size === known.length) return;
  const file = listIn(folder);
  await writeFile(`${file}.part`, [...byRecord.values()].map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600, flush: true });
  await rename(`${file}.part`, file);
};

/** All lines; none where there is no list. A line that cannot be read is an error: nobody may come back because of it. */
const readForgotten = async (folder: string): Promise<ForgottenLine[]> => {
  const text = await readFile(listIn(folder), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, at) => {
      // As it is written: the first field says of what kind it is.
      const said = parsed(line);
      if (!isLine(said)) throw unreadable(folder, at);
      return said;
    });
};

const isLine = (said: unknown): said is ForgottenLine => z.looseObject({ made: z.string() }).safeParse(said).success;

const listIn = (folder: string): string => join(folder, 'erased.jsonl');

const kindOf = (line: ForgottenLine): string => Object.keys(line)[0] ?? '';

const recordOf = (line: ForgottenLine): string => `${kindOf(line)} ${Object.values(line)[0]} ${line.made}`;

const unreadable = (folder: string, at: number): Error =>
  new Error(`Line ${at + 1} of ${listIn(folder)} is not readable. It says who must not come back: repair it from a copy.`);

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
