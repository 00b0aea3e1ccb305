import * as Plot from '@observablehq/plot';
import type { Figure } from '../documents/document.ts';
import { type ChartWords, draw, figureOf, isRtl, numbersIn, scopeOf } from './frame.ts';
import { breadth, labelColumn } from './labels.ts';
import { legend } from './legend.ts';
import { patterns, textureOf, tonesFor } from './palette.ts';

export interface GroupedBars extends ChartWords {
  /** What is compared inside each row, in order: periods, channels. */
  series: readonly { key: string; label: string }[];
  /** One value a series; null where nothing was stated, which draws no bar but says so. */
  rows: readonly { label: string; values: readonly (number | null)[] }[];
  /** Where the longest bar ends, such as 100 for percents; without it at the greatest value. */
  most?: number;
  /** Said in place of a value that is null, such as "not stated". */
  notStated: string;
  /** How a value is written, such as `98%`. */
  write?: (value: number) => string;
}

/** A group of bars a row, one bar a series, each with its value at its end. */
export const groupedBars = (chart: GroupedBars): Figure => {
  const rtl = isRtl(chart);
  const texts = inWords(chart);
  const tones = tonesFor(chart.series.map(({ key }) => key));
  const scope = scopeOf({ ...chart, write: undefined });
  const entries = chart.series.map(({ key, label }) => ({ label, tone: tones.get(key)! }));
  const key = legend(scope, entries, rtl);
  const column = labelColumn(chart.rows.map((row) => row.label));
  const slots = Math.max(1, chart.series.length) + 1;
  const slot = Math.max(14, Math.ceil(column.row / slots));
  const bars = chart.rows.flatMap(({ values }, row) =>
    entries.map(({ tone }, at) => ({ place: row * slots + at, value: values[at] ?? null, text: texts(values[at]), tone })),
  );
  type Bar = (typeof bars)[number];
  const end = Math.ceil(Math.max(0, ...bars.filter(({ value }) => value !== null).map(({ text }) => breadth(text)))) + 12;
  const stated = bars.filter(({ value }) => value !== null);
  const beside = {
    x: ({ value }: Bar) => value ?? 0,
    y: 'place',
    text: 'text',
    textAnchor: rtl ? 'end' : 'start',
    dx: rtl ? -6 : 6,
  } as const;
  const options: Plot.PlotOptions = {
    height: key.height + Math.max(1, chart.rows.length) * slots * slot + 8,
    marginTop: key.height + 2,
    marginBottom: 6,
    marginLeft: rtl ? end : column.margin,
    marginRight: rtl ? column.margin : end,
    x: { axis: null, domain: [0, mostIn(chart)], reverse: rtl },
    y: { axis: null, domain: Array.from({ length: Math.max(1, chart.rows.length) * slots }, (_, at) => at), padding: 0.12 },
    color: { type: 'identity' },
    marks: [
      ...[({ tone }: Bar) => `var(--chart-${tone})`, ({ tone }: Bar) => textureOf(scope, tone)].map((fill) =>
        Plot.barX(stated, { x1: 0, x2: 'value', y: 'place', fill }),
      ),
      Plot.text(stated, { ...beside, fontWeight: 600 }),
      Plot.text(
        bars.filter(({ value }) => value === null),
        { ...beside, fillOpacity: 0.75 },
      ),
      Plot.axisY({
        anchor: rtl ? 'right' : 'left',
        label: null,
        tickSize: 0,
        tickPadding: 8,
        ticks: chart.rows.map((_, row) => row * slots + Math.floor((slots - 2) / 2)),
        tickFormat: (place: number) => column.lines[Math.floor(place / slots)] ?? '',
        fontSize: 11,
        lineHeight: column.lineHeight,
      }),
      Plot.ruleX([0], { stroke: 'var(--ink)' }),
    ],
  };
  return figureOf(
    chart,
    draw(chart.title, options, patterns(scope, [...tones.values()]) + key.svg),
    chart.series.map(({ label }) => label),
    chart.rows.map(({ label, values }) => [label, ...chart.series.map((_, at) => texts(values[at]))]),
  );
};

/** A value as it is written, and what is said in place of one that nobody stated. */
export const inWords = (chart: GroupedBars): ((value: number | null | undefined) => string) => {
  const write = chart.write ?? numbersIn(chart.language);
  return (value) => (value == null ? chart.notStated : write(value));
};

/** The value at which the longest bar ends. */
export const mostIn = (chart: GroupedBars): number =>
  chart.most ?? Math.max(1e-9, ...chart.rows.flatMap(({ values }) => values.map((value) => value ?? 0)));
