import type { Table } from '../document.ts';

/** Which columns hold figures only, and so stand flush at their end with tabular figures. Empty cells and dashes do not count against. */
export const numericColumns = (table: Table): boolean[] => {
  const width = Math.max(table.header.length, ...table.rows.map((row) => row.length), 0);
  return Array.from({ length: width }, (_, column) => {
    const filled = table.rows.map((row) => row[column]?.text.trim() ?? '').filter((text) => text !== '' && !/^[–—-]$/.test(text));
    return filled.length > 0 && filled.every(isFigure);
  });
};

const isFigure = (text: string): boolean =>
  /^[+\-−]?[\p{Nd}][\p{Nd}\s.,'’٬٫\u00a0\u202f]*\s?%?$/u.test(text) && !/^\p{Nd}{4}-\p{Nd}/u.test(text);
