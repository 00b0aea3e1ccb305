import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Instant, Reads } from '../db/tables.ts';
import type { Moved, Stayed } from './merging.ts';
import type { MergingTables } from './tables.ts';

/** Has somebody said of this pair (`one_id` below `other_id`) that they are not the same? */
export const apartFrom = (kind: string, pair: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`exists (select from apart where apart.kind = ${sql.lit(kind)} and apart.archived_at is null
    and apart.one_id = ${sql.ref(`${pair}.one_id`)} and apart.other_id = ${sql.ref(`${pair}.other_id`)})`;

/** How records of a kind are called and where they are found, asked of `record`. */
export interface Called {
  kind: string;
  name: RawBuilder<string>;
  /** By which people name it: its number or reference. */
  key: RawBuilder<string>;
  href: RawBuilder<string>;
}

export interface MergeDone {
  id: number;
  version: number;
  at: Instant;
  by: string;
  kept: string;
  keptKey: string;
  keptHref: string;
  gone: string;
  goneKey: string;
  counts: Moved[];
  undoneAt: Instant | null;
  undoneBy: string | null;
  stayed: Stayed[];
}

/** What was merged, the latest first; only those of one record, or one merge alone. The caller knows who may ask. */
export const mergesQuestion = (
  db: Reads<MergingTables>,
  { kind, name, key, href }: Called,
  may: RawBuilder<SqlBool>,
  { id, limit = 10 }: { id?: number; limit?: number } = {},
) =>
  db
    .selectFrom(
      sql<MergeDone>`(select merge.id, merge.version, merge.created_at as at, merge.by_name as by,
        (select ${name} from ${sql.table(kind)} record where record.id = merge.kept_id) as kept,
        (select ${key} from ${sql.table(kind)} record where record.id = merge.kept_id) as "keptKey",
        (select ${href} from ${sql.table(kind)} record where record.id = merge.kept_id) as "keptHref",
        (select ${name} from ${sql.table(kind)} record where record.id = merge.gone_id) as gone,
        (select ${key} from ${sql.table(kind)} record where record.id = merge.gone_id) as "goneKey",
        merge.counts, merge.undone_at as "undoneAt", merge.undone_by as "undoneBy", merge.stayed
      from merge where merge.kind = ${kind} and ${may} and ${id === undefined ? sql`true` : sql`merge.id = ${id}`}
      order by merge.id desc limit ${limit})`.as('done'),
    )
    .selectAll()
    .$castTo<MergeDone>()
    .orderBy('id', 'desc');
