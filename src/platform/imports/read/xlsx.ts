import { parse } from 'node-html-parser';
import readXlsxFile from 'read-excel-file/universal';
import type { Cell } from '../../documents/document.ts';
import { type Limits, type Notice, type Reading, ReadRefusal } from './read.ts';
import { tableOf } from './rows.ts';
import { type Archive, packed, refuseDoctype } from './zip.ts';

/**
 * Every sheet becomes a table with the sheet's name as caption and places of sheet and row. Days become ISO days, formulas the value that
 * was saved with them, merged cells repeat their content. Sheets without content are left out, and so are hidden ones, since whoever brings
 * the file does not see them; that is said.
 */
export async function readXlsx(archive: Archive, limits: Limits): Promise<Reading> {
  const members = new Map(archive.names.filter(isNeeded).map((name) => [name, new TextDecoder().decode(archive.read(name))]));
  for (const [name, xml] of members) refuseDoctype(name, xml);
  const sheets = sheetsOf(members);
  const notices: Notice[] = [];
  for (const sheet of sheets) {
    const { xml, uncomputed } = soundCells(sheet, limits);
    members.set(sheet.path, xml);
    if (uncomputed > 0)
      notices.push({ key: 'import.formulaWithoutValue', values: { count: uncomputed, sheet: sheet.name }, place: { sheet: sheet.name } });
  }
  const encoder = new TextEncoder();
  const clean = packed(Object.fromEntries([...members].map(([name, xml]) => [name, encoder.encode(xml)])));
  const found = await readXlsxFile(clean.buffer, { trim: false });
  const allHidden = sheets.every(({ hidden }) => hidden);
  const blocks = found.flatMap(({ sheet: name, data }) => {
    const sheet = sheets.find((each) => each.name === name);
    if (sheet?.hidden && !allHidden) {
      if (data.length > 0) notices.push({ key: 'import.hiddenSheet', values: { sheet: name } });
      return [];
    }
    const rows = data.map((row, index) => {
      const place = { sheet: name, row: index + 1 };
      return row.map((value): Cell => ({ text: textOf(value), place }));
    });
    for (const range of sheet?.merged ?? []) repeatMerged(rows, range, limits);
    const table = tableOf(rows, { header: 'first', caption: name, place: { sheet: name, row: 1 }, limits });
    if (table.header.length === 0 && table.rows.length === 0) return [];
    return [table];
  });
  if (blocks.length === 0) throw new ReadRefusal('import.empty');
  return { blocks, notices };
}

interface Sheet {
  name: string;
  path: string;
  xml: string;
  hidden: boolean;
  merged: string[];
}

const isNeeded = (name: string): boolean =>
  /^(\[Content_Types\]\.xml|_rels\/.*|xl\/(_rels\/)?[^/]+\.(xml|rels)|xl\/worksheets\/[^/]+\.xml)$/.test(name) && !/calcChain/.test(name);

function sheetsOf(members: ReadonlyMap<string, string>): Sheet[] {
  const targets = new Map(
    elements(members.get('xl/_rels/workbook.xml.rels') ?? '', 'Relationship').map((element) => [element.id ?? '', element.target ?? '']),
  );
  return elements(members.get('xl/workbook.xml') ?? '', 'sheet').flatMap((element) => {
    const target = targets.get(element['r:id'] ?? element.id ?? '') ?? '';
    const path = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
    const xml = members.get(path);
    if (xml === undefined) return [];
    const merged = elements(xml.slice(xml.lastIndexOf('</sheetData>')), 'mergeCell').flatMap((cell) => cell.ref ?? []);
    return [{ name: element.name ?? '', path, xml, hidden: /hidden/i.test(element.state ?? ''), merged }];
  });
}

/** Attributes, their names in lower case, of all elements of one name, whatever their prefix. */
function elements(xml: string, name: string): Record<string, string>[] {
  return [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}\\s([^<>]*)>`, 'g'))].map(([, inside]) =>
    Object.fromEntries(
      [...(inside ?? '').matchAll(/(?<![\w:])([\w:]+)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')/g)].map((found) => [
        (found[1] ?? '').toLowerCase(),
        parse(found[2] ?? found[3] ?? '').text,
      ]),
    ),
  );
}

/** A cell never reaches over the next one, so that a sheet of unclosed cells is still walked through once. */
const cellPattern = /<c(\s[^<>]*?)?(\/>|>((?:[^<]|<(?!\/?c[\s>]))*)<\/c>)/g;

/**
 * Refuses sheets that reach further than the limits (one cell in the last corner costs seventeen thousand million empty ones) and makes
 * cells that promise a value but have none into empty ones, which the parser would otherwise answer by giving up the whole file.
 */
function soundCells(sheet: Sheet, limits: Limits): { xml: string; uncomputed: number } {
  let [rows, columns, uncomputed] = [0, 0, 0];
  for (const [, row] of sheet.xml.matchAll(/<(?:\w+:)?row\s[^<>]*?\br="(\d+)"/g)) rows = Math.max(rows, Number(row));
  const xml = sheet.xml.replace(cellPattern, (whole, attributes: string | undefined, _end, inside: string | undefined) => {
    const address = /\br="([A-Z]+)(\d+)"/.exec(attributes ?? '');
    if (address) [rows, columns] = [Math.max(rows, Number(address[2])), Math.max(columns, columnNumber(address[1] ?? ''))];
    const formula = inside !== undefined && /<f[\s>/]/.test(inside);
    const value = inside !== undefined && (/<v(\s[^>]*)?>[^<]/.test(inside) || /<is[\s>]/.test(inside));
    // The parser drops errors such as #DIV/0!, but a person has to see that there was one.
    if (value) return /\st="e"/.test(attributes ?? '') ? whole.replace(/\st="e"/, ' t="str"') : whole;
    if (formula && !/<v/.test(inside ?? '')) uncomputed += 1;
    return `<c${(attributes ?? '').replace(/\st="\w+"/, '')}/>`;
  });
  if (rows > limits.rows) throw new ReadRefusal('import.tooManyRows', { limit: limits.rows }, { sheet: sheet.name });
  if (rows * columns > limits.cells) throw new ReadRefusal('import.tooManyCells', { limit: limits.cells }, { sheet: sheet.name });
  return { xml, uncomputed };
}

function repeatMerged(rows: Cell[][], range: string, limits: Limits): void {
  const ends = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(range);
  if (!ends) return;
  const [left, top, right, bottom] = [columnNumber(ends[1] ?? ''), Number(ends[2]), columnNumber(ends[3] ?? ''), Number(ends[4])];
  const origin = rows[top - 1]?.[left - 1];
  const width = rows[0]?.length ?? 0;
  const [lastRow, lastColumn] = [Math.min(bottom, rows.length, limits.rows), Math.min(right, width)];
  // A title over the whole sheet stays one cell, or it could not be told from column titles.
  if (!origin?.text) return;
  if (lastColumn > left) origin.columnSpan = lastColumn - left + 1;
  if (left === 1 && lastColumn === width && top === bottom) return;
  for (let row = top; row <= lastRow; row += 1) {
    for (let column = left; column <= lastColumn; column += 1) {
      const cell = rows[row - 1]?.[column - 1];
      if (cell) cell.text = origin.text;
    }
  }
  if (lastRow > top) origin.rowSpan = lastRow - top + 1;
}

/** Numbers keep the fifteen digits that a spreadsheet shows; moments that are whole days lose their midnight. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(Number(value.toPrecision(15)));
  if (value instanceof Date) return dayText(value);
  return String(value).replace(/\r\n?/g, '\n');
}

function dayText(moment: Date): string {
  if (Number.isNaN(moment.valueOf())) return '';
  const whole = new Date(Math.round(moment.valueOf() / 1000) * 1000).toISOString();
  const [day, time] = [whole.slice(0, 10), whole.slice(11, 19).replace(/:00$/, '')];
  if (day <= '1900-01-01') return time;
  return time === '00:00' ? day : `${day}T${time}`;
}

const columnNumber = (letters: string): number => [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
