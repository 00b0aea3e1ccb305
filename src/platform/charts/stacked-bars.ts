import type { PlotOptions } from '@observablehq/plot';
import type { Figure } from '../documents/document.ts';
import { type ChartWords, draw, figureOf, isRtl, numbersIn, scopeOf, width } from './frame.ts';
import { breadth, labelColumn } from './labels.ts';
import { legend } from './legend.ts';
import { patterns, type Tone, textureOf, tonesFor } from './palette.ts';
import { plot } from './plot.ts';

export interface StackedBars extends ChartWords {
  rows: readonly { label: string; parts: readonly { key: string; label: string; count: number }[] }[];
  /** Which tone a key takes, such as `{ support: 1, oppose: 6 }`; others take what is free. */
  palette?: Readonly<Record<string, Tone>>;
}

/** One bar a row, cut into counted parts; each part tells itself by tone, texture and, where it fits, its number. */
export const stackedBars = (chart: StackedBars): Figure => {
  const rtl = isRtl(chart);
  const number = numbersIn(chart.language);
  const keys = [...new Map(chart.rows.flatMap((row) => row.parts.map((part) => [part.key, part.label] as const)))];
  const tones = tonesFor(
    keys.map(([key]) => key),
    chart.palette,
  );
  const scope = scopeOf(chart);
  const key = legend(
    scope,
    keys.map(([name, label]) => ({ label, tone: tones.get(name)! })),
    rtl,
  );
  const column = labelColumn(chart.rows.map((row) => row.label));
  const counts = chart.rows.map((row) =>
    keys.map(([name]) => row.parts.reduce((sum, part) => sum + (part.key === name ? part.count : 0), 0)),
  );
  const segments = counts.flatMap((row, at) => cut(row).map((part, which) => ({ ...part, at, tone: tones.get(keys[which]![0])! })));
  const totals = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const longest = Math.max(1, ...totals);
  const end = Math.ceil(Math.max(0, ...totals.map((total) => breadth(number(total))))) + 12;
  const unit = (width - column.margin - end) / longest;
  const wideEnough = segments.filter(({ count }) => count * unit > breadth(number(count)) + 8);
  type Segment = (typeof segments)[number];
  const surface = (fill: (segment: Segment) => string) =>
    plot().barX(segments, { x1: 'from', x2: 'to', y: 'at', fill, insetLeft: 0.5, insetRight: 0.5 });
  const options: PlotOptions = {
    height: key.height + Math.max(1, chart.rows.length) * column.row + 8,
    marginTop: key.height + 2,
    marginBottom: 6,
    marginLeft: rtl ? end : column.margin,
    marginRight: rtl ? column.margin : end,
    x: { axis: null, domain: [0, longest], reverse: rtl },
    y: { axis: null, domain: chart.rows.map((_, at) => at), padding: 0.28 },
    color: { type: 'identity' },
    marks: [
      surface(({ tone }) => `var(--chart-${tone})`),
      surface(({ tone }) => textureOf(scope, tone)),
      plot().text(wideEnough, {
        x: ({ from, to }: Segment) => (from + to) / 2,
        y: 'at',
        text: ({ count }: Segment) => number(count),
        fill: 'var(--paper)',
        stroke: ({ tone }: Segment) => `var(--chart-${tone})`,
        strokeWidth: 4,
        fontWeight: 600,
      }),
      plot().text(totals, {
        x: (total: number) => total,
        y: (_: number, at: number) => at,
        text: (total: number) => number(total),
        textAnchor: rtl ? 'end' : 'start',
        dx: rtl ? -7 : 7,
        fillOpacity: 0.75,
      }),
      plot().axisY({
        anchor: rtl ? 'right' : 'left',
        label: null,
        tickSize: 0,
        tickPadding: 8,
        tickFormat: (at: number) => column.lines[at] ?? '',
        fontSize: 11,
        lineHeight: column.lineHeight,
      }),
      plot().ruleX([0], { stroke: 'var(--ink)' }),
    ],
  };
  return figureOf(
    chart,
    draw(chart.title, options, patterns(scope, [...new Set(tones.values())]) + key.svg),
    keys.map(([, label]) => label),
    chart.rows.map((row, at) => [row.label, ...counts[at]!.map(number)]),
  );
};

/** Where each count of a row begins and ends when they are laid one after the other. */
const cut = (counts: readonly number[]): { from: number; to: number; count: number }[] => {
  let to = 0;
  return counts.map((count) => {
    const from = to;
    to += count;
    return { from, to, count };
  });
};
