import { parse } from 'csv-parse/sync';
import readExcelFile from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { protect, unprotect } from './protect.ts';
import { type Column, type Row, type Written, writeTable } from './write.ts';

const columns: Column[] = [
  { key: 'name', title: 'Name', kind: 'text' },
  { key: 'count', title: 'Count', kind: 'number' },
  { key: 'due', title: 'Due', kind: 'day' },
  { key: 'at', title: 'At', kind: 'time' },
];

const nasty = [
  '=1+1',
  '+41 22 000',
  '-5 degrees',
  '@here',
  '\tindented',
  "'=quoted",
  "''=twice",
  "'plain",
  'a "quoted", text',
  'two\r\nlines',
  ' spaced ',
  'Élodie 用户 عربي 🎉',
  '',
  '\r=x',
];
const rows: Row[] = nasty.map((name, at) => ({
  name,
  count: at - 2.5,
  due: Temporal.PlainDate.from('2026-11-22'),
  at: '2026-11-22T14:05:00Z',
}));

const textOf = async ({ body }: Written) => new Response(body as ReadableStream<Uint8Array>).text();

describe('A table as CSV', () => {
  test('every value survives export and import, and none is a formula to a spreadsheet', async () => {
    const text = await textOf(await writeTable('csv', { columns, rows, title: 'People' }));
    const [head, ...lines] = parse(text, { record_delimiter: '\r\n' }) as string[][];
    expect(head).toEqual(['Name', 'Count', 'Due', 'At']);
    expect(lines.map((line) => unprotect(line[0]!))).toEqual(nasty);
    expect(lines.filter((line) => /^[=+\-@\t\r]/.test(line[0]!))).toEqual([]);
    expect(lines.map((line) => Number(line[1]))).toEqual(rows.map((row) => row.count));
    expect(lines[0]!.slice(2)).toEqual(['2026-11-22', '2026-11-22T14:05:00Z']);
  });

  test('the guard takes back exactly what it put there', () => {
    for (const sign of ['=', '+', '-', '@', '\t', '\r', '\n', 'a', '']) {
      for (const quotes of ['', "'", "''", "'''"]) expect(unprotect(protect(`${quotes}${sign}x`))).toBe(`${quotes}${sign}x`);
    }
  });

  test('begins with a byte order mark only when asked, and ends lines with CRLF', async () => {
    const bytes = new Uint8Array(
      await new Response((await writeTable('csv', { columns, rows: [], title: 'x', bom: true })).body as ReadableStream).arrayBuffer(),
    );
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(await textOf(await writeTable('csv', { columns, rows: [], title: 'x' }))).toBe('Name,Count,Due,At\r\n');
  });

  test('a hundred thousand rows flow through without being gathered, and the source stops when the reader leaves', async () => {
    let made = 0;
    let ended = false;
    async function* people() {
      try {
        for (; made < 100_000; made++) yield { name: `Person ${made}, of "somewhere"`, count: made };
      } finally {
        ended = true;
      }
    }
    const first = (await writeTable('csv', { columns, rows: people(), title: 'x' })).body as ReadableStream<Uint8Array>;
    const reader = first.getReader();
    await reader.read();
    expect(made).toBeLessThan(10_000);
    await reader.cancel();
    expect(ended).toBe(true);
    made = 0;
    let size = 0;
    let most = 0;
    for await (const chunk of (await writeTable('csv', { columns, rows: people(), title: 'x' })).body as ReadableStream<Uint8Array>) {
      size += chunk.length;
      most = Math.max(most, chunk.length);
    }
    expect(made).toBe(100_000);
    expect(size).toBeGreaterThan(3_000_000);
    expect(most).toBeLessThan(100_000);
  });
});

describe('A table as a sheet', () => {
  test('keeps texts as texts, numbers as numbers and days as days', async () => {
    const { body, extension } = await writeTable('xlsx', { columns, rows, title: 'People: all/any', locale: 'ar' });
    expect(extension).toBe('xlsx');
    const [sheet] = await readExcelFile(Buffer.from(body as Uint8Array), { trim: false });
    const lines = sheet!.data.slice(1);
    expect(sheet!.sheet).toBe('People all any');
    expect(sheet!.data[0]).toEqual(['Name', 'Count', 'Due', 'At']);
    expect(lines.map((line) => line[0] ?? '').slice(0, 8)).toEqual(nasty.slice(0, 8));
    expect(lines[11]![0]).toBe('Élodie 用户 عربي 🎉');
    expect(lines[0]![1]).toBe(-2.5);
    expect(lines[0]![2]).toEqual(new Date('2026-11-22T00:00:00Z'));
    expect(lines[0]![3]).toBe('2026-11-22T14:05:00Z');
  });
});

describe('A table as JSON', () => {
  test('holds title, moment and only the columns asked for', async () => {
    const written = await writeTable('json', {
      columns,
      rows: [{ name: '=x', count: 2, secret: 'no' }],
      title: 'People',
      exportedAt: '2026-11-22T14:05:00Z',
    });
    expect(JSON.parse(await textOf(written))).toEqual({
      title: 'People',
      exportedAt: '2026-11-22T14:05:00Z',
      rows: [{ name: '=x', count: 2, due: null, at: null }],
    });
    expect(JSON.parse(await textOf(await writeTable('json', { columns, rows: [], title: 'None' })))).toEqual({ title: 'None', rows: [] });
  });
});
