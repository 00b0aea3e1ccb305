import { unzipSync } from 'fflate';
import mammoth from 'mammoth';
import { marked } from 'marked';
import { parse } from 'node-html-parser';
import { describe, expect, test, vi } from 'vitest';
import { bars } from '../charts/charts.ts';
import { type DocumentOut, says } from './document.ts';
import { toDocx } from './docx/docx.ts';
import { formats } from './formats.ts';
import { toHtml } from './html.ts';
import { toMarkdown } from './markdown.ts';
import { toText } from './text.ts';

const chart = bars({
  language: 'en',
  title: 'Structures',
  rowTitle: 'Region',
  valueTitle: 'Count',
  rows: [{ label: 'AFRALO', value: 71 }],
});

const report: DocumentOut = {
  title: 'Status of *all* <recommendations>',
  subtitle: 'Report & reply',
  language: 'en',
  author: 'ALAC',
  runningHead: 'Status report',
  date: '2026-11-22',
  blocks: [
    { kind: 'heading', level: 1, text: 'Done' },
    { kind: 'heading', level: 3, text: 'In the regions' },
    {
      kind: 'paragraph',
      spans: [
        { text: '1. not a list, ' },
        { text: 'bold', strong: true },
        { text: ' ' },
        { text: 'wiki', href: 'https://example.org/a?b=1&c=2' },
        { text: ' bad', href: 'javascript:alert(1)' },
      ],
    },
    { kind: 'paragraph', language: 'ar', spans: says('نص عربي') },
    { kind: 'quote', spans: says('Someone spoke.') },
    { kind: 'list', ordered: true, items: [{ spans: says('first'), items: [{ spans: says('inner') }] }, { spans: says('second') }] },
    { kind: 'list', ordered: false, items: [{ spans: says('a point') }] },
    { kind: 'facts', facts: [{ name: 'Adopted', value: '2018' }] },
    {
      kind: 'table',
      caption: 'By state',
      header: [{ text: 'State' }, { text: 'Count' }],
      rows: [
        [{ text: 'open | <b>' }, { text: '4' }],
        [{ text: '', items: ['one', 'two'] }, { text: '5' }],
      ],
    },
    { kind: 'pageBreak' },
    chart,
  ],
};

describe('A document as HTML', () => {
  const html = parse(toHtml(report));

  test('has headings without gaps, a captioned table with scoped heads and figures with their table twin', () => {
    expect(html.querySelectorAll('h1, h2, h3, h4').map((one) => one.tagName)).toEqual(['H1', 'H2', 'H3']);
    expect(html.querySelector('caption')!.text).toBe('By state');
    expect(html.querySelectorAll('th').every((one) => one.getAttribute('scope') === 'col')).toBe(true);
    expect(html.querySelector('figure svg[role=img]')!.getAttribute('aria-label')).toBe('Structures');
    expect(html.querySelector('figure figcaption')!.text).toBe('Structures');
    expect(html.querySelector('figure details table td.number')!.text).toBe('71');
  });

  test('escapes what people typed, links only to safe places and says the language of each part', () => {
    expect(html.querySelector('h1')!.innerHTML).toBe('Status of *all* &#60;recommendations&#62;');
    expect(html.querySelectorAll('a').map((one) => one.getAttribute('href'))).toEqual(['https://example.org/a?b=1&c=2']);
    expect(html.querySelector('p[lang=ar]')!.getAttribute('dir')).toBe('rtl');
    expect(html.querySelector('article')!.getAttribute('dir')).toBe('ltr');
    expect(toHtml(report)).not.toMatch(/<script|<style|\sstyle=|<b>/);
  });

  test('keeps the full stop of an English sentence at its end in an Arabic table', () => {
    const out = toHtml({
      title: 'تقرير',
      language: 'ar',
      blocks: [{ kind: 'table', header: [{ text: 'ماذا' }], rows: [[{ text: 'Within thirty days.' }], [{ text: 'خلال شهر.' }]] }],
    });
    expect(out).toContain('<td><bdi>Within thirty days.</bdi></td>');
    expect(out).toContain('<td>خلال شهر.</td>');
  });

  test('takes what could run out of a drawing', () => {
    const svg =
      '<svg viewBox="0 0 1 1" onload="alert(1)"><script>alert(1)</script><style>a{}</style><a href="javascript:alert(1)"><rect style="fill:red" fill="red"/></a></svg>';
    const out = toHtml({ ...report, blocks: [{ kind: 'figure', svg, caption: 'x', alternative: 'y' }] });
    expect(out).not.toMatch(/alert|<style|style=|onload/);
    expect(out).toContain('fill="red"');
  });
});

describe('A document for Word', () => {
  test('is read back with its headings, lists, tables and links', async () => {
    const { value } = await mammoth.convertToHtml({ buffer: Buffer.from(await toDocx(report)) });
    const html = parse(value);
    expect(html.querySelector('p')!.text).toContain('Status of *all*');
    expect(html.querySelector('h1')!.text).toBe('Done');
    expect(html.querySelector('h2')!.text).toBe('In the regions');
    expect(html.querySelectorAll('ol > li').length).toBe(3);
    expect(html.querySelector('ul > li')!.text).toBe('a point');
    expect(html.querySelector('thead th')?.text ?? '').toBe('State');
    expect(value).toContain('href="https://example.org/a?b=1&amp;c=2"');
    expect(value).not.toContain('javascript:');
    // The table says what the words of the drawing would say once more.
    expect(value).not.toContain(chart.alternative);
    expect(value).toContain('<p>71</p>');
  });

  test('shows its chart as a picture with words for those who do not see it, and the values beneath it', async () => {
    const files = unzipSync(await toDocx({ ...report, language: 'ar' }));
    const [name] = Object.keys(files).filter((one) => one.startsWith('word/media/'));
    const png = Buffer.from(files[name ?? '']!);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    // Two and a quarter dots for each of the 640 units of a chart, which are some six inches on paper; each dot names one of few colours.
    expect(png.readUInt32BE(16)).toBe(1440);
    expect(png[25]).toBe(3);
    expect(png.length).toBeLessThan(20_000);
    const body = new TextDecoder().decode(files['word/document.xml']);
    expect(body).toMatch(/<wp:docPr [^>]*descr="Structures"/);
    expect(body.indexOf('<w:drawing>')).toBeLessThan(body.lastIndexOf('AFRALO'));
  });

  test('is the same bytes for the same document, whenever and wherever it is written', async () => {
    const first = await toDocx(report);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2031-05-06T07:08:09Z') });
    const later = await toDocx(report).finally(() => vi.useRealTimers());
    expect(Buffer.from(later).equals(Buffer.from(first))).toBe(true);
    const parts = unzipSync(first);
    expect(new TextDecoder().decode(parts['docProps/core.xml'])).toContain('2026-11-22T00:00:00Z</dcterms:modified>');
    const { date: _, ...undated } = report;
    expect(new TextDecoder().decode(unzipSync(await toDocx(undated))['docProps/core.xml'])).not.toContain('dcterms:modified');
    expect(Buffer.from(await toDocx({ ...report, title: 'Another' })).equals(Buffer.from(first))).toBe(false);
  });

  test('sets a list in another language from the side on which that language begins', async () => {
    const list = { kind: 'list' as const, ordered: false, language: 'en', items: [{ spans: says('In English.') }] };
    const files = unzipSync(await toDocx({ title: 'تقرير', language: 'ar', blocks: [list] }));
    expect(new TextDecoder().decode(files['word/document.xml'])).toMatch(/<w:numPr>.*?<w:bidi w:val="false"\/>.*?In English\./);
    expect(toHtml({ title: 'تقرير', language: 'ar', blocks: [list] })).toContain('<ul lang="en" dir="ltr">');
  });

  test('carries title, author, language, a repeated table head and page numbers', async () => {
    const files = unzipSync(await toDocx(report));
    const text = (name: string) => new TextDecoder().decode(files[name]);
    expect(text('docProps/core.xml')).toContain('<dc:creator>ALAC</dc:creator>');
    expect(text('docProps/core.xml')).toContain('Status of *all* &lt;recommendations&gt;');
    expect(text('word/styles.xml')).toMatch(/w:lang w:val="en-US"/);
    expect(text('word/document.xml')).toContain('<w:tblHeader/>');
    const footer = Object.keys(files)
      .filter((name) => name.startsWith('word/footer'))
      .map(text)
      .join('');
    expect(footer).toMatch(/PAGE[\s\S]*NUMPAGES/);
  });

  test('runs from the right in Arabic, paragraphs and tables alike', async () => {
    const files = unzipSync(await toDocx({ ...report, language: 'ar' }));
    const body = new TextDecoder().decode(files['word/document.xml']);
    expect(body).toContain('<w:bidi/>');
    expect(body).toContain('<w:bidiVisual/>');
    expect(body).toContain('<w:rtl/>');
    expect(new TextDecoder().decode(files['word/styles.xml'])).toMatch(/w:bidi="ar-EG"/);
  });
});

describe('A document as Markdown and as text', () => {
  test('Markdown renders to the same words and structure', () => {
    const html = parse(marked.parse(toMarkdown(report), { async: false, gfm: true }));
    expect(html.querySelector('h1')!.text).toContain('Status of *all*');
    expect(html.querySelectorAll('table')[0]!.querySelectorAll('tbody tr').length).toBe(2);
    expect(html.querySelectorAll('table')[0]!.querySelector('tbody td')!.innerHTML).toBe('open | &lt;b&gt;');
    expect(html.querySelectorAll('ol').length).toBe(2);
    expect(html.querySelector('strong')!.text).toBe('bold');
    expect(html.querySelectorAll('a').length).toBe(1);
    expect(html.text).toContain('1. not a list');
  });

  test('plain text stands in columns', () => {
    const text = toText(report);
    expect(text).toContain('State       Count\n----------  -----\nopen | <b>  4\none; two    5');
    expect(text).toContain('1. first\n   1. inner\n2. second');
    expect(text).toContain('wiki <https://example.org/a?b=1&c=2>');
  });

  test('each format is found by name and writes', async () => {
    for (const [name, format] of Object.entries(formats)) {
      expect(format.extension).toBe(name);
      expect((await format.write(report)).length).toBeGreaterThan(100);
    }
  });
});
