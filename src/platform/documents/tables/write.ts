import { toCsv } from './csv.ts';
import { toJson } from './json.ts';

export interface Column {
  key: string;
  /** What people read at the head of the column. */
  title: string;
  kind: 'text' | 'number' | 'day' | 'time';
}

export type Row = Record<string, unknown>;

export interface TableOut {
  columns: readonly Column[];
  rows: Iterable<Row> | AsyncIterable<Row>;
  title: string;
  /** Begin a CSV with a UTF-8 byte order mark, without which Excel misreads accents. */
  bom?: boolean;
  /** BCP 47; decides from which side a sheet is read. Values are never localised: what goes out must come in again. */
  locale?: string;
  /** Moment of export for JSON, ISO 8601. */
  exportedAt?: string;
}

export interface Written {
  mediaType: string;
  extension: string;
  body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>;
}

const writers = {
  csv: { mediaType: 'text/csv; charset=utf-8; header=present', extension: 'csv', write: toCsv },
  xlsx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extension: 'xlsx',
    write: async (table: TableOut) => (await import('./sheet.ts')).toSheet(table),
  },
  json: { mediaType: 'application/json; charset=utf-8', extension: 'json', write: toJson },
} as const;

export type TableFormat = keyof typeof writers;

export const tableFormats = Object.keys(writers) as TableFormat[];

/**
 * A table as a file. CSV and JSON are streams that pull rows as the reader takes them, so memory stays flat whatever their number;
 * a sheet is made whole, at most 1,048,575 rows, and refuses more with a `RangeError`.
 */
export const writeTable = async (format: TableFormat, table: TableOut): Promise<Written> => {
  const { mediaType, extension, write } = writers[format];
  return { mediaType, extension, body: await write(table) };
};
