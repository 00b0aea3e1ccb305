import type { Cell, Place, Table } from '../../documents/document.ts';
import { type Limits, type Notice, ReadRefusal } from './read.ts';

export interface RowsOptions {
  caption?: string;
  place?: Place;
  /** `first`: the first row that is not a title is the header; `guess`: only if it reads like column titles; `none`: no row is. */
  header: 'first' | 'guess' | 'none';
  limits: Limits;
}

/**
 * Rows of cells to one table. Leading rows with a single filled cell above a wider one are titles and become the caption. Every row is
 * filled up to the widest; the cells of a row share one Place. Wholly empty rows and trailing empty
 * columns are dropped; nothing else is.
 */
export function tableOf(given: Cell[][], options: RowsOptions): Table {
  refuseTooMany(given, options.limits);
  const rows = given.filter((row) => row.some(isFilled));
  const width = rows.reduce((widest, row) => Math.max(widest, filledWidth(row)), 0);
  const titles = options.header === 'none' || width < 2 ? [] : titleRows(rows);
  const rest = rows.slice(titles.length);
  const headed =
    rest[0] !== undefined && (options.header === 'first' || (options.header === 'guess' && rest.length > 1 && readsAsHeader(rest[0])));
  const header = headed ? (rest[0] ?? []).map((cell) => ({ ...cell, text: cell.text.trim() })) : [];
  const body = headed ? rest.slice(1) : rest;
  const caption = [options.caption, ...titles.map((row) => row.find(isFilled)?.text.trim())].filter(Boolean).join(': ');
  return {
    kind: 'table',
    ...(caption ? { caption } : {}),
    header: headed ? filledUp(header, width) : [],
    rows: body.map((row) => filledUp(row, width)),
    ...(options.place ? { place: options.place } : {}),
  };
}

/** Lines whose number of cells is not that of the first that has several, the header: often a separator inside an unquoted text. */
export function raggedNotice(rows: readonly Cell[][]): Notice[] {
  const expected = rows.find((row) => row.length > 1)?.length ?? 0;
  const start = rows.findIndex((row) => row.length > 1);
  const differs = (row: readonly Cell[]) => row.length < expected || row.slice(expected).some(isFilled);
  const ragged = rows.slice(start).filter((row) => row.some(isFilled) && differs(row));
  const first = ragged[0]?.[0]?.place;
  if (ragged.length === 0) return [];
  return [
    {
      key: 'import.raggedRows',
      values: { count: ragged.length, line: first?.line ?? first?.row ?? 0, expected, found: ragged[0]?.length ?? 0 },
      ...(first ? { place: first } : {}),
    },
  ];
}

export function refuseTooMany(rows: readonly (readonly unknown[])[], limits: Limits): void {
  if (rows.length > limits.rows) throw new ReadRefusal('import.tooManyRows', { limit: limits.rows });
  const widest = rows.reduce((width, row) => Math.max(width, row.length), 0);
  if (widest * rows.length > limits.cells) throw new ReadRefusal('import.tooManyCells', { limit: limits.cells });
}

export const isFilled = (cell: Cell): boolean => cell.text.trim() !== '';

/** Column titles are short, differ from one another and are no numbers, days or addresses. */
export function readsAsHeader(row: readonly Cell[]): boolean {
  const texts = row.map((cell) => cell.text.trim()).filter(Boolean);
  const titled = texts.every((text) => text.length <= 80 && !isValue.test(text) && !text.startsWith('•'));
  return texts.length > 1 && texts.length >= row.length - 1 && titled && new Set(texts).size === texts.length;
}

const isValue = /^[-+]?[\d\s.,:/%€$£-]+$|^\S+@\S+\.\S+$|^https?:/;

function titleRows(rows: readonly Cell[][]): Cell[][] {
  const first = rows.findIndex((row) => row.filter(isFilled).length > 1);
  const titles = first > 0 && first <= 5 ? rows.slice(0, first) : [];
  return titles.every((row) => row.length > 0 && row.findIndex(isFilled) === 0) ? titles : [];
}

const filledWidth = (row: readonly Cell[]): number => row.findLastIndex(isFilled) + 1;

function filledUp(row: readonly Cell[], width: number): Cell[] {
  const cells = row.slice(0, width);
  const place = cells.at(-1)?.place;
  while (cells.length < width) cells.push({ text: '', ...(place ? { place } : {}) });
  return cells;
}
