import type { Filled, RecordColumns } from '../db/tables.ts';

/** Another name of a record: learned from an answer in an import, or a former reference that keeps answering. */
export interface AliasTable extends RecordColumns {
  /** What the name is for: `body`, `recommendation/<review id>`, `column:<importer>`. */
  kind: string;
  record_id: number;
  text: string;
  /** The text as names are compared, see `aliasKey`; unique within its kind. */
  text_key: string;
  note: string | null;
  /** Readers see it beside the record. A name learned by an import serves matching only, until somebody says otherwise. */
  shown: Filled<boolean>;
  /** The import in which it was learned. */
  run_id: Filled<number | null>;
}
