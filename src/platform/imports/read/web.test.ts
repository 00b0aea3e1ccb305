import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { describe, expect, test } from 'vitest';
import { plain } from '../../documents/document.ts';
import { type Read, tablesOf } from './read.ts';
import { readDocument } from './readDocument.ts';

const read = (text: string, name: string): Promise<Read> => readDocument(new TextEncoder().encode(text), name);
const pdf = (typst: string): Buffer => Buffer.from(NodeCompiler.create().pdf({ mainFileContent: typst }));

describe('web pages', () => {
  test('what a reader sees is read, with its language and lines; scripts, styles and hidden parts are not', async () => {
    const page = await read(
      `<!doctype html>
<html lang="es"><head><title>No</title><style>p{}</style><script>alert("<p>no</p>")</script></head>
<body><h1>Plan &amp; metas</h1>
<p>Uno<br>dos <b>tres</b> <a href="javascript:alert(1)">cuatro</a></p><p style="display:none">no</p>
<ul><li>a<ul><li>b</li></ul></li></ul><dl><dt>Fecha</dt><dd>hoy</dd></dl><img src="x.png">
</body></html>`,
      'plan.html',
    );
    expect(page).toMatchObject({ kind: 'html', language: 'es', notices: [{ key: 'import.pictures', values: { count: 1 } }] });
    expect(page.blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Plan & metas', place: { line: 3 } },
      { kind: 'paragraph', spans: [{ text: 'Uno\ndos ' }, { text: 'tres', strong: true }, { text: ' cuatro' }], place: { line: 4 } },
      { kind: 'list', ordered: false, items: [{ spans: [{ text: 'a' }], items: [{ spans: [{ text: 'b' }] }] }], place: { line: 5 } },
      { kind: 'facts', facts: [{ name: 'Fecha', value: 'hoy' }] },
    ]);
  });

  test('a table with two rows of titles names each column by both', async () => {
    const page = await read(
      `<table><caption>Seats</caption><thead><tr><th rowspan=2>Region<th colspan=2>Seats</tr><tr><th>2024<th>2025</tr></thead>
<tr><td>AFRALO<td>3<td>4</tr></table>`,
      'pasted text',
    );
    expect(tablesOf(page)[0]).toMatchObject({
      caption: 'Seats',
      header: [{ text: 'Region' }, { text: 'Seats / 2024' }, { text: 'Seats / 2025' }],
    });
    expect(tablesOf(page)[0]?.rows.map((row) => row.map((cell) => cell.text))).toEqual([['AFRALO', '3', '4']]);
  });

  test('what Google Docs copies is read inside its bold wrapper that is not bold', async () => {
    const page = await read('<b style="font-weight:normal"><p><span style="font-weight:700">Yes</span> and no</p></b>', 'pasted text');
    expect(page.blocks).toMatchObject([{ kind: 'paragraph', spans: [{ text: 'Yes', strong: true }, { text: ' and no' }] }]);
  });
});

describe('JSON', () => {
  test('a list of records is a table, bare or under rows', async () => {
    const rows = [
      { name: 'Aïcha', languages: ['fr', 'wo'] },
      { name: 'Badr', since: 2019, active: true },
    ];
    for (const value of [rows, { rows }]) {
      const [table] = tablesOf(await read(JSON.stringify(value), 'people.json'));
      expect(table?.header.map((cell) => cell.text)).toEqual(['name', 'languages', 'since', 'active']);
      expect(table?.rows.map((row) => row.map((cell) => cell.text))).toEqual([
        ['Aïcha', 'fr\nwo', '', ''],
        ['Badr', '', '2019', 'true'],
      ]);
      expect(table?.rows[0]?.[1]?.items).toEqual(['fr', 'wo']);
    }
  });

  test('JSON of another shape is refused with what would be read', async () => {
    await expect(read('{"a":{"b":1}}', 'x.json')).rejects.toMatchObject({ key: 'import.jsonShape' });
    await expect(read('[{"a":', 'x.json')).rejects.toMatchObject({ key: 'import.damaged' });
  });
});

describe('PDF', () => {
  test('words are read page by page as paragraphs and lists, and it is said that tables are lost', async () => {
    const words = 'The working group recommends that every region publishes its plan once a year. '.repeat(4);
    const found = await readDocument(
      pdf(`#set text(lang: "fr")\n${words}\n\nSecond paragraph.\n\n- one\n- two\n#pagebreak()\nLast page.`),
      'plan.pdf',
    );
    const said = found.blocks.map((block) => (block.kind === 'paragraph' ? plain(block.spans) : block.kind));
    expect(said).toEqual([words.trim(), 'Second paragraph.', 'list', 'Last page.']);
    expect(found.blocks[3]).toMatchObject({ place: { page: 2 } });
    expect(found).toMatchObject({ kind: 'pdf', language: 'fr', notices: [{ key: 'import.pdfTables' }] });
  });

  test('pages without text are pointed at, and a PDF of pictures only is refused', async () => {
    const found = await readDocument(pdf('Words.\n#pagebreak()\n#rect()'), 'half.pdf');
    expect(found.notices[1]).toEqual({ key: 'import.pagesWithoutText', values: { count: 1, page: 2 }, place: { page: 2 } });
    await expect(readDocument(pdf('#rect()'), 'scan.pdf')).rejects.toMatchObject({ key: 'import.noText' });
  });
});
