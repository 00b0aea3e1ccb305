import { inflateSync } from 'node:zlib';
import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, test } from 'vitest';
import { stackedBars } from '../../charts/charts.ts';
import { type DocumentOut, says, type Table } from '../document.ts';
import { splitDrawing } from './drawing.ts';
import { printPdf, toPdf } from './pdf.ts';
import { template } from './template.ts';

const read = async (bytes: Uint8Array) => {
  const raw = unpacked(Buffer.from(bytes));
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(pdf, { mergePages: true });
  const { info, metadata } = await pdf.getMetadata();
  const tree = await (await pdf.getPage(1)).getStructTree();
  return {
    raw,
    text,
    info: info as Record<string, unknown>,
    metadata: metadata as unknown,
    pages: pdf.numPages,
    tree: JSON.stringify(tree),
    marks: await pdf.getMarkInfo(),
  };
};

/** The file with what is packed in it beside it, so that every word in it can be looked for. */
const unpacked = (bytes: Buffer): string => {
  const raw = bytes.toString('latin1');
  const packed = [...raw.matchAll(/\/Type \/ObjStm .*?\/Length (\d+) >>\nstream\n/g)].map(({ 0: head, 1: length, index }) =>
    inflateSync(bytes.subarray(index + head.length, index + head.length + Number(length))).toString('latin1'),
  );
  return [raw, ...packed].join('\n');
};

const rows = (count: number): Table => ({
  kind: 'table',
  caption: 'Recommendations by state',
  header: ['No.', 'Recommendation', 'Holder', 'Due', 'Cost'].map((text) => ({ text })),
  rows: Array.from({ length: count }, (_, at) =>
    [String(at + 1), `Agree on shared criteria, part ${at + 1}`, 'EURALO', '2026-11-22', String(at * 137)].map((text) => ({ text })),
  ),
});

const report = (blocks: DocumentOut['blocks']): DocumentOut => ({
  title: 'Status of the recommendations',
  subtitle: 'Report to the Board',
  language: 'en',
  author: 'At-Large Advisory Committee',
  runningHead: 'Status report',
  date: '2026-11-22',
  blocks,
});

// The bundle writes signs beyond Latin as escapes, which a raw text does not read back.
test('the printed design names every sign beyond Latin by its number', () => {
  expect([...template].filter((sign) => (sign.codePointAt(0) ?? 0) > 127)).toEqual([]);
});

describe('A report as PDF', () => {
  test('says its title, author, language and date, is tagged and claims PDF/UA', async () => {
    const { raw, info, pages, tree, marks, text } = await read(
      await toPdf(
        report([
          { kind: 'heading', level: 3, text: 'What was done' },
          { kind: 'paragraph', spans: says('Eight of sixteen.') },
        ]),
      ),
    );
    expect(info).toMatchObject({ Title: 'Status of the recommendations', Author: 'At-Large Advisory Committee', Language: 'en-US' });
    expect(String(info.CreationDate)).toContain('20261122');
    expect(raw).toMatch(/pdfuaid:part[>="]+1/);
    expect(raw).toContain('/StructTreeRoot');
    expect(raw).toMatch(/\/Lang ?\(en/);
    expect(marks).toMatchObject({ Marked: true });
    expect(tree).toContain('"H1"');
    expect(pages).toBe(1);
    expect(text).toContain('Status report');
    expect(text).toContain('1 / 1');
    expect(text).toContain('22 November 2026');
  });

  test('repeats the head of a long table on every page and numbers the pages', async () => {
    const bytes = await toPdf(report([rows(300)]));
    // The tags of its cells alone are three times as much before they are packed.
    expect(bytes.length).toBeLessThan(120_000);
    const { text, pages, tree } = await read(bytes);
    expect(pages).toBeGreaterThan(3);
    expect(text.match(/Recommendation\b/g)!.length).toBeGreaterThanOrEqual(pages);
    expect(text).toContain(`${pages} / ${pages}`);
    expect(tree).toContain('"TH"');
    expect(text).toContain('part 300');
  });

  test('prints what people typed and never runs it as markup', async () => {
    const typed = '#import "x.typ" *bold* $a$ `code` @ref \\ #(1+1) <label> // note';
    const { text } = await read(
      await toPdf(
        report([
          { kind: 'paragraph', spans: says(typed) },
          { kind: 'table', header: [], rows: [[{ text: '#pagebreak()' }]] },
          { kind: 'heading', level: 1, text: '= not #strong[this]' },
        ]),
      ),
    );
    for (const part of ['#import "x.typ" *bold* $a$ `code` @ref', '#(1+1) <label> // note', '#pagebreak()', '= not #strong[this]'])
      expect(text).toContain(part);
  });

  test('links to the web and to mail, but to nothing else', async () => {
    const { raw } = await read(
      await toPdf(
        report([
          {
            kind: 'paragraph',
            spans: [
              { text: 'wiki', href: 'https://example.org/wiki' },
              { text: ' run', href: 'javascript:alert(1)' },
              { text: ' file', href: 'file:///etc/passwd' },
            ],
          },
        ]),
      ),
    );
    expect(raw).toContain('https://example.org/wiki');
    expect(raw).not.toContain('javascript:');
    expect(raw).not.toContain('file:///');
  });

  test('is the same to the byte when nothing has changed', async () => {
    const document = report([rows(5)]);
    expect(Buffer.from(await toPdf(document)).equals(Buffer.from(await toPdf(document)))).toBe(true);
  });

  test('survives an empty document, an empty table and very wide tables', async () => {
    const wide: Table = {
      kind: 'table',
      header: Array.from({ length: 14 }, (_, at) => ({ text: `Column ${at}` })),
      rows: [Array.from({ length: 14 }, () => ({ text: 'a longer text in a narrow place' }))],
    };
    const { pages, text } = await read(
      await toPdf({
        title: 'Nothing',
        language: 'en',
        blocks: [
          { kind: 'table', header: [], rows: [] },
          { kind: 'list', ordered: true, items: [] },
          { kind: 'facts', facts: [] },
          { kind: 'paragraph', spans: [] },
          wide,
        ],
      }),
    );
    expect(pages).toBe(2);
    expect(text).toContain('Column 13');
  });

  test('sets Arabic from the right, with Chinese, Russian, Greek, Hebrew and signs beside it, and still claims PDF/UA', async () => {
    const { raw, text, info } = await read(
      await toPdf({
        title: 'توصيات المراجعة',
        language: 'ar',
        date: '2026-11-22',
        blocks: [
          { kind: 'paragraph', spans: says('نوقشت كل توصية في المناطق، انظر ICANN 85.') },
          { kind: 'paragraph', language: 'zh-Hans', spans: says('建议由各区域讨论。') },
          { kind: 'paragraph', language: 'ru', spans: says('Рекомендации ✅ Ελληνικά עברית') },
        ],
      }),
    );
    expect(raw).toMatch(/pdfuaid:part[>="]+1/);
    expect(raw).toMatch(/\/Lang ?\(ar/);
    expect(info.Title).toBe('توصيات المراجعة');
    expect(text.normalize('NFKC')).toContain('ICANN 85');
    expect(text).toContain('建议由各区域讨论');
    expect(text).toContain('Рекомендации');
  });

  test('keeps an Arabic chart within the standard by setting its words outside the drawing', async () => {
    const chart = stackedBars({
      language: 'ar',
      rowTitle: 'الجهة',
      title: 'المواقف',
      rows: [{ label: 'أفريقيا', parts: [{ key: 's', label: 'تأييد', count: 12 }] }],
    });
    expect(splitDrawing(chart.svg).words.map((word) => word.text)).toEqual(['تأييد', 'أفريقيا']);
    const { raw, tree } = await read(await toPdf({ title: 'أشكال', language: 'ar', blocks: [chart] }));
    expect(raw).toMatch(/pdfuaid:part[>="]+1/);
    expect(tree).toContain('"Figure"');
    expect(tree).toContain('تأييد 12');
  });

  test('still comes out, tagged, when it holds signs that no font has, and says which, each once', async () => {
    const { bytes, boxes } = await printPdf(report([{ kind: 'paragraph', spans: says('Private \u{f0000} here \u{f0001} \u{f0000}') }]));
    const { raw, text } = await read(bytes);
    expect(boxes).toEqual(['\u{f0000}', '\u{f0001}']);
    expect(raw).toContain('/StructTreeRoot');
    expect(raw).not.toContain('pdfuaid:part');
    expect(text).toContain('here');
  });
});
