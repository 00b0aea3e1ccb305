import type { RecordColumns } from '../db/tables.ts';

/** Another name of a record: learned from an answer in an import, or a former reference that keeps answering. */
export interface AliasTable extends RecordColumns {
  /** What the name is for: `body`, `recommendation/<review id>`, `column:<importer>`. */
  kind: string;
  record_id: number;
  text: string;
  /** The text as names are compared, see `aliasKey`; unique within its kind. */
  text_key: string;
  note: string | null;
}
