import type { Table } from '../document.ts';
import { numericColumns } from '../tables/numeric.ts';

export interface ColumnLayout {
  /** Share of the room that is left; null for a column of fixed width. */
  share: number | null;
  /** Width of a fixed column in em of the table's type. Measured here, because asking Typst to fit a column sets every cell twice. */
  width: number;
  numeric: boolean;
}

/**
 * How wide each column of a printed table is: those with at most `snug` signs a line as their content asks, the others share the rest by the
 * length of their text, yet none is narrower than its longest word, which would be torn.
 */
export const layOut = (table: Table): ColumnLayout[] => {
  const numeric = numericColumns(table);
  const columns = numeric.map((isNumeric, column) => {
    const texts = table.rows.map((row) => row[column]?.items ?? [row[column]?.text ?? '']);
    const lengths = texts.map(longestLine);
    const words = (table.header[column]?.text ?? '').split(/\s+/).map(breadth);
    const most = Math.max(0, ...lengths);
    const head = Math.max(0, ...words);
    const whole = words.reduce((sum, word) => sum + word + 1, -1);
    const width = inEm(Math.max(most, head, Math.min(whole, 10)));
    const least = inEm(Math.min(longestWord, Math.max(head, ...texts.flat().flatMap(wordsOf).map(breadth))));
    if (head <= snug && (isNumeric || most <= snug) && most <= 24) return { share: null, width, least, numeric: isNumeric };
    const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
    // One long line among short ones asks for room too.
    const weight = Math.sqrt(Math.max(mean, most / 2.5, head));
    return { share: Math.round(Math.min(12, Math.max(2.2, weight)) * 10) / 10, width, least, numeric: isNumeric };
  });
  const fixed = columns.reduce((sum, column) => sum + (column.share === null ? column.width : 0), 0);
  const shared = fixed > room ? columns.map((column) => ({ ...column, share: column.share ?? Math.max(1, column.width / 3) })) : columns;
  return untorn(shared).map(({ share, width, numeric }) => ({ share, width, numeric }));
};

/** A status with its percent stands in one line: office programs tear Arabic apart between a bracket and the number in it. */
const snug = 20;
/** Of longer words only so much is kept whole: an address may break. */
const longestWord = 22;
/** About as many em as fixed columns may take of a page before they must share, and as a whole page has. */
const room = 40;
const page = 50;

const inEm = (signs: number): number => Math.round((signs * 0.56 + 1.5) * 100) / 100;

type Wished = ColumnLayout & { least: number };

/** Columns whose share would tear a word take the room of that word, as long as there is enough for all. */
const untorn = (columns: readonly Wished[]): readonly Wished[] => {
  const rest = columns.reduce((left, column) => left - (column.share === null ? column.width : 0), page);
  const shares = columns.reduce((sum, column) => sum + (column.share ?? 0), 0);
  const torn = columns.findIndex((column) => column.share !== null && (rest * column.share) / shares < column.least);
  const needed = columns.reduce((sum, column) => sum + (column.share === null ? column.width : column.least), 0);
  if (torn < 0 || needed > page) return columns;
  return untorn(columns.map((column, at) => (at === torn ? { ...column, share: null, width: column.least } : column)));
};

const wordsOf = (text: string): string[] => text.split(/[\s/\u00ad\u200b-]+/);

/** A table that would be too narrow upright goes on a page laid across. */
export const isWide = (table: Table): boolean => numericColumns(table).length > 8;

const longestLine = (texts: readonly string[]): number =>
  texts.flatMap((text) => text.split('\n')).reduce((most, line) => Math.max(most, breadth(line)), 0);

/** Signs of ordinary width that a text is as broad as; Chinese and Japanese count double. */
const breadth = (text: string): number =>
  text.length + (text.match(/[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/g)?.length ?? 0);
