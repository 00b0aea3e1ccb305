import type { Table } from '../documents/document.ts';
import type { LabelsOf } from './columns.ts';
import { distinct, mapColumns, mapTables } from './columns.ts';
import { heldTogether } from './held-together.ts';
import type { ImportContext, Importer, RawLine } from './importer.ts';
import { type Read, tablesOf } from './read/read.ts';
import type { Mapping, RunNotice } from './tables.ts';

export interface Found {
  /** How many lines, and the lines, made as they are asked for: a large table is not kept twice. */
  count: number;
  lines: Iterable<RawLine>;
  mapping: Mapping;
  notices: readonly RunNotice[];
}

/**
 * The lines of a document: those that the importer recognises, otherwise the rows of every table of which at least one heading is known
 * (where none is, of the largest table, so that the reader can say what its columns are).
 */
export const findLines = (
  read: Read,
  importer: Importer,
  context: ImportContext,
  learned: ReadonlyMap<string, string>,
  labelsOf: LabelsOf,
): Found => {
  const recognised = importer.recognise?.(read, context);
  if (recognised && recognised.length > 0)
    return { count: recognised.length, lines: recognised, mapping: { recognised: true, columns: [] }, notices: [] };
  const tables = tablesOf(read).map((read) => {
    const headings = headingsOf(read);
    const mapped = mapColumns(headings, importer.columns, learned, labelsOf);
    const holding = mapped.flatMap(({ column }, at) => (column && importer.heldBy?.includes(column) ? [at] : []));
    const table = holding.length > 0 ? { ...read, rows: heldTogether(read.rows, holding) } : read;
    return { table, headings, mapped, known: mapped.filter((one) => one.column).length };
  });
  const useful = tables.filter((one) => one.known > 0);
  const largest = tables.toSorted((a, b) => b.table.rows.length - a.table.rows.length).slice(0, 1);
  const used = useful.length > 0 ? useful : largest;
  const left = tables.length - used.length;
  const across = used.flatMap(({ table }) => table.rows.filter(reachesAcross));
  const count = used.reduce((sum, { table }) => sum + table.rows.length, 0) - across.length;
  const notices: RunNotice[] = [
    ...(count === 0 ? [{ key: 'imports.nothingFound' }] : []),
    ...(useful.length === 0 && count > 0 ? [{ key: 'imports.noColumnKnown' }] : []),
    ...(across.length > 0 ? [acrossNotice(across)] : []),
    ...(left > 0 ? [{ key: 'imports.tablesLeft', values: { count: left } }] : []),
  ];
  const lines = Iterator.from(used).flatMap(({ table, headings: own }) =>
    table.rows
      .values()
      .filter((row) => !reachesAcross(row))
      .map((row) => rowLine(row, own)),
  );
  const columns = mapTables(
    used.map((one) => one.headings),
    importer.columns,
    learned,
    labelsOf,
  );
  return { count, lines, mapping: { recognised: false, columns }, notices };
};

/** A single cell merged over the whole width says something of the rows below it; it is no line of its own. */
const reachesAcross = (row: Table['rows'][number]): boolean => row.length > 1 && (row[0]?.columnSpan ?? 1) >= row.length;

const acrossNotice = (rows: readonly Table['rows'][number][]): RunNotice => {
  const place = rows[0]?.[0]?.place;
  const texts = rows.slice(0, 5).map((row) => `“${textOf(row[0]).slice(0, 80)}”`);
  return {
    key: 'imports.rowsAcross',
    values: { count: rows.length, texts: `${texts.join(', ')}${rows.length > 5 ? ' …' : ''}` },
    ...(place ? { place } : {}),
  };
};

/** A table without titles is read under the numbers of its columns. */
const headingsOf = (table: Table): string[] => {
  const width = Math.max(table.header.length, table.rows[0]?.length ?? 0);
  return distinct(Array.from({ length: width }, (_, at) => table.header[at]?.text ?? ''));
};

const rowLine = (row: Table['rows'][number], headings: readonly string[]): RawLine => {
  const { column: _column, ...place } = row[0]?.place ?? {};
  return { place, cells: Object.fromEntries(headings.map((heading, at) => [heading, textOf(row[at])])) };
};

/** A cell that holds a list keeps its items apart. PostgreSQL cannot hold the zero character in a text. */
const textOf = (cell: Table['rows'][number][number] | undefined): string =>
  (cell?.items ? cell.items.join('\n') : (cell?.text ?? '')).replaceAll('\u0000', '').trim();
