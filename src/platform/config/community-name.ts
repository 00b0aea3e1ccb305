import { sql } from 'kysely';
import type { AnyDatabase, AnyReads } from '../db/tables.ts';

/** What the community calls itself, as its settings have it at this moment; undefined until it has begun. */
export const communityName = async (db: Pick<AnyReads, 'selectFrom'>): Promise<string | undefined> => {
  const row = await db
    .selectFrom('setting')
    .select(sql<string>`value #>> '{}'`.as('name'))
    .where('key', '=', 'community.name')
    .executeTakeFirst();
  return row?.name;
};

/** The same for every page, kept for three seconds: whichever process renames the community, all show it after that. */
export const keptCommunityName = async (db: AnyDatabase): Promise<string> => {
  const known = kept.get(db);
  if (known && Date.now() - known.at < keptFor) return known.name;
  const name = await communityName(db as unknown as AnyReads);
  // A community that has not begun asks again, so that its first page after the beginning already carries its name.
  if (name !== undefined) kept.set(db, { at: Date.now(), name });
  return name ?? unnamed;
};

/** The name as it was last asked, for those who cannot ask: a page about a fault of the database. */
export const lastCommunityName = (db: AnyDatabase): string => kept.get(db)?.name ?? unnamed;

const unnamed = 'Plenary';
const keptFor = 3000;
const kept = new WeakMap<object, { at: number; name: string }>();
