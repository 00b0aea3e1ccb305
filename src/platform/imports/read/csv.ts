import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { Cell, Table } from '../../documents/document.ts';
import { type Limits, type Notice, type Reading, ReadRefusal } from './read.ts';
import { isFilled, raggedNotice, readsAsHeader, tableOf } from './rows.ts';

const separators = [',', ';', '\t', '|'] as const;
export type Separator = (typeof separators)[number];

/** A record and the line on which it begins. */
interface Line {
  line: number;
  cells: string[];
}

/**
 * The separator with which a text reads as a table, undefined where it reads as prose. A record agrees if it is as wide as most records of
 * its block (blocks are parted by empty lines); commas followed by spaces are how sentences are written, not how programs write tables.
 */
export function separatorOf(text: string, promised: boolean): Separator | undefined {
  const sample = text.length > 65_536 ? text.slice(0, text.lastIndexOf('\n', 65_536) + 1 || 65_536) : text;
  const scored = separators
    .map((separator) => ({ separator, ...agreement(sample, separator) }))
    .filter(({ width, records, share }) => width > 1 && (promised || (records > 1 && share >= 0.8)))
    .filter(({ separator }) => promised || !readsAsProse(sample, separator));
  const best = scored.sort((a, b) => b.share * Math.min(b.width, 8) - a.share * Math.min(a.width, 8))[0];
  return best?.separator ?? (promised && isSingleColumn(sample) ? ',' : undefined);
}

/** One table for each block of records; a block after an empty line begins a new table only if it brings column titles of its own. */
export function readCsv(text: string, separator: Separator, limits: Limits): Reading {
  const { lines, notices } = records(text, separator, limits);
  const parts = tablesIn(lines.map(({ line, cells }) => cellsAt(cells, line)));
  const blocks = parts.map((rows): Table => {
    notices.push(...raggedNotice(rows));
    const place = rows[0]?.[0]?.place;
    return tableOf(rows, { header: 'first', limits, ...(place ? { place } : {}) });
  });
  if (blocks.length > 1) notices.push({ key: 'import.severalTables', values: { count: blocks.length } });
  return { blocks, notices };
}

function cellsAt(texts: readonly string[], line: number): Cell[] {
  const place = { line };
  return texts.map((text) => ({ text, place }));
}

function records(text: string, separator: Separator, limits: Limits): { lines: Line[]; notices: Notice[] } {
  try {
    return { lines: edgeless(parsed(text, separator, limits.rows, true), separator), notices: [] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.opened === 'number' ? error.opened : error.lines;
    const values: Record<string, number> = typeof line === 'number' ? { line } : { line: 0 };
    return {
      lines: edgeless(parsed(text, separator, limits.rows, false), separator),
      notices: [{ key: 'import.quotesIgnored', values, ...(typeof line === 'number' ? { place: { line } } : {}) }],
    };
  }
}

function parsed(text: string, separator: Separator, most: number, quotes: boolean, only?: number): Line[] {
  const lines: Line[] = [];
  let next = 1;
  try {
    parse(text, {
      delimiter: separator,
      relax_column_count: true,
      relax_quotes: true,
      ...(quotes ? {} : { quote: false }),
      ...(only ? { to: only } : {}),
      max_record_size: 1_000_000,
      on_record: (cells: string[], context) => {
        if (lines.length >= most) throw new ReadRefusal('import.tooManyRows', { limit: most });
        lines.push({ line: next, cells });
        next = context.lines + 1;
        return null;
      },
    });
  } catch (error) {
    if (error instanceof CsvError) Object.assign(error, { opened: next });
    throw error;
  }
  return lines;
}

/** Rows drawn with a bar at both ends have an empty cell at both ends. */
function edgeless(lines: Line[], separator: Separator): Line[] {
  if (separator !== '|') return lines;
  const framed = lines.every(({ cells }) => cells.length < 2 || (cells[0]?.trim() === '' && cells.at(-1)?.trim() === ''));
  return lines.map(({ line, cells }) => ({ line, cells: (framed ? cells.slice(1, -1) : cells).map((cell) => cell.trim()) }));
}

function tablesIn(rows: Cell[][]): Cell[][][] {
  const tables: Cell[][][] = [];
  let gap = true;
  for (const row of rows) {
    const empty = !row.some(isFilled);
    const current = tables.at(-1);
    if (!empty && (!current || (gap && begins(row, current)))) tables.push([row]);
    else if (!empty) current?.push(row);
    gap = empty;
  }
  return tables;
}

function begins(row: Cell[], current: Cell[][]): boolean {
  const width = (cells: Cell[]) => cells.findLastIndex(isFilled) + 1;
  const before = Math.max(...current.slice(0, 50).map(width));
  return before > 1 && width(row) !== before && readsAsHeader(row.slice(0, width(row)));
}

function agreement(sample: string, separator: Separator): { width: number; records: number; share: number } {
  const blocks = sampleRecords(sample, separator).reduce<number[][]>(
    (found, { cells }) => {
      if (cells.every((cell) => cell.trim() === '')) found.push([]);
      else found.at(-1)?.push(cells.length);
      return found;
    },
    [[]],
  );
  const filled = blocks.filter((block) => block.length > 0);
  const widths = filled.map(commonest);
  const records = filled.reduce((sum, block) => sum + block.length, 0);
  const agreeing = filled.reduce((sum, block, index) => sum + block.filter((width) => width === widths[index] && width > 1).length, 0);
  return { width: Math.max(0, ...widths), records, share: records === 0 ? 0 : agreeing / records };
}

function sampleRecords(sample: string, separator: Separator): Line[] {
  try {
    return parsed(sample, separator, 1000, true, 200);
  } catch {
    return sample
      .split('\n')
      .slice(0, 200)
      .map((line, index) => ({ line: index + 1, cells: line.split(separator) }));
  }
}

function commonest(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

function readsAsProse(sample: string, separator: Separator): boolean {
  if (separator === '\t') return false;
  if (separator === '|') return !sample.includes('|');
  const unquoted = sample.replace(/"[^"]*"/g, '');
  const all = unquoted.split(separator).length - 1;
  const spaced = unquoted.split(`${separator} `).length + unquoted.split(`${separator}\n`).length - 2;
  return all > 0 && spaced > all / 2;
}

/** A list of addresses or names, one to a line, is a table of one column when the file is called one. */
function isSingleColumn(sample: string): boolean {
  const lines = sample.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.every((line) => line.length <= 120);
}
