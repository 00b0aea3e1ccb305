import type { HTMLElement } from 'node-html-parser';
import { type Block, type Cell, type ListItem, type Place, plain } from '../../documents/document.ts';
import { blocksIn, isElement, spansIn, tagOf, type Walk } from './htmlBlocks.ts';
import { ReadRefusal } from './read.ts';
import { tableOf } from './rows.ts';
import { trimmed } from './spans.ts';

/**
 * A table as every reader of it needs it: all rows equally wide, merged cells repeated in each place they cover, the first of them saying
 * how far it reaches. A table of a single cell is only a frame and gives the blocks inside.
 */
export function readHtmlTable(element: HTMLElement, walk: Walk): Block[] {
  const rows = rowsOf(element);
  const cells = rows.flatMap((row) => cellsOf(row));
  const only = cells[0];
  if (cells.length === 1 && only) return blocksIn(only, walk);
  const place = walk.placeOf(element);
  const grid = laidOut(rows, walk);
  const heads = headRows(rows);
  const title = grid[0]?.[0] && isTitle(rows[0], grid[0]) && grid.length > 1 ? grid.shift() : undefined;
  const named = element.childNodes.find((node): node is HTMLElement => isElement(node) && tagOf(node) === 'caption');
  const caption = [named ? plain(trimmed(spansIn(named, walk))) : '', title?.[0]?.text ?? ''].filter(Boolean).join(': ');
  const table = tableOf(grid, {
    header: heads > 0 ? 'first' : 'guess',
    marked: Math.max(0, heads - (title ? 1 : 0)),
    limits: walk.limits,
    ...(caption ? { caption } : {}),
    ...(place ? { place } : {}),
  });
  return table.header.length > 0 || table.rows.length > 0 ? [table] : [];
}

function rowsOf(parent: HTMLElement): HTMLElement[] {
  return parent.childNodes.flatMap((node) => {
    if (!isElement(node)) return [];
    if (tagOf(node) === 'tr') return [node];
    return /^(thead|tbody|tfoot)$/.test(tagOf(node)) ? rowsOf(node) : [];
  });
}

const cellsOf = (row: HTMLElement): HTMLElement[] =>
  row.childNodes.filter((node): node is HTMLElement => isElement(node) && /^t[dh]$/.test(tagOf(node)));

/** How many rows at the top are marked as column titles. */
function headRows(rows: readonly HTMLElement[]): number {
  const marked = (row: HTMLElement) =>
    (row.parentNode !== null && tagOf(row.parentNode) === 'thead') ||
    (cellsOf(row).length > 1 && cellsOf(row).every((cell) => tagOf(cell) === 'th'));
  const end = rows.findIndex((row) => !marked(row));
  return end < 0 ? Math.min(1, rows.length) : end;
}

const isTitle = (row: HTMLElement | undefined, cells: readonly Cell[]): boolean =>
  row !== undefined && cellsOf(row).length === 1 && cells.length > 1 && cells[0]?.columnSpan === cells.length;

function laidOut(rows: readonly HTMLElement[], walk: Walk): Cell[][] {
  if (rows.length > walk.limits.rows) throw new ReadRefusal('import.tooManyRows', { limit: walk.limits.rows });
  const grid: Cell[][] = rows.map(() => []);
  let [spent, reach] = [0, 0];
  rows.forEach((row, index) => {
    let column = 0;
    const line = walk.placeOf(row)?.line;
    const place: Place = { ...(line ? { line } : {}), row: index + 1 };
    for (const element of cellsOf(row)) {
      while (grid[index]?.[column]) column += 1;
      const wide = span(element, 'colspan', 1000);
      const high = Math.min(span(element, 'rowspan', 65_534), rows.length - index);
      spent += wide * high;
      if (spent > walk.limits.cells) throw new ReadRefusal('import.tooManyCells', { limit: walk.limits.cells });
      const cell: Cell = { ...contentOf(element, walk), place };
      for (let down = 0; down < high; down += 1) {
        for (let right = 0; right < wide; right += 1) {
          const first = down === 0 && right === 0;
          const spans = first ? { ...(wide > 1 ? { columnSpan: wide } : {}), ...(high > 1 ? { rowSpan: high } : {}) } : {};
          const target = grid[index + down];
          if (target && !target[column + right]) target[column + right] = { ...cell, ...spans };
        }
      }
      reach = Math.max(reach, column + 1);
      column += wide;
    }
  });
  return grid.map((row) => withoutOverhang(row, reach));
}

/** A cell stretched beyond the last column that any cell begins in reaches only to that column; holes are filled. */
function withoutOverhang(row: Cell[], reach: number): Cell[] {
  const place = row.find(Boolean)?.place;
  return Array.from({ length: Math.min(row.length, reach) }, (_, column) => {
    const cell = row[column];
    if (!cell) return { text: '', ...(place ? { place } : {}) };
    const { columnSpan, ...rest } = cell;
    const within = Math.min(columnSpan ?? 1, reach - column);
    return within > 1 ? { ...rest, columnSpan: within } : rest;
  });
}

const span = (element: HTMLElement, name: string, most: number): number =>
  Math.min(most, Math.max(1, Number.parseInt(element.getAttribute(name) ?? '1', 10) || 1));

function contentOf(element: HTMLElement, walk: Walk): { text: string; items?: string[] } {
  const lines: string[] = [];
  const items: string[] = [];
  for (const block of blocksIn(element, walk)) {
    if (block.kind === 'paragraph' || block.kind === 'quote') lines.push(plain(block.spans));
    else if (block.kind === 'heading') lines.push(block.text);
    else if (block.kind === 'facts') lines.push(...block.facts.map(({ name, value }) => `${name}: ${value}`));
    else if (block.kind === 'list') {
      const listed = flat(block.items);
      items.push(...listed);
      lines.push(...listed.map((item) => `• ${item}`));
    } else if (block.kind === 'table') {
      walk.nestedTables += 1;
      lines.push(...[block.header, ...block.rows].filter((row) => row.length > 0).map((row) => row.map((cell) => cell.text).join('\t')));
    }
  }
  return { text: lines.join('\n'), ...(items.length > 0 ? { items } : {}) };
}

const flat = (items: readonly ListItem[]): string[] => items.flatMap((item) => [plain(item.spans), ...flat(item.items ?? [])]);
