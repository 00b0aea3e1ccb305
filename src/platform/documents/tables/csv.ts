import { protect } from './protect.ts';
import { streamOf } from './stream.ts';
import { textOf } from './values.ts';
import type { TableOut } from './write.ts';

/** RFC 4180: commas, CRLF, quotes only where needed, column titles in the first line, formulas disarmed. */
export const toCsv = (table: TableOut): ReadableStream<Uint8Array> => streamOf(linesOf(table));

async function* linesOf({ columns, rows, bom }: TableOut): AsyncGenerator<string> {
  yield (bom ? '\ufeff' : '') + line(columns.map((column) => column.title));
  for await (const row of rows) yield line(columns.map((column) => row[column.key]));
}

const line = (values: readonly unknown[]): string => {
  const cells = values.map(cell);
  // A single empty cell would be an empty line, which readers skip.
  return `${cells.length === 1 && cells[0] === '' ? '""' : cells.join(',')}\r\n`;
};

const cell = (value: unknown): string => {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  const text = protect(textOf(value));
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
