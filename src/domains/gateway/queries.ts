import { sql } from 'kysely';
import type { Reads } from '../../platform/db/tables.ts';

interface Tables {
  setting: { key: string; value: unknown };
}

/** What the community calls itself; undefined until it has begun. */
export const communityName = async (db: Reads<Tables>): Promise<string | undefined> => {
  const row = await db
    .selectFrom('setting')
    .select(sql<string>`value #>> '{}'`.as('name'))
    .where('key', '=', 'community.name')
    .executeTakeFirst();
  return row?.name;
};
