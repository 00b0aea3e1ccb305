import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Table } from '../../documents/document.ts';
import { type Read, tablesOf } from './read.ts';
import { readDocument } from './readDocument.ts';

const csv = (text: string, name = 'list.csv'): Promise<Read> => readDocument(new TextEncoder().encode(text), name);
const texts = (table: Table | undefined): string[][] =>
  table ? [table.header, ...table.rows].map((row) => row.map((cell) => cell.text)) : [];
const first = async (text: string): Promise<string[][]> => texts(tablesOf(await csv(text))[0]);

describe('tables as text', () => {
  test.each([',', ';', '\t', '|'])('the separator %j is found', async (separator) => {
    const text = ['name,country,note', 'Élodie,FR,"a, b"', 'Badr,MA,'].join('\n').replaceAll(',', separator);
    expect(await first(text)).toEqual([
      ['name', 'country', 'note'],
      ['Élodie', 'FR', `a${separator} b`],
      ['Badr', 'MA', ''],
    ]);
  });

  test('quotes, doubled quotes and line breaks inside them belong to the cell, and later lines are still counted right', async () => {
    const read = await csv('a,b\n1,"say ""yes""\nor no"\n2,x\n');
    expect(texts(tablesOf(read)[0])[1]).toEqual(['1', 'say "yes"\nor no']);
    expect(tablesOf(read)[0]?.rows[1]?.[0]?.place).toEqual({ line: 4 });
  });

  test('a formula stays the text it is', async () => {
    expect((await first('name,sum\n=1+1,"=HYPERLINK(""http://x"")"\n'))[1]).toEqual(['=1+1', '=HYPERLINK("http://x")']);
  });

  test('rows of another width are kept, filled up and pointed at', async () => {
    const read = await csv('a,b,c\n1,2\n1,2,3,4\n1,2,3\n');
    expect(texts(tablesOf(read)[0])).toEqual([
      ['a', 'b', 'c', ''],
      ['1', '2', '', ''],
      ['1', '2', '3', '4'],
      ['1', '2', '3', ''],
    ]);
    expect(read.notices).toEqual([{ key: 'import.raggedRows', values: { count: 2, line: 2, expected: 3, found: 2 }, place: { line: 2 } }]);
  });

  test('a title above the columns becomes the caption', async () => {
    const read = await csv('Members of AFRALO,,\n,,\nName,Country,Since\nBadr,MA,2019\nAïcha,SN,2020\n');
    expect(tablesOf(read)[0]?.caption).toBe('Members of AFRALO');
    expect(texts(tablesOf(read)[0])[0]).toEqual(['Name', 'Country', 'Since']);
  });

  test('a quotation mark that is never closed does not swallow the rest', async () => {
    const read = await csv('a,b\n1,x\n2,"open\n3,y\n');
    expect(texts(tablesOf(read)[0])).toHaveLength(4);
    expect(read.notices[0]).toMatchObject({ key: 'import.quotesIgnored', place: { line: 3 } });
  });

  test('a list of addresses, one to a line, is one column', async () => {
    expect(await first('address\na@example.org\nb@example.org\n')).toEqual([['address'], ['a@example.org'], ['b@example.org']]);
  });

  test('a table under the name of another kind is read, and that is said', async () => {
    const read = await csv('a,b\n1,2\n3,4\n', 'list.xlsx');
    expect(read.kind).toBe('csv');
    expect(read.notices).toEqual([{ key: 'import.readAs', values: { promised: 'xlsx', found: 'csv' } }]);
  });
});

const examples = new URL('../../../../../shared/examples/', import.meta.url);

describe.skipIf(!existsSync(examples))('files by others (skipped only where the folder of examples is absent)', () => {
  const names =
    'comma_in_quotes empty empty_crlf escaped_quotes json newlines newlines_crlf quotes_and_newlines simple simple_crlf utf8'.split(' ');

  test.each(names)('%s reads as its authors expect, line breaks in cells being of one kind', async (name) => {
    const read = await readDocument(readFileSync(new URL(`csv/${name}.csv`, examples)), `${name}.csv`);
    const expected: Record<string, string>[] = JSON.parse(
      readFileSync(new URL(`csv/${name}.json`, examples), 'utf8').replaceAll('\\r\\n', '\\n'),
    );
    const [header = [], ...rows] = texts(tablesOf(read)[0]);
    expect(rows.map((row) => Object.fromEntries(row.map((text, column) => [header[column], text])))).toEqual(expected);
  });

  test('coordinates with bare quotes in a cell stay one cell', async () => {
    const read = await readDocument(readFileSync(new URL('csv/location_coordinates.csv', examples)), 'location_coordinates.csv');
    expect(tablesOf(read)[0]?.rows[0]?.[1]?.text).toBe('37\uFFFD36\'37.8"N 121\uFFFD2\'17.9"W');
  });

  test('an attendance list of a call is two tables: the call and who was there', async () => {
    const read = await readDocument(readFileSync(new URL('attendance/zoom-meeting-block.csv', examples)), 'zoom.csv');
    expect(tablesOf(read).map(({ header }) => header[0]?.text)).toEqual(['Meeting ID', 'Name (Original Name)']);
    expect(tablesOf(read)[1]?.rows[0]?.[0]).toEqual({ text: 'Natasha Burns', place: { line: 5 } });
  });
});
