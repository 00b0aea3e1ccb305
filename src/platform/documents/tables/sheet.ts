import writeExcelFile, { type Cell, type Row as SheetRow } from 'write-excel-file/node';
import { directionOf } from '../language.ts';
import { xmlText } from '../xml-text.ts';
import { textOf } from './values.ts';
import type { Column, TableOut } from './write.ts';

const mostRows = 1_048_575;
const mostSigns = 32_767;

/** One sheet: frozen head, numbers as numbers, full days as dates, all else as text, so that no cell can be run as a formula. */
export const toSheet = async ({ columns, rows, title, locale }: TableOut): Promise<Uint8Array<ArrayBuffer>> => {
  const data: SheetRow[] = [
    columns.map((column) => ({
      value: clean(column.title),
      type: String,
      fontWeight: 'bold',
      bottomBorderStyle: 'thin',
      wrap: true,
      alignVertical: 'bottom',
    })),
  ];
  const widths = columns.map((column) => column.title.length);
  for await (const row of rows) {
    if (data.length > mostRows) throw new RangeError(`A sheet holds at most ${mostRows} rows.`);
    data.push(columns.map((column) => cell(column, row[column.key])));
    if (data.length < 200)
      columns.forEach((column, at) => {
        widths[at] = Math.max(widths[at]!, textOf(row[column.key]).length);
      });
  }
  const buffer = await writeExcelFile(data, {
    sheet: sheetName(title),
    stickyRowsCount: 1,
    columns: widths.map((width) => ({ width: Math.min(60, Math.max(9, width + 2)) })),
    rightToLeft: locale !== undefined && directionOf(locale) === 'rtl',
  }).toBuffer();
  return new Uint8Array(buffer);
};

const cell = (column: Column, value: unknown): Cell => {
  const text = textOf(value);
  if (text === '') return null;
  if (typeof value === 'number' && Number.isFinite(value)) return { value, type: Number };
  if (column.kind === 'number' && typeof value !== 'boolean' && /^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$/.test(text))
    return { value: Number(text), type: Number };
  if (column.kind === 'day' && isDay(text)) return { value: new Date(`${text}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' };
  return { value: clean(text), type: String, alignVertical: 'top', ...(text.includes('\n') || text.length > 60 ? { wrap: true } : {}) };
};

/** Sheets know no day before 1900-03-01 that they count rightly. */
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && text >= '1900-03-01' && !Number.isNaN(Date.parse(text));

/** What XML cannot hold falls away; what a cell cannot hold is cut. */
const clean = (text: string): string => xmlText(text).slice(0, mostSigns);

const sheetName = (title: string): string =>
  clean(title)
    .replace(/[[\]:*?/\\]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^'+|'+$/g, '')
    .trim()
    .slice(0, 31)
    .trim() || 'Table';
