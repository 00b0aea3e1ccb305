import { describe, expect, test } from 'vitest';
import { plain } from '../../documents/document.ts';
import { type Read, tablesOf } from './read.ts';
import { readDocument } from './readDocument.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const pasted = (text: string): Promise<Read> => readDocument(bytes(text), 'pasted text');
const keys = (read: Read): string[] => read.notices.map(({ key }) => key);
const paragraphs = (read: Read): string[] => read.blocks.flatMap((block) => (block.kind === 'paragraph' ? [plain(block.spans)] : []));

const utf16 = (text: string, big: boolean, mark: boolean): Uint8Array => {
  const little = Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le');
  return big ? little.swap16() : little;
};

describe('letters', () => {
  const words = 'Élodie Ñandú und Zoë schreiben\nالمجتمع العام\n'.repeat(3);

  test.each([
    ['UTF-8', bytes(words), 'utf-8', []],
    ['UTF-8 with a mark', bytes(`\uFEFF${words}`), 'utf-8', []],
    ['UTF-16 little end with a mark', utf16(words, false, true), 'utf-16le', []],
    ['UTF-16 big end with a mark', utf16(words, true, true), 'utf-16be', []],
    ['UTF-16 little end without a mark', utf16(words, false, false), 'utf-16le', ['import.assumedEncoding']],
    ['UTF-16 big end without a mark', utf16(words, true, false), 'utf-16be', ['import.assumedEncoding']],
  ])('%s is understood', async (_, source, encoding, notices) => {
    const read = await readDocument(source, 'words.txt');
    expect(paragraphs(read)[0]).toBe('Élodie Ñandú und Zoë schreiben');
    expect(paragraphs(read)[1]).toBe('المجتمع العام');
    expect(read.encoding).toBe(encoding);
    expect(keys(read)).toEqual(notices);
  });

  test('Windows-1252 is assumed for what is no UTF-8, and said', async () => {
    const read = await readDocument(new Uint8Array([0x43, 0x61, 0x66, 0xe9, 0x20, 0x80, 0x20, 0x93, 0x6e, 0x6f, 0x94]), 'words.txt');
    expect(paragraphs(read)).toEqual(['Café € “no”']);
    expect(read.notices).toEqual([{ key: 'import.assumedEncoding', values: { encoding: 'Windows-1252' } }]);
  });

  test('one broken letter in a UTF-8 text does not spoil the others', async () => {
    const read = await readDocument(new Uint8Array([...bytes('naïve façade élan Ñandú über große Öl'), 0xc3]), 'words.txt');
    expect(paragraphs(read)[0]).toMatch(/^naïve façade/);
    expect(keys(read)).toEqual(['import.badCharacters']);
  });

  test('line ends of every system count as one line', async () => {
    const read = await pasted('First paragraph of the note.\r\n\r\nSecond one.\rThird one.\n');
    expect(read.blocks.map((block) => ('place' in block ? block.place?.line : 0))).toEqual([1, 3, 4]);
  });
});

describe('pasted text', () => {
  test('lines cut at a margin, as in mail, become whole paragraphs', async () => {
    const line = 'The working group met on Tuesday and looked at the answers that the';
    const read = await pasted(`${line}\n${line}\nregions had sent.\n\n${line}\nsecretariat had collected.\n`);
    expect(paragraphs(read)).toHaveLength(2);
    expect(paragraphs(read)[0]).toMatch(/regions had sent\.$/);
  });

  test('bullets and numbers become lists, inner ones under their item', async () => {
    const read = await pasted('Goals:\n• one\n  ◦ inner\n• two\n1. first\n2. second\n');
    expect(read.blocks).toMatchObject([
      { kind: 'paragraph' },
      {
        kind: 'list',
        ordered: false,
        items: [{ spans: [{ text: 'one' }], items: [{ spans: [{ text: 'inner' }] }] }, {}],
        place: { line: 2 },
      },
      { kind: 'list', ordered: true, items: [{ spans: [{ text: 'first' }] }, {}], place: { line: 5 } },
    ]);
  });

  test('a list that begins at thirteen keeps its numbers', async () => {
    const read = await pasted('13. Reinforce outreach\n14. Publish funding\n');
    expect(read.blocks).toMatchObject([{ kind: 'list', ordered: false, items: [{ spans: [{ text: '13. Reinforce outreach' }] }, {}] }]);
  });

  test('cells copied from a spreadsheet become a table, line breaks in a cell included', async () => {
    const read = await pasted('Action\tOwner\tNote\nCharter\tMaria\t"two\nlines"\nReport\tBadr\t\n');
    expect(tablesOf(read)[0]).toMatchObject({
      header: [{ text: 'Action' }, { text: 'Owner' }, { text: 'Note' }],
      rows: [
        [{}, {}, { text: 'two\nlines' }],
        [{ place: { line: 4 } }, {}, {}],
      ],
    });
  });

  test('prose with commas is no table', async () => {
    const read = await pasted('Dear all,\nThank you, and see you soon, I hope.\nBest, Maria\n');
    expect(read.kind).toBe('text');
    expect(paragraphs(read)).toHaveLength(3);
  });
});

describe('markdown', () => {
  test('headings, emphasis, links, nested lists, quotes and tables are read, each with its line', async () => {
    const read = await readDocument(
      bytes(
        '# Plan\n\nWe *support* **this**, see [the page](https://example.org/a) or [nothing](javascript:x).\n\n- one\n  - inner\n- two\n\n> said so\n\n| A | B |\n|---|---|\n| 1 | x<br>y |\n',
      ),
      'plan.md',
    );
    expect(read.kind).toBe('markdown');
    expect(read.notices).toEqual([]);
    const [heading, paragraph, list, quote, table] = read.blocks;
    expect(heading).toEqual({ kind: 'heading', level: 1, text: 'Plan', place: { line: 1 } });
    expect(paragraph).toEqual({
      kind: 'paragraph',
      place: { line: 3 },
      spans: [
        { text: 'We ' },
        { text: 'support', emphasis: true },
        { text: ' ' },
        { text: 'this', strong: true },
        { text: ', see ' },
        { text: 'the page', href: 'https://example.org/a' },
        { text: ' or nothing.' },
      ],
    });
    expect(list).toMatchObject({ items: [{ items: [{ spans: [{ text: 'inner' }] }] }, {}], place: { line: 5 } });
    expect(quote).toMatchObject({ kind: 'quote', place: { line: 9 } });
    expect(table).toMatchObject({ header: [{ text: 'A' }, {}], rows: [[{ text: '1', place: { line: 13 } }, { text: 'x\ny' }]] });
  });
});
