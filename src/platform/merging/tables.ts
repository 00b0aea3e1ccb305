import type { ColumnType } from 'kysely';
import type { Instant, Json, RecordColumns } from '../db/tables.ts';
import type { Moved, Stayed } from './merging.ts';

/** One merge. `others` are rows without a history of their own that moved, by column. */
export interface MergeTable extends RecordColumns {
  kind: string;
  kept_id: number;
  gone_id: number;
  entry_id: number;
  by_name: string;
  counts: Json<Moved[]>;
  others: Json<Record<string, number[]>>;
  undone_at: Instant | null;
  undone_by: string | null;
  stayed: ColumnType<Stayed[], string | undefined, string>;
}

/** Two records of which somebody has said that they are not the same; the lower number first. */
export interface ApartTable extends RecordColumns {
  kind: string;
  one_id: number;
  other_id: number;
  by_name: string;
}

export interface MergingTables {
  merge: MergeTable;
  apart: ApartTable;
}
