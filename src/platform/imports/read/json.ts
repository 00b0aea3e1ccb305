import type { Cell } from '../../documents/document.ts';
import { type Limits, type Reading, ReadRefusal } from './read.ts';
import { refuseTooMany, tableOf } from './rows.ts';

/**
 * An array of flat objects, bare or under `rows`, to one table; columns in the order in which they first appear. Undefined for text that is
 * not JSON at all; throws ReadRefusal for JSON of another shape.
 */
export function readJson(text: string, limits: Limits, promised: boolean): Reading | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (promised) throw new ReadRefusal('import.damaged', { reason: error instanceof Error ? error.message : 'JSON' }, undefined, error);
    return undefined;
  }
  const rows = Array.isArray(value) ? value : isRecord(value) ? value.rows : undefined;
  if (!Array.isArray(rows) || !rows.every(isRecord)) throw new ReadRefusal('import.jsonShape');
  if (rows.length === 0) throw new ReadRefusal('import.empty');
  if (rows.length > limits.rows) throw new ReadRefusal('import.tooManyRows', { limit: limits.rows });
  const columns = new Set<string>();
  for (const row of rows) for (const key of Object.keys(row)) columns.add(key);
  if (columns.size * rows.length > limits.cells) throw new ReadRefusal('import.tooManyCells', { limit: limits.cells });
  const names = [...columns];
  const body = rows.map((row, index) => {
    const place = { row: index + 1 };
    return names.map((name) => cellOf(row[name], index + 1, place));
  });
  refuseTooMany(body, limits);
  const table = tableOf(body, { header: 'none', limits });
  return { blocks: [{ ...table, header: names.map((text) => ({ text })), rows: body }], notices: [] };
}

function cellOf(value: unknown, row: number, place: { row: number }): Cell {
  if (value === null || value === undefined) return { text: '', place };
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    return { text: value.join('\n'), items: value.map(String), place };
  }
  if (typeof value === 'object') throw new ReadRefusal('import.jsonShape', {}, { row });
  return { text: String(value), place };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
