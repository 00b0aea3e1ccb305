import { expect, test } from 'vitest';
import { faultsOf } from '../../../../test/pdf-ua.ts';
import { groupedBars, lines } from '../../charts/charts.ts';
import { type DocumentOut, says, type Table } from '../document.ts';
import { printPdf } from './pdf.ts';

const rows = (count: number, width: number): Table => ({
  kind: 'table',
  caption: `A table of ${width} columns`,
  header: Array.from({ length: width }, (_, at) => ({ text: `Column ${at + 1}` })),
  rows: Array.from({ length: count }, (_, row) =>
    Array.from({ length: width }, (_, at) => (at === 1 ? { text: 'one\ntwo', items: ['one', 'two'] } : { text: `${row + 1}.${at + 1}` })),
  ),
});

/** Everything that a document can hold, several pages long. */
const everything = (language: string): DocumentOut => ({
  title: 'Status of the recommendations',
  subtitle: 'Report to the Board',
  language,
  author: 'At-Large Advisory Committee',
  runningHead: 'Status report',
  date: '2026-11-22',
  blocks: [
    { kind: 'facts', facts: [{ name: 'Review', value: 'Second review' }] },
    { kind: 'heading', level: 2, text: 'What was done' },
    { kind: 'heading', level: 4, text: 'In the regions' },
    { kind: 'paragraph', spans: [...says('See the '), { text: 'wiki', href: 'https://example.org/wiki' }, ...says('.')] },
    { kind: 'quote', language: 'fr', spans: says('Tout va bien.') },
    { kind: 'list', ordered: true, items: [{ spans: says('one'), items: [{ spans: says('inside') }] }] },
    { kind: 'list', ordered: false, language: 'ar', items: [{ spans: says('أولًا') }] },
    rows(60, 4),
    groupedBars({
      language,
      title: 'Percent completed',
      rowTitle: 'Issue',
      most: 100,
      notStated: language === 'ar' ? 'غير مذكور' : 'not stated',
      series: [{ key: 'june', label: language === 'ar' ? 'يونيو 2019' : 'June 2019' }],
      rows: [
        { label: '1. Advice', values: [40] },
        { label: language === 'ar' ? '2. المشورة' : '2. Budget', values: [null] },
      ],
    }),
    lines({ language, title: 'Rows', rowTitle: 'Day', periods: ['1', '2'], series: [{ key: 'rows', label: 'Rows', values: [1, 2] }] }),
    { kind: 'pageBreak' },
    { kind: 'heading', level: 1, text: 'What comes next' },
    rows(3, 12),
    { kind: 'paragraph', language: 'zh-Hans', spans: says('建议由各区域讨论。') },
  ],
});

test.each(['en', 'fr', 'es', 'ar', 'zh-Hans', 'he'])(
  'A document in %s with everything in it passes the checks of PDF/UA that a program can make',
  async (language) => {
    const { bytes } = await printPdf(everything(language));
    expect(await faultsOf(bytes)).toEqual([]);
  },
);

test('The checks tell a file that shows its name for a title, says no language, or is not claimed to be PDF/UA', async () => {
  const { bytes } = await printPdf(everything('en'));
  const altered = (from: string, to: string) =>
    Buffer.from(Buffer.from(bytes).toString('latin1').replace(from, to.padEnd(from.length)), 'latin1');
  expect(await faultsOf(altered('/DisplayDocTitle true', '/DisplayDocTitle null'))).toEqual([
    '07: a window shows the name of the file, not the title',
  ]);
  expect(await faultsOf(altered('/Lang (en-US)', '/Land (en-US)'))).toEqual(['11: it has no language']);
  const boxes = await printPdf({ ...everything('en'), title: 'A sign \u{f0000} that no font has' });
  expect(await faultsOf(boxes.bytes)).toContain('06: it does not say that it is PDF/UA-1');
});
