import { existsSync, readdirSync, readFileSync } from 'node:fs';
import {
  AlignmentType,
  CommentRangeEnd,
  CommentRangeStart,
  CommentReference,
  DeletedTextRun,
  Document,
  ExternalHyperlink,
  HeadingLevel,
  ImageRun,
  InsertedTextRun,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import writeXlsx from 'write-excel-file/node';
import { type Read, tablesOf } from './read.ts';
import { readDocument } from './readDocument.ts';

const text = (words: string): Paragraph => new Paragraph(words);
const bullet = (words: string, level = 0): Paragraph => new Paragraph({ text: words, bullet: { level } });
const cell = (...children: Paragraph[]): TableCell => new TableCell({ children });

const word = async (children: ConstructorParameters<typeof Document>[0]['sections'][0]['children']): Promise<Read> => {
  const numbering = {
    config: [{ reference: 'n', levels: [{ level: 0, format: 'decimal' as const, text: '%1.', alignment: AlignmentType.LEFT }] }],
  };
  const comments = { children: [{ id: 0, author: 'Badr', date: new Date(0), children: [text('Really?')] }] };
  return readDocument(await Packer.toBuffer(new Document({ numbering, comments, sections: [{ children }] })), 'plan.docx');
};

const dot = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

describe('Word documents', () => {
  test('headings, paragraphs with emphasis and links, and lists inside lists keep their shape', async () => {
    const read = await word([
      new Paragraph({ text: 'Plan', heading: HeadingLevel.HEADING_1 }),
      new Paragraph({
        children: [
          new TextRun('We '),
          new TextRun({ text: 'support', bold: true }),
          new TextRun({ text: ' it', italics: true }),
          new TextRun(', see '),
          new ExternalHyperlink({ link: 'https://example.org/', children: [new TextRun('here')] }),
        ],
      }),
      bullet('one'),
      bullet('inner', 1),
      bullet('two'),
      new Paragraph({ text: 'first', numbering: { reference: 'n', level: 0 } }),
    ]);
    expect(read.kind).toBe('docx');
    expect(read.notices.map(({ key }) => key)).toEqual(['import.comments']);
    expect(read.blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Plan' },
      {
        kind: 'paragraph',
        spans: [
          { text: 'We ' },
          { text: 'support', strong: true },
          { text: ' it', emphasis: true },
          { text: ', see ' },
          { text: 'here', href: 'https://example.org/' },
        ],
      },
      {
        kind: 'list',
        ordered: false,
        items: [{ spans: [{ text: 'one' }], items: [{ spans: [{ text: 'inner' }] }] }, { spans: [{ text: 'two' }] }],
      },
      { kind: 'list', ordered: true, items: [{ spans: [{ text: 'first' }] }] },
    ]);
  });

  test('merged cells repeat what they say in every place they cover, and lists in a cell are its items', async () => {
    const read = await word([
      new Table({
        rows: [
          new TableRow({ tableHeader: true, children: [cell(text('Issue')), cell(text('Step')), cell(text('Owner'))] }),
          new TableRow({
            children: [
              new TableCell({ rowSpan: 2, children: [text('Issue 2')] }),
              cell(text('Plan'), bullet('a'), bullet('b')),
              cell(text('ALAC')),
            ],
          }),
          new TableRow({ children: [new TableCell({ columnSpan: 2, children: [text('Both')] })] }),
        ],
      }),
    ]);
    const [table] = tablesOf(read);
    expect(table?.header.map((each) => each.text)).toEqual(['Issue', 'Step', 'Owner']);
    expect(table?.rows.map((row) => row.map((each) => each.text))).toEqual([
      ['Issue 2', 'Plan\n• a\n• b', 'ALAC'],
      ['Issue 2', 'Both', 'Both'],
    ]);
    expect(table?.rows[0]?.[0]).toMatchObject({ rowSpan: 2, place: { row: 2 } });
    expect(table?.rows[0]?.[1]?.items).toEqual(['a', 'b']);
    expect(table?.rows[1]?.[1]).toMatchObject({ columnSpan: 2, place: { row: 3 } });
    expect(table?.rows[1]?.[2]).not.toHaveProperty('columnSpan');
  });

  test('tracked changes are read as accepted, and changes, comments and pictures are counted', async () => {
    const change = { id: 1, author: 'Badr', date: '2026-01-01T00:00:00Z' };
    const read = await word([
      new Paragraph({
        children: [
          new CommentRangeStart(0),
          new TextRun('Due in '),
          new CommentRangeEnd(0),
          new TextRun({ children: [new CommentReference(0)] }),
          new DeletedTextRun({ ...change, text: 'May' }),
          new InsertedTextRun({ ...change, id: 2, text: 'June' }),
          new ImageRun({ type: 'png', data: dot, transformation: { width: 9, height: 9 } }),
        ],
      }),
    ]);
    expect(read.blocks).toEqual([{ kind: 'paragraph', spans: [{ text: 'Due in June' }] }]);
    expect(read.notices).toEqual([
      { key: 'import.trackedChanges', values: { count: 2 } },
      { key: 'import.comments', values: { count: 1 } },
      { key: 'import.pictures', values: { count: 1 } },
    ]);
  });

  const folder = new URL('../../../../../shared/examples/recommendations/', import.meta.url);
  test.skipIf(!existsSync(folder))(
    'a list of recommendations with positions by others is one table (skipped only where the folder of examples is absent)',
    async () => {
      const name = readdirSync(folder).find((each) => each.endsWith('.docx')) ?? '';
      const [table] = tablesOf(await readDocument(readFileSync(new URL(name, folder)), name));
      expect(table?.header.map((each) => each.text).slice(0, 2)).toEqual(['Recommendation', 'Position']);
      expect(table?.rows.filter((row) => /^115\.\d+ /.test(row[0]?.text ?? '')).length).toBeGreaterThan(100);
      expect(table?.rows[1]?.[1]?.text).toBe('Supported');
    },
  );
});

describe('spreadsheets', () => {
  const day = (iso: string) => ({ value: new Date(iso), type: Date, format: 'dd/mm/yyyy' });
  const book = (): Promise<Buffer> =>
    writeXlsx([
      {
        sheet: 'Members',
        data: [
          [{ value: 'Members of AFRALO', columnSpan: 3 }, null, null],
          [{ value: 'Name' }, { value: 'Since' }, { value: 'Share' }],
          [{ value: 'Aïcha' }, day('2020-02-29'), { value: 0.1 + 0.2, type: Number }],
          [null, null, null],
          [{ value: 'Badr', rowSpan: 2 }, day('2019-12-31T14:30:00Z'), { value: true, type: Boolean }],
          [null, { value: '=1+1' }, null],
        ],
      },
      { sheet: 'Empty', data: [] },
      { sheet: 'Calls', data: [[{ value: 'Call' }], [{ value: 'CPWG' }]] },
    ]).toBuffer();

  test('every sheet with content is a table with its name, its title, ISO days and the row each line came from', async () => {
    const read = await readDocument(await book(), 'members.xlsx');
    const [members, calls] = tablesOf(read);
    expect(read).toMatchObject({ kind: 'xlsx', notices: [] });
    expect(tablesOf(read)).toHaveLength(2);
    expect(members?.caption).toBe('Members: Members of AFRALO');
    expect(members?.header.map((each) => each.text)).toEqual(['Name', 'Since', 'Share']);
    expect(members?.rows.map((row) => row.map((each) => each.text))).toEqual([
      ['Aïcha', '2020-02-29', '0.3'],
      ['Badr', '2019-12-31T14:30', 'true'],
      ['Badr', '=1+1', ''],
    ]);
    expect(members?.rows[1]?.[0]).toEqual({ text: 'Badr', rowSpan: 2, place: { sheet: 'Members', row: 5 } });
    expect(calls).toMatchObject({ caption: 'Calls', rows: [[{ text: 'CPWG', place: { sheet: 'Calls', row: 2 } }]] });
  });

  test('formulas give the value saved with them; without one they are empty and counted', async () => {
    const members = unzipSync(await book());
    const path = Object.keys(members).find((name) => name.endsWith('worksheets/sheet3.xml')) ?? '';
    const rows =
      '<row r="1"><c r="A1" t="str"><f>"Ca"&amp;"ll"</f><v>Call</v></c><c r="B1" t="inlineStr"><is><t>Sum</t></is></c></row>' +
      '<row r="2"><c r="A2" t="str"><f>A1</f></c><c r="B2"><f>1+1</f><v>2</v></c></row><row r="3"><c r="A3" t="s"/><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>';
    members[path] = strToU8(
      strFromU8(members[path] ?? new Uint8Array()).replace(/<sheetData>.*<\/sheetData>/s, `<sheetData>${rows}</sheetData>`),
    );
    const read = await readDocument(zipSync(members), 'book.xlsx');
    expect(tablesOf(read)[1]).toMatchObject({
      header: [{ text: 'Call' }, { text: 'Sum' }],
      rows: [
        [{ text: '' }, { text: '2' }],
        [{ text: '' }, {}],
      ],
    });
    expect(read.notices).toEqual([{ key: 'import.formulaWithoutValue', values: { count: 1, sheet: 'Calls' }, place: { sheet: 'Calls' } }]);
  });

  test('a hidden sheet is left out and named; where all are hidden they are read', async () => {
    const members = unzipSync(await book());
    const hide = (xml: string, sheets: RegExp) => xml.replace(sheets, (element) => element.replace('<sheet ', '<sheet state="hidden" '));
    const workbook = strFromU8(members['xl/workbook.xml'] ?? new Uint8Array());
    members['xl/workbook.xml'] = strToU8(hide(workbook, /<sheet [^>]*name="Calls"[^>]*>/));
    const read = await readDocument(zipSync(members), 'book.xlsx');
    expect(tablesOf(read).map(({ caption }) => caption)).toEqual(['Members: Members of AFRALO']);
    expect(read.notices).toEqual([{ key: 'import.hiddenSheet', values: { sheet: 'Calls' } }]);
    members['xl/workbook.xml'] = strToU8(hide(workbook, /<sheet [^>]*>/g));
    expect(tablesOf(await readDocument(zipSync(members), 'book.xlsx'))).toHaveLength(2);
  });

  test('a spreadsheet under the name of a table of text is read, and that is said', async () => {
    const read = await readDocument(await book(), 'members.csv');
    expect(read.notices).toEqual([{ key: 'import.readAs', values: { promised: 'csv', found: 'xlsx' } }]);
  });
});
