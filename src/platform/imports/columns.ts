import { aliasKey, type ImportColumn } from './importer.ts';
import type { MappedColumn } from './tables.ts';

/** The kind under which headings learned for an importer are kept among the aliases; their `note` is the key of our column. */
export const columnAliasKind = (importer: string): string => `column:${importer}`;

/** What a column is called in the languages of the interface, beside its key and its further names. */
export type LabelsOf = (column: ImportColumn) => readonly string[];

/**
 * Our column for each heading: learned from a person first, then by key, label in any language or further name. A column is given once, to
 * the first heading that names it; headings that nothing names are left out.
 */
export const mapColumns = (
  headings: readonly string[],
  columns: readonly ImportColumn[],
  learned: ReadonlyMap<string, string>,
  labelsOf: LabelsOf,
): MappedColumn[] => {
  const known = new Set(columns.map((column) => column.key));
  const byName = new Map<string, string>();
  for (const column of columns) {
    for (const name of [column.key, spaced(column.key), ...labelsOf(column), ...column.names]) {
      const key = aliasKey(name);
      if (key && !byName.has(key)) byName.set(key, column.key);
    }
  }
  const taken = new Set<string>();
  return headings.map((heading) => {
    const column = learned.get(aliasKey(heading)) ?? byName.get(aliasKey(heading));
    if (!column || !known.has(column) || taken.has(column)) return { heading, column: null };
    taken.add(column);
    return { heading, column };
  });
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
