import type { Cell, Place, Table } from '../../documents/document.ts';
import { type Limits, type Notice, ReadRefusal } from './read.ts';

export interface RowsOptions {
  caption?: string;
  place?: Place;
  /** `first`: the first row that is not a title is the header; `guess`: only if it reads like column titles; `none`: no row is. */
  header: 'first' | 'guess' | 'none';
  /** How many rows at the top the source itself marks as column titles. */
  marked?: number;
  limits: Limits;
}

/**
 * Rows of cells to one table. Leading rows with a single filled cell above a wider one are titles and become the caption; column titles in
 * several rows become one. Every row is filled up to the widest; the cells of a row share one Place. Wholly empty rows and trailing empty
 * columns are dropped; nothing else is.
 */
export function tableOf(given: Cell[][], options: RowsOptions): Table {
  refuseTooMany(given, options.limits);
  const rows = given.filter((row) => row.some(isFilled));
  const width = rows.reduce((widest, row) => Math.max(widest, filledWidth(row)), 0);
  const titles = options.header === 'none' || width < 2 ? [] : titleRows(rows);
  const rest = rows.slice(titles.length);
  const marked = given.slice(0, options.marked ?? 0).filter((row) => row.some(isFilled)).length - titles.length;
  const heads = Math.max(marked, 1 + titlesBelow(rest));
  const joined = joinedTitles(rest.slice(0, heads));
  const headed =
    joined !== undefined && (options.header === 'first' || (options.header === 'guess' && rest.length > heads && readsAsHeader(joined)));
  const body = headed ? rest.slice(heads) : rest;
  const caption = [options.caption, ...titles.map((row) => row.find(isFilled)?.text.trim())].filter(Boolean).join(': ');
  return {
    kind: 'table',
    ...(caption ? { caption } : {}),
    header: headed ? filledUp(joined, width) : [],
    ...(headed && heads > 1 ? { titleRows: heads } : {}),
    rows: body.map((row) => filledUp(row, width)),
    ...(options.place ? { place: options.place } : {}),
  };
}

/**
 * How many rows under the first go on with its column titles: under a title that is merged over several columns each has its own, and the
 * other columns say nothing new (a cell merged downwards repeats itself). A row of content fills the other columns too.
 */
function titlesBelow(rows: readonly Cell[][]): number {
  const [first, second, third] = rows;
  if (!first || !second || !third) return 0;
  const under = columnsUnder(first);
  const texts = second.map((cell) => cell.text.trim());
  const isTitle = (text: string) => text.length <= 80 && !isValue.test(text) && !text.startsWith('•');
  const adds = texts.filter((text, column) => text !== '' && text !== first[column]?.text.trim());
  const beside = first.flatMap((cell, column) => (under.has(column) ? [] : [{ above: cell.text.trim(), own: texts[column] ?? '' }]));
  const goesOn =
    adds.length > 1 &&
    adds.every(isTitle) &&
    new Set(adds).size === adds.length &&
    beside.every(({ above, own }) => own === '' || above === '' || own === above);
  // Without merged cells only the gaps tell: under a row that begins with one, or beside a title with nothing below it.
  const sure =
    first.some((cell) => (cell.columnSpan ?? 1) > 1) ||
    first[0]?.text.trim() === '' ||
    beside.some(({ above, own }) => above !== '' && own === '');
  return goesOn && sure ? 1 : 0;
}

/** The columns under titles that reach over several: merged cells, or a title with nothing beside it up to the next. */
function columnsUnder(titles: readonly Cell[]): Set<number> {
  const merged = titles.flatMap(({ columnSpan = 1 }, column) =>
    columnSpan > 1 ? Array.from({ length: columnSpan }, (_, at) => column + at) : [],
  );
  if (merged.length > 0) return new Set(merged);
  return new Set(
    titles.flatMap((cell, column) => (isFilled(cell) && titles[column + 1] && !isFilled(titles[column + 1] as Cell) ? [column] : [])),
  );
}

/** A column is named by what stands above it, then by its own title. */
function joinedTitles(heads: readonly Cell[][]): Cell[] | undefined {
  const [first, ...others] = heads;
  if (others.length === 0) return first?.map((cell) => ({ ...cell, text: cell.text.trim() }));
  return first?.map(({ columnSpan: _, rowSpan: __, ...cell }, column) => {
    const texts = new Set([cell.text.trim(), ...others.map((row) => row[column]?.text.trim() ?? '')].filter(Boolean));
    return { ...cell, text: [...texts].join(' / ') };
  });
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
