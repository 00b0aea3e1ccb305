import type { PlotOptions } from '@observablehq/plot';
import type { Figure } from '../documents/document.ts';
import { type ChartWords, draw, figureOf, isRtl, numbersIn } from './frame.ts';
import { breadth, labelColumn } from './labels.ts';
import { plot } from './plot.ts';

export interface Spread extends ChartWords {
  rows: readonly { label: string; low: number; median: number; high: number; n: number }[];
  /** Heads of the columns in the table twin. */
  words: { low: string; median: string; high: string; n: string };
  /** Ends of the scale, such as `[0, 10]`; without them the data decide. */
  scale?: readonly [number, number];
}

/** How far answers lie apart: a line from low to high, a dot at the median with its number, and how many answered. */
export const spread = (chart: Spread): Figure => {
  const rtl = isRtl(chart);
  const number = numbersIn(chart.language);
  const rows = chart.rows.map((row, at) => ({ ...row, at, count: `n ${number(row.n)}` }));
  const column = labelColumn(rows.map((row) => row.label));
  const end = Math.ceil(Math.max(0, ...rows.map((row) => breadth(row.count)))) + 22;
  const row = Math.max(34, column.row);
  const options: PlotOptions = {
    height: Math.max(1, rows.length) * row + 30,
    marginTop: 4,
    marginBottom: 26,
    marginLeft: rtl ? end : column.margin + 6,
    marginRight: rtl ? column.margin + 6 : end,
    x: {
      domain: chart.scale ? [...chart.scale] : [Math.min(0, ...rows.map((one) => one.low)), Math.max(1, ...rows.map((one) => one.high))],
      reverse: rtl,
      inset: 8,
    },
    y: { axis: null, type: 'band', domain: rows.map((one) => one.at), padding: 0.66 },
    marks: [
      plot().gridX({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 6 }),
      plot().axisX({
        label: null,
        tickSize: 0,
        tickPadding: 8,
        ticks: 6,
        tickFormat: (value: number) => number(value),
        fontSize: 11,
        fillOpacity: 0.75,
      }),
      plot().axisY({
        anchor: rtl ? 'right' : 'left',
        label: null,
        tickSize: 0,
        tickPadding: 10,
        tickFormat: (at: number) => column.lines[at] ?? '',
        fontSize: 11,
        lineHeight: column.lineHeight,
      }),
      plot().ruleY(rows, { y: 'at', x1: 'low', x2: 'high', stroke: 'var(--chart-1)', strokeWidth: 2.5 }),
      plot().tickX(
        rows.flatMap((one) => [
          { at: one.at, value: one.low },
          { at: one.at, value: one.high },
        ]),
        { x: 'value', y: 'at', stroke: 'var(--chart-1)', strokeWidth: 2.5 },
      ),
      plot().dot(rows, { x: 'median', y: 'at', r: 5, fill: 'var(--chart-1)', stroke: 'var(--paper)', strokeWidth: 2 }),
      plot().text(rows, {
        x: 'median',
        y: 'at',
        dy: -13,
        text: (one: { median: number }) => number(one.median),
        fontWeight: 600,
        fill: 'var(--ink)',
        stroke: 'var(--paper)',
        strokeWidth: 3,
      }),
      plot().text(rows, {
        y: 'at',
        frameAnchor: rtl ? 'left' : 'right',
        dx: rtl ? -6 : 6,
        textAnchor: rtl ? 'end' : 'start',
        text: 'count',
        fillOpacity: 0.75,
      }),
    ],
  };
  const { low, median, high, n } = chart.words;
  return figureOf(
    chart,
    draw(chart.title, options, ''),
    [low, median, high, n],
    rows.map((one) => [one.label, number(one.low), number(one.median), number(one.high), number(one.n)]),
  );
};
