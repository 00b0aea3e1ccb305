import type { ColumnType, Generated } from 'kysely';
import type { Filled, Instant, Json, RecordColumns } from '../db/tables.ts';
import type { Place } from '../documents/document.ts';
import type { Problem } from '../errors.ts';
import type { AliasTable } from './alias-table.ts';
import type { ImportContext } from './importer.ts';

export type RunState = 'read' | 'previewed' | 'running' | 'done' | 'failed' | 'undoing' | 'undone';
export type LineOutcome = 'new' | 'changed' | 'unchanged' | 'notUnderstood' | 'refused' | 'undone' | 'kept';

/** One heading of the source and our column for it, null where it is left out. */
export interface MappedColumn {
  heading: string;
  column: string | null;
  /** In which of several tables it stands; those of different tables may be the same column. */
  tables?: readonly number[];
}

/** How the cells of the source become ours. `recognised`: the importer found the lines itself and there are no headings to correct. */
export interface Mapping {
  recognised: boolean;
  columns: readonly MappedColumn[];
  /** What the token of the person who asked may do; the work in the background keeps to it. */
  scopes?: readonly string[];
}

/** A word about the whole source; `key` names a message. */
export interface RunNotice {
  key: string;
  values?: Record<string, string | number>;
  place?: Place;
}

export type Counts = Partial<Record<LineOutcome | 'left' | 'waiting', number>>;

export interface ImportRunTable extends RecordColumns {
  kind: string;
  file_id: number | null;
  source_name: string;
  person_id: number | null;
  actor_name: string;
  state: RunState;
  context: Json<ImportContext>;
  mapping: Json<Mapping>;
  one_for_all: Filled<boolean>;
  notices: Json<readonly RunNotice[]>;
  counts: Json<Counts>;
  total: Filled<number>;
  finished: Filled<number>;
  failure: string | null;
  started_at: Instant | null;
  ended_at: Instant | null;
}

export interface ImportLineTable {
  id: Generated<number>;
  run_id: number;
  /** Counted from 1 in the order of the source. */
  number: number;
  place: Json<Place>;
  /** As they stood in the source, under its own headings. */
  cells: Json<Record<string, string>>;
  input: ColumnType<Record<string, unknown> | null, string | null, string | null>;
  chosen: Filled<boolean>;
  /** Before the import what the preview found; afterwards what was done. Null: not looked at, or still to do. */
  outcome: LineOutcome | null;
  /** What is to be said about the line at its fields; the key `imports.change` says a value before and after. */
  problems: Json<readonly Problem[]>;
  label: string | null;
  url: string | null;
  /** Which record it is about, and a mark of what it says of it. */
  identity: string | null;
  says: string | null;
  /** The known record that a person has said it means, by reference; `new` for none. */
  meant: string | null;
}

export interface FileTable extends RecordColumns {
  sha256: string;
  name: string;
  media_type: string;
  size: number;
  person_id: number | null;
}

export interface Tables {
  file: FileTable;
  import_run: ImportRunTable;
  import_line: ImportLineTable;
  alias: AliasTable;
}
