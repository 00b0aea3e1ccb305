import type { Cell, Table } from '../../documents/document.ts';
import type { Limits, Notice } from './read.ts';
import { readsAsHeader, tableOf } from './rows.ts';

/** Lines from `start` up to but not including `end` that hold a table, and how its cells are told apart. */
export interface Region {
  start: number;
  end: number;
  shape: 'row' | 'stream';
}

/**
 * Finds the next table drawn with tabs. Two shapes exist: a line for each row with tabs between the cells, and what wikis export, where
 * a tab begins a cell, cells run over several lines and empty lines part the rows.
 */
export function nextRegion(lines: readonly string[], from: number): Region | undefined {
  let start = from;
  while (start < lines.length && !(lines[start] ?? '').includes('\t')) start += 1;
  if (start >= lines.length) return undefined;
  const shape = shapeAt(lines, start);
  return { start, end: shape === 'row' ? rowsEnd(lines, start) : streamEnd(lines, start), shape };
}

export function readRegion(lines: readonly string[], region: Region, limits: Limits): { table: Table | undefined; notices: Notice[] } {
  const part = lines.slice(region.start, region.end);
  const place = { line: region.start + 1 };
  const rows = region.shape === 'row' ? rowPerLine(part, region.start) : streamed(part, region.start);
  const table = tableOf(rows, { header: 'guess', place, limits });
  if (table.header.length + table.rows.length === 0) return { table: undefined, notices: [] };
  const guessed = region.shape === 'stream' ? [{ key: 'import.tableGuessed', values: { line: place.line }, place }] : [];
  return { table, notices: guessed };
}

/** A cell of a text: leftovers of HTML removed, and where it lists things with bullets, its items. */
export function textCell(raw: string, line: number): Cell {
  const words = raw
    .replace(/<br\s*\/?>|<\/(?:p|li)>/gi, '\n')
    .replace(/<li[^<>]*>/gi, '• ')
    .replace(/<\/?(?:ul|ol|u|b|i|p|strong|em|span|div)(?:\s[^<>]*)?>/gi, '')
    .replace(/\[((?:[^[\]\\]|\\.)*)\]\((#|https?:[^\s()]*)\)/g, (_, label: string) => label.replace(/\\(.)/g, '$1'))
    .trim();
  const place = { line };
  if (!words.includes('•')) return { text: words, place };
  const [lead = '', ...items] = words.split(/\s*•\s*/).map((part) => part.trim());
  const listed = items.filter(Boolean);
  return { text: [lead, ...listed.map((item) => `• ${item}`)].filter(Boolean).join('\n'), items: listed, place };
}

const tabsIn = (line: string): number => line.split('\t').length - 1;
const isBlank = (line: string | undefined): boolean => (line ?? '').trim() === '' && !(line ?? '').includes('\t');
/** The foot of a page between two parts of one table. */
const isPageNumber = (line: string | undefined): boolean => /^\s*(page\s+)?\d+\s+(of|de|sur)\s+\d+\s*$/i.test(line ?? '');

function shapeAt(lines: readonly string[], start: number): 'row' | 'stream' {
  const first = lines[start] ?? '';
  if (!/^ ?\t/.test(first)) return 'row';
  const near = lines.slice(start, start + 12).filter((line) => line.includes('\t'));
  const same = near.filter((line) => tabsIn(line) === tabsIn(first)).length;
  const apart = lines.slice(start, streamEnd(lines, start)).some(isBlank);
  return tabsIn(first) > 1 && same === near.length && !apart ? 'row' : 'stream';
}

function rowsEnd(lines: readonly string[], start: number): number {
  let end = start + 1;
  while (end < lines.length) {
    if ((lines[end] ?? '').includes('\t')) {
      end += 1;
      continue;
    }
    let next = end;
    while (next - end <= 5 && (isBlank(lines[next]) || isPageNumber(lines[next])) && next < lines.length) next += 1;
    const between = lines.slice(end, next);
    if (!between.some(isPageNumber) || tabsIn(lines[next] ?? '') !== tabsIn(lines[start] ?? '')) break;
    end = next;
  }
  return end;
}

const breakOfTables = 5;

function streamEnd(lines: readonly string[], start: number): number {
  let [end, blanks] = [start + 1, 0];
  for (let at = start + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (isBlank(line)) {
      blanks += 1;
      continue;
    }
    const isCell = /^\s?\t/.test(line);
    if (blanks >= breakOfTables || (!isCell && blanks > 0)) break;
    blanks = 0;
    end = at + 1;
  }
  return end;
}

const rowPerLine = (part: readonly string[], offset: number): Cell[][] =>
  part.flatMap((line, index) => (line.includes('\t') ? [line.split('\t').map((raw) => textCell(raw, offset + index + 1))] : []));

interface Open {
  line: number;
  lines: string[];
  listed: boolean;
}

/**
 * Cells one after the other, as many to a row as the first row has. Rows are also begun anew after two empty lines and at a line that
 * starts several cells after an empty one, so that one misread cell does not shift the rest of the table.
 */
function streamed(part: readonly string[], offset: number): Cell[][] {
  const width = widthOf(part);
  const rows: Open[][] = [[]];
  let blanks = 0;
  part.forEach((line, index) => {
    if (isBlank(line)) {
      blanks += 1;
      return;
    }
    const row = rows.at(-1) ?? [];
    const number = offset + index + 1;
    const texts = line.split('\t').map((text) => text.trim());
    const open = row.at(-1);
    if (texts.length === 1) open?.lines.push(texts[0] ?? '');
    else place(texts.slice(1), { rows, width, number, blanks, next: part[index + 1] });
    blanks = 0;
  });
  return rows.map((row) => row.map(cellOf));
}

function place(texts: string[], at: { rows: Open[][]; width: number; number: number; blanks: number; next: string | undefined }): void {
  const row = at.rows.at(-1) ?? [];
  const [first = '', second = ''] = texts;
  const open = row.at(-1);
  const single = texts.length === 1;
  const isHeader = at.rows.length === 1 && row.length === at.width && readsAsHeader(row.map(cellOf));
  const isMore = single && first !== '' && at.blanks === 0 && open !== undefined && (open.listed || (row.length === at.width && !isHeader));
  if (isMore) {
    open.listed = true;
    open.lines.push(first);
    return;
  }
  const resumes = row.length > 0 && (at.blanks > 1 || (at.blanks > 0 && texts.length > 1 && first !== ''));
  if (resumes) at.rows.push([]);
  const listsNext = /^\s?\t[^\t]/.test(at.next ?? '') && tabs(at.next) === 1;
  texts.forEach((text, index) => {
    const leadsList =
      text === '' && index === texts.length - 2 && texts[index + 1] !== '' && (listsNext || (index === 0 && texts.length === 2));
    if (leadsList && (index > 0 || ((at.rows.at(-1)?.length ?? 0) % at.width > 0 && second !== ''))) return;
    const listed = index > 0 && texts[index - 1] === '' && index === texts.length - 1 && listsNext;
    if ((at.rows.at(-1)?.length ?? 0) >= at.width) at.rows.push([]);
    at.rows.at(-1)?.push({ line: at.number, lines: text === '' ? [] : [text], listed });
  });
}

const tabs = (line: string | undefined): number => tabsIn(line ?? '');

function widthOf(part: readonly string[]): number {
  const first = tabs(part[0]);
  if (first > 1) return first;
  const end = part.findIndex((line, index) => index > 0 && isBlank(line));
  return Math.max(
    1,
    part.slice(0, end < 0 ? part.length : end).reduce((sum, line) => sum + tabs(line), 0),
  );
}

function cellOf({ line, lines, listed }: Open): Cell {
  const raw = lines.filter(Boolean).join('\n');
  const cell = textCell(raw, line);
  return listed && !cell.items && lines.length > 1 ? { ...cell, items: lines.filter(Boolean) } : cell;
}
