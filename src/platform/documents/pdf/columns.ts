import type { Table } from '../document.ts';
import { numericColumns } from '../tables/numeric.ts';

export interface ColumnLayout {
  /** Share of the room that is left; null for a column of fixed width. */
  share: number | null;
  /** Width of a fixed column in em of the table's type. Measured here, because asking Typst to fit a column sets every cell twice. */
  width: number;
  numeric: boolean;
}

/** How wide each column of a printed table is: those with at most `snug` signs a line as their content asks, the others share the rest by the length of their text. */
export const layOut = (table: Table, snug = 14): ColumnLayout[] => {
  const numeric = numericColumns(table);
  const columns = numeric.map((isNumeric, column) => {
    const lengths = table.rows.map((row) => longestLine(row[column]?.items ?? [row[column]?.text ?? '']));
    const words = (table.header[column]?.text ?? '').split(/\s+/).map(breadth);
    const most = Math.max(0, ...lengths);
    const head = Math.max(0, ...words);
    const whole = words.reduce((sum, word) => sum + word + 1, -1);
    const width = Math.round((Math.max(most, head, Math.min(whole, 10)) * 0.56 + 1.5) * 100) / 100;
    if (head <= snug && (isNumeric || most <= snug) && most <= 24) return { share: null, width, numeric: isNumeric };
    const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
    return { share: Math.round(Math.min(12, Math.max(2.2, Math.sqrt(Math.max(mean, head)))) * 10) / 10, width, numeric: isNumeric };
  });
  const fixed = columns.reduce((sum, column) => sum + (column.share === null ? column.width : 0), 0);
  return fixed > room ? columns.map((column) => ({ ...column, share: column.share ?? Math.max(1, column.width / 3) })) : columns;
};

/** About as many em as fixed columns may take of a page before they must share. */
const room = 40;

/** A table that would be too narrow upright goes on a page laid across. */
export const isWide = (table: Table): boolean => numericColumns(table).length > 8;

const longestLine = (texts: readonly string[]): number =>
  texts.flatMap((text) => text.split('\n')).reduce((most, line) => Math.max(most, breadth(line)), 0);

/** Signs of ordinary width that a text is as broad as; Chinese and Japanese count double. */
const breadth = (text: string): number =>
  text.length + (text.match(/[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/g)?.length ?? 0);
