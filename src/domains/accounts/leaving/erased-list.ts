import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { z } from 'zod';
import type { AnyDatabase } from '../../../platform/db/tables.ts';

/**
 * One person who was forgotten, without anything that leads to them: the number of the record, and the moment at which it was made, so that
 * another community's record of the same number is not taken for it.
 */
const erased = z.object({ person: z.int(), made: z.string(), pseudonym: z.string(), bySelf: z.boolean() });
export type Erased = z.output<typeof erased>;

/** The list in this folder: the data folder, or the one where backups lie. */
export const erasedListIn = (folder: string): string => join(folder, 'erased.jsonl');

/** Everybody on the list; nobody where there is none. A line that cannot be read is an error: nobody may come back because of it. */
export const readErased = async (file: string): Promise<Erased[]> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, at) => {
      const { data } = erased.safeParse(parsed(line));
      if (!data) throw new Error(`Line ${at + 1} of ${file} is not readable. It says who must not come back: repair it from a copy.`);
      return data;
    });
};

/** Everybody whom this database has forgotten. */
export const erasedIn = async (db: AnyDatabase): Promise<Erased[]> =>
  db
    .selectFrom(
      sql<Erased>`(
        -- A record that was merged into theirs stands in older backups by itself, and is forgotten there under a name of its own.
        select person.id as person, ${madeAt} as made, erasure.by_self as "bySelf",
          erasure.pseudonym || case when person.id = erasure.person_id then '' else ' · ' || person.id end as pseudonym
        from erasure join person on erasure.person_id in (person.id, person.merged_into_id) where erasure.done_at is not null)`.as(
        'erased',
      ),
    )
    .selectAll()
    .$castTo<Erased>()
    .execute();

/** To the microsecond, whatever zone the connection speaks of. */
export const madeAt = sql<string>`to_char(person.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Adds these to a list; those on it stay. */
export const addErased = async (file: string, more: readonly Erased[]): Promise<void> => {
  const known = await readErased(file);
  const byPerson = new Map([...known, ...more].map((one) => [`${one.person} ${one.made}`, one]));
  if (byPerson.size === known.length) return;
  const text = [...byPerson.values()].map((one) => `${JSON.stringify(one)}\n`).join('');
  await writeFile(`${file}.part`, text, { mode: 0o600, flush: true });
  await rename(`${file}.part`, file);
};

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
