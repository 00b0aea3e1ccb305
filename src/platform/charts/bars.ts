import type { PlotOptions } from '@observablehq/plot';
import type { Figure } from '../documents/document.ts';
import { type ChartWords, draw, figureOf, isRtl, numbersIn, scopeOf } from './frame.ts';
import { breadth, labelColumn } from './labels.ts';
import { patterns, type Tone, textureOf } from './palette.ts';
import { plot } from './plot.ts';

export interface Bars extends ChartWords {
  /** `value` null draws no bar and is written as a dash: not known is not nothing. */
  rows: readonly { label: string; value: number | null }[];
  /** Head of the column of values, such as "Members". */
  valueTitle: string;
  tone?: Tone;
}

/** One bar a row from nothing, its number at its end. Negative values are drawn as well. */
export const bars = (chart: Bars): Figure => {
  const rtl = isRtl(chart);
  const number = numbersIn(chart.language);
  const tone = chart.tone ?? 1;
  const scope = scopeOf(chart);
  const column = labelColumn(chart.rows.map((row) => row.label));
  const texts = chart.rows.map((row) => (row.value === null ? '–' : number(row.value)));
  const end = Math.ceil(Math.max(0, ...texts.map(breadth))) + 12;
  const values = chart.rows.map((row) => row.value ?? 0);
  const below = values.some((value) => value < 0);
  const domain = [Math.min(0, ...values), Math.max(below ? 0 : 1e-9, ...values)];
  const options: PlotOptions = {
    height: Math.max(1, chart.rows.length) * column.row + 8,
    marginTop: 2,
    marginBottom: 6,
    marginLeft: rtl ? end : column.margin + (below ? end : 0),
    marginRight: rtl ? column.margin + (below ? end : 0) : end,
    x: { axis: null, domain, reverse: rtl },
    y: { axis: null, domain: chart.rows.map((_, at) => at), padding: 0.36 },
    marks: [
      ...[`var(--chart-${tone})`, textureOf(scope, tone)].map((fill) =>
        plot().barX(values, { x: (value: number) => value, y: (_: number, at: number) => at, fill }),
      ),
      ...[1, -1].map((side) =>
        plot().text(values, {
          filter: (value: number) => (side === 1 ? value >= 0 : value < 0),
          x: (value: number) => value,
          y: (_: number, at: number) => at,
          text: (_: number, at: number) => texts[at] ?? '',
          textAnchor: rtl === (side === 1) ? 'end' : 'start',
          dx: (rtl ? -7 : 7) * side,
          fontWeight: 600,
        }),
      ),
      plot().axisY({
        anchor: rtl ? 'right' : 'left',
        label: null,
        tickSize: 0,
        tickPadding: 8 + (below ? end : 0),
        tickFormat: (at: number) => column.lines[at] ?? '',
        fontSize: 11,
        lineHeight: column.lineHeight,
      }),
      plot().ruleX([0], { stroke: 'var(--ink)' }),
    ],
  };
  return figureOf(
    chart,
    draw(chart.title, options, patterns(scope, [tone])),
    [chart.valueTitle],
    chart.rows.map((row, at) => [row.label, texts[at]!]),
  );
};
