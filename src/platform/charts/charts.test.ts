import { parse } from 'node-html-parser';
import { describe, expect, test } from 'vitest';
import { bars, groupedBars, lines, spread, stackedBars } from './charts.ts';
import { GroupedBarsView } from './grouped-bars-view.tsx';

const words = { language: 'en', title: 'Positions & <votes>', rowTitle: 'Body' };
const parts = (support: number, oppose: number) => [
  { key: 'support', label: 'Support', count: support },
  { key: 'oppose', label: 'Oppose', count: oppose },
];

const all = {
  stacked: stackedBars({
    ...words,
    rows: [
      { label: 'AFRALO', parts: parts(12, 4) },
      { label: 'A <b>long</b> name', parts: parts(1, 1000) },
    ],
    palette: { oppose: 2, support: 1 },
  }),
  bars: bars({
    ...words,
    valueTitle: 'Count',
    rows: [
      { label: 'AFRALO', value: 71 },
      { label: 'NARALO', value: null },
      { label: 'Change', value: -3 },
    ],
  }),
  spread: spread({
    ...words,
    scale: [0, 10],
    words: { low: 'Lowest', median: 'Median', high: 'Highest', n: 'Answers' },
    rows: [{ label: 'AFRALO', low: 3, median: 7.5, high: 10, n: 12 }],
  }),
  grouped: groupedBars({
    ...words,
    series: [
      { key: 'june', label: 'June' },
      { key: 'december', label: 'December' },
    ],
    rows: [
      { label: 'AFRALO', values: [40, 100] },
      { label: 'NARALO', values: [null, 0] },
    ],
    most: 100,
    notStated: 'not stated',
    write: (value) => `${value}%`,
  }),
  lines: lines({
    ...words,
    periods: ['Q1', 'Q2', 'Q3'],
    series: [
      { key: 'a', label: 'AFRALO', values: [1, null, 3] },
      { key: 'b', label: 'APRALO', values: [2, 2, 3] },
    ],
  }),
};

describe.each(Object.entries(all))('The chart %s', (_, figure) => {
  const svg = parse(figure.svg).querySelector('svg')!;

  test('is an image with a name, and obeys a strict content policy', () => {
    expect(svg.getAttribute('role')).toBe('img');
    expect(figure.svg).toContain('aria-label="Positions &#38; &#60;votes&#62;"');
    expect(figure.svg).not.toMatch(/<style|\sstyle=|<script|<b>|var\(|currentColor/);
    expect(figure.svg.match(/aria-label/g)).toHaveLength(1);
  });

  test('names a class for each colour and keeps a plain colour for print', () => {
    for (const one of parse(figure.svg).querySelectorAll('[fill^="#"], [stroke^="#"]'))
      expect(one.getAttribute('class')).toMatch(/chart-(fill|stroke)-/);
  });

  test('has the same numbers as words and as a table', () => {
    expect(figure.table!.header[0]!.text).toBe('Body');
    for (const row of figure.table!.rows) for (const cell of row) expect(figure.alternative).toContain(cell.text);
  });
});

test('parts of a bar differ by texture and carry their number, not by colour alone', () => {
  expect(all.stacked.svg).toMatch(/<pattern id="chart-[0-9a-f]{8}-2"/);
  const texts = parse(all.stacked.svg)
    .querySelectorAll('text')
    .map((one) => one.text);
  expect(texts).toEqual(expect.arrayContaining(['Support', 'Oppose', '1,000', '1,001', 'AFRALO']));
});

test('an unknown value is a dash, never a nought', () => {
  expect(all.bars.table!.rows[1]!.map((cell) => cell.text)).toEqual(['NARALO', '–']);
  expect(all.grouped.table!.rows[1]!.map((cell) => cell.text)).toEqual(['NARALO', 'not stated', '0%']);
  expect(all.grouped.svg).toContain('not stated');
  expect(all.lines.table!.rows[1]!.map((cell) => cell.text)).toEqual(['Q2', '–', '2']);
});

test('in a language read from the right, bars grow from the right', () => {
  const figure = bars({
    ...words,
    language: 'ar',
    valueTitle: 'عدد',
    rows: [
      { label: 'أفريقيا', value: 5 },
      { label: 'آسيا', value: 10 },
    ],
  });
  const rects = parse(figure.svg)
    .querySelectorAll('rect')
    .map((one) => Number(one.getAttribute('x')) + Number(one.getAttribute('width')));
  expect(new Set(rects.map(Math.round)).size).toBe(1);
  expect(rects[0]).toBeGreaterThan(500);
});

test('on a page grouped bars are words of the page and bars in percent of its width, whatever that is', () => {
  const chart = {
    ...words,
    series: [
      { key: 'june', label: 'June' },
      { key: 'december', label: 'December' },
    ],
    rows: [{ label: 'A <b>long</b> name', values: [null, 50] }],
    most: 100,
    notStated: 'not stated',
    write: (value: number) => `${value}%`,
  };
  const page = (language: string) => parse(String(GroupedBarsView({ chart: { ...chart, language }, asTable: 'As a table' })));
  const [first, second] = page('en').querySelectorAll('svg');
  expect(page('en').querySelector('li p')!.innerHTML).toBe('A &lt;b&gt;long&lt;/b&gt; name');
  expect(first!.getAttribute('aria-label')).toBe('not stated · June');
  expect(first!.querySelector('rect')).toBeNull();
  expect(second!.getAttribute('aria-label')).toBe('50% · December');
  expect(second!.querySelector('rect')!.getAttribute('width')).toMatch(/^[\d.]+%$/);
  const rect = page('ar').querySelector('rect')!;
  expect(Number.parseFloat(rect.getAttribute('x')!) + Number.parseFloat(rect.getAttribute('width')!)).toBe(100);
  expect(
    page('en')
      .querySelectorAll('td')
      .map((one) => one.text),
  ).toEqual(['not stated', '50%']);
});

test('no rows, no series and a single point are drawn too', () => {
  expect(stackedBars({ ...words, rows: [] }).svg).toContain('<svg');
  expect(bars({ ...words, valueTitle: 'Count', rows: [] }).svg).toContain('<svg');
  expect(spread({ ...words, words: { low: 'a', median: 'b', high: 'c', n: 'd' }, rows: [] }).svg).toContain('<svg');
  expect(lines({ ...words, periods: [], series: [] }).svg).toContain('<svg');
  expect(lines({ ...words, periods: ['Q1'], series: [{ key: 'a', label: 'A', values: [0] }] }).svg).toContain('<svg');
});

test('the same chart gives the same drawing', () => {
  const draw = () => bars({ ...words, valueTitle: 'Count', rows: [{ label: 'A', value: 1 }] }).svg;
  expect(draw()).toBe(draw());
});
