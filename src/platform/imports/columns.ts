import { aliasKey, type ImportColumn } from './importer.ts';
import type { MappedColumn } from './tables.ts';

/** The kind under which headings learned for an importer are kept among the aliases; their `note` is the key of our column. */
export const columnAliasKind = (importer: string): string => `column:${importer}`;

/** The form in which headings are compared: as names are, with the signs that tables put for words (`%`, `# done`) read as words. */
export const headingKey = (heading: string): string => {
  const words = heading
    .normalize('NFKC')
    .replace(/(?<=\p{L})\(e?s\)/giu, '')
    .replace(/[%٪]/gu, ' percent ')
    .replaceAll('#', ' number ');
  return aliasKey(words) || words.trim();
};

/** What a column is called in the languages of the interface, beside its key and its further names. */
export type LabelsOf = (column: ImportColumn) => readonly string[];

/**
 * Our column for each heading: learned from a person first, then by key, label in any language or further name, then by a part of it,
 * the last first (`Dates / Start`). A column is given once, to the first heading that names it; headings that nothing names are left out.
 */
export const mapColumns = (
  headings: readonly string[],
  columns: readonly ImportColumn[],
  learned: ReadonlyMap<string, string>,
  labelsOf: LabelsOf,
  /** Headings that were settled by an earlier table of the same source. */
  settled: ReadonlyMap<string, string | null> = new Map(),
): MappedColumn[] => {
  const known = new Set(columns.map((column) => column.key));
  const byName = new Map<string, string>();
  for (const column of columns) {
    for (const name of [column.key, spaced(column.key), ...labelsOf(column), ...column.names]) {
      const key = headingKey(name);
      if (key && !byName.has(key)) byName.set(key, column.key);
    }
  }
  const taken = new Map(headings.flatMap((heading) => (settled.get(heading) ? [[settled.get(heading) as string, heading]] : [])));
  const take = (heading: string, names: readonly string[]): void => {
    for (const name of names) {
      const column = learned.get(name) ?? byName.get(name);
      if (!column || !known.has(column) || taken.has(column)) continue;
      taken.set(column, heading);
      return;
    }
  };
  const free = headings.filter((heading) => !settled.has(heading));
  for (const heading of free) take(heading, [headingKey(heading)]);
  for (const heading of free) if (![...taken.values()].includes(heading)) take(heading, partsOf(heading));
  const columnOf = new Map([...taken].map(([column, heading]) => [heading, column]));
  return headings.map((heading) => ({ heading, column: columnOf.get(heading) ?? null }));
};

/** The headings of several tables, each table mapped by itself: what one calls `Name` may be called `Member` by another. */
export const mapTables = (
  tables: readonly (readonly string[])[],
  columns: readonly ImportColumn[],
  learned: ReadonlyMap<string, string>,
  labelsOf: LabelsOf,
): MappedColumn[] => {
  const settled = new Map<string, string | null>();
  for (const headings of tables)
    for (const { heading, column } of mapColumns(headings, columns, learned, labelsOf, settled)) settled.set(heading, column);
  return [...settled].map(([heading, column]) => {
    const tablesWith = tables.flatMap((headings, at) => (headings.includes(heading) ? [at] : []));
    return { heading, column, ...(tables.length > 1 ? { tables: tablesWith } : {}) };
  });
};

/** Of a title that was joined from several rows, the nearest to the column first. */
const partsOf = (heading: string): string[] => {
  const parts = heading.split(' / ').map(headingKey);
  return parts.length > 1 ? parts.reverse() : [];
};

export const missingColumns = (mapped: readonly MappedColumn[], columns: readonly ImportColumn[]): ImportColumn[] =>
  columns.filter((column) => column.required && !mapped.some((one) => one.column === column.key));

/** Headings that tell the cells of a row apart: an empty one is called by its number, a repeated one by its count. */
export const distinct = (headings: readonly string[]): string[] => {
  const seen = new Map<string, number>();
  return headings.map((text, at) => {
    const heading = text.trim().slice(0, 200) || `#${at + 1}`;
    const count = (seen.get(heading) ?? 0) + 1;
    seen.set(heading, count);
    return count === 1 ? heading : `${heading} (${count})`;
  });
};

const spaced = (key: string) => key.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[._]/g, ' ');
