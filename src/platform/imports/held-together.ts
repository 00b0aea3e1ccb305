import type { Cell, Table } from '../documents/document.ts';

type Rows = Table['rows'];

/**
 * Rows that one cell of these columns, merged downwards, holds together are one row, where all these columns say the same in each: its
 * other cells hold what the rows say, a line each, and what all of them say once.
 */
export const heldTogether = (rows: Rows, columns: readonly number[]): Rows => {
  const found: Rows = [];
  for (let at = 0; at < rows.length; ) {
    const row = rows[at] as Cell[];
    const high = Math.max(1, ...columns.map((column) => row[column]?.rowSpan ?? 1));
    const held = rows.slice(at, at + high);
    const one = held.length > 1 && columns.every((column) => held.every((other) => other[column]?.text === row[column]?.text));
    found.push(one ? row.map((cell, column) => joined(held.map((other) => other[column] ?? cell))) : row);
    at += one ? held.length : 1;
  }
  return found;
};

const joined = (cells: readonly Cell[]): Cell => {
  const { rowSpan: _, ...first } = cells[0] as Cell;
  if (cells.every((cell) => cell.text === first.text)) return first;
  const said = cells.filter((cell) => cell.text.trim());
  const items = said.some((cell) => cell.items) ? said.flatMap((cell) => cell.items ?? [cell.text]) : undefined;
  return { ...first, text: said.map((cell) => cell.text).join('\n'), ...(items ? { items } : {}) };
};
