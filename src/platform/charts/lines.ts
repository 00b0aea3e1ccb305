import type { PlotOptions } from '@observablehq/plot';
import type { Figure } from '../documents/document.ts';
import { attribute, type ChartWords, draw, figureOf, isRtl, numbersIn, size, width } from './frame.ts';
import { breadth, wrap } from './labels.ts';
import { type Tone, tonesFor } from './palette.ts';
import { plot } from './plot.ts';

export interface Lines extends ChartWords {
  /** Periods in order of time, such as `2025 Q1`; in the table twin these are the rows. */
  periods: readonly string[];
  /** One value a period; null where nothing is known, which breaks the line. */
  series: readonly { key: string; label: string; values: readonly (number | null)[] }[];
  palette?: Readonly<Record<string, Tone>>;
}

const dashes: Record<Tone, string | undefined> = { 1: undefined, 2: '6 3', 3: '2 3', 4: '9 3 2 3', 5: '4 2', 6: '12 4' };
const symbols: Record<Tone, 'circle' | 'square' | 'triangle' | 'diamond' | 'cross' | 'star'> = {
  1: 'circle',
  2: 'square',
  3: 'triangle',
  4: 'diamond',
  5: 'cross',
  6: 'star',
};
const height = 270;
const [top, bottom] = [16, 30];

/** Series over periods, each told by tone, dash, mark and its name at the end of its line. */
export const lines = (chart: Lines): Figure => {
  const rtl = isRtl(chart);
  const number = numbersIn(chart.language);
  const tones = tonesFor(
    chart.series.map((one) => one.key),
    chart.palette,
  );
  const points = chart.series.flatMap((one) => chart.periods.map((_, at) => ({ key: one.key, at, value: one.values[at] ?? null })));
  const known = points.flatMap((point) => (point.value === null ? [] : [point.value]));
  const [low, high] = niceEnds(Math.min(0, ...known), Math.max(1, ...known));
  const names = chart.series.map((one) => ({ ...one, name: wrap(one.label, 130)[0]! }));
  const end = Math.ceil(Math.max(0, ...names.map((one) => breadth(one.name)))) + 18;
  const axis = Math.ceil(Math.max(breadth(number(low)), breadth(number(high)))) + 14;
  const every = Math.max(1, Math.ceil((chart.periods.length * (Math.max(0, ...chart.periods.map(breadth)) + 14)) / (width - end - axis)));
  const y = (value: number) => top + ((high - value) / (high - low)) * (height - top - bottom);
  const options: PlotOptions = {
    height,
    marginTop: top,
    marginBottom: bottom,
    marginLeft: rtl ? end : axis,
    marginRight: rtl ? axis : end,
    x: { type: 'point', domain: chart.periods.map((_, at) => at), reverse: rtl, padding: 0.2 },
    y: { domain: [low, high] },
    marks: [
      plot().gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      plot().axisY({
        anchor: rtl ? 'right' : 'left',
        label: null,
        tickSize: 0,
        tickPadding: 6,
        ticks: 5,
        tickFormat: (value: number) => number(value),
        fontSize: 11,
        fillOpacity: 0.75,
      }),
      plot().axisX({
        label: null,
        tickSize: 0,
        tickPadding: 10,
        ticks: chart.periods.map((_, at) => at).filter((at) => (chart.periods.length - 1 - at) % every === 0),
        tickFormat: (at: number) => chart.periods[at] ?? '',
        fontSize: 11,
        fillOpacity: 0.75,
      }),
      plot().ruleY([0], { stroke: 'var(--ink)' }),
      ...chart.series.flatMap((one) => {
        const tone = tones.get(one.key)!;
        const own = points.filter((point) => point.key === one.key);
        const dash = dashes[tone];
        return [
          plot().line(own, {
            x: 'at',
            y: 'value',
            stroke: `var(--chart-${tone})`,
            strokeWidth: 2,
            ...(dash ? { strokeDasharray: dash } : {}),
          }),
          plot().dot(own, {
            x: 'at',
            y: 'value',
            symbol: symbols[tone],
            r: 3.5,
            fill: `var(--chart-${tone})`,
            stroke: 'var(--paper)',
            strokeWidth: 1,
          }),
        ];
      }),
    ],
  };
  const ends = names.flatMap((one) => {
    const last = one.values.findLast((value) => value !== null && value !== undefined);
    return last === undefined || last === null ? [] : [{ name: one.name, tone: tones.get(one.key)!, y: y(last) }];
  });
  const written = apart(ends).map(
    (one) =>
      `<text x="${rtl ? end - 8 : width - end + 8}" y="${(one.y + size * 0.33).toFixed(1)}" text-anchor="${rtl ? 'end' : 'start'}" font-weight="600" fill="var(--chart-${one.tone})">${attribute(one.name)}</text>`,
  );
  const svg = draw(chart.title, options, `<g>${written.join('')}</g>`);
  return figureOf(
    chart,
    svg,
    chart.series.map((one) => one.label),
    chart.periods.map((period, at) => [
      period,
      ...chart.series.map((one) => (one.values[at] === null || one.values[at] === undefined ? '–' : number(one.values[at]))),
    ]),
  );
};

/** Names at line ends pushed apart until none covers another. */
const apart = <Name extends { y: number }>(names: readonly Name[]): Name[] => {
  const sorted = names.map((name) => ({ ...name })).sort((a, b) => a.y - b.y);
  sorted.forEach((name, at) => {
    if (at > 0) name.y = Math.max(name.y, sorted[at - 1]!.y + 14);
  });
  const over = Math.max(0, (sorted.at(-1)?.y ?? 0) - (height - bottom));
  sorted.toReversed().forEach((name, at, all) => {
    name.y = Math.min(name.y, at === 0 ? name.y - over : all[at - 1]!.y - 14);
  });
  return sorted;
};

const niceEnds = (low: number, high: number): [number, number] => {
  const step = 10 ** Math.floor(Math.log10(Math.max(1e-9, high - low))) / 2;
  return [Math.floor(low / step) * step, Math.ceil(high / step) * step];
};
