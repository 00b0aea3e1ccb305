import { sql } from 'kysely';
import type { Reads } from '../../platform/db/tables.ts';
import { momentOf } from '../../platform/lists/kept.ts';

interface Tables {
  setting: { key: string; value: unknown };
}

/** What the community calls itself, and the moment at which it was asked; undefined until it has begun. */
export const communityNow = (db: Reads<Tables>) =>
  db
    .selectFrom('setting')
    .select([sql<string>`value #>> '{}'`.as('name'), momentOf.as('moment')])
    .where('key', '=', 'community.name')
    .executeTakeFirst();
