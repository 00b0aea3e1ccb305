import { createHash } from 'node:crypto';
import type { PlotOptions } from '@observablehq/plot';
import { lazily } from '../config/lazily.ts';
import type { Figure, Table } from '../documents/document.ts';
import { type Direction, directionOf } from '../documents/language.ts';
import { fallbacks } from './palette.ts';
import { plot } from './plot.ts';

const linkedom = lazily<typeof import('linkedom')>('linkedom');

/** What every chart is told. */
export interface ChartWords {
  /** Becomes the caption. */
  title: string;
  /** BCP 47: how numbers are written, and the direction unless `direction` says otherwise. */
  language: string;
  direction?: Direction;
  /** Head of the first column of the table twin, such as "Body". */
  rowTitle: string;
  /** What the chart says, in a sentence; without it the figures themselves are read out. */
  alternative?: string;
}

export const width = 640;
export const size = 11;

export const isRtl = (words: ChartWords): boolean => (words.direction ?? directionOf(words.language)) === 'rtl';

export const numbersIn = (language: string): ((value: number) => string) => {
  const format = new Intl.NumberFormat([language, 'en'], { maximumFractionDigits: 2 });
  return (value) => format.format(value);
};

/** A name that only this drawing on a page has, and the same drawing has every time. */
export const scopeOf = (content: unknown): string =>
  `chart-${createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 8)}`;

/** Draws with Plot, lays `extra` (defs, legend) beneath the marks and makes the result fit for a strict content security policy and for print. */
export const draw = (title: string, options: PlotOptions, extra: string): string => {
  const { document } = linkedom().parseHTML('<!doctype html><html><body></body></html>');
  const svg = plot().plot({ document, width, style: {}, ...options } as PlotOptions) as unknown as { outerHTML: string };
  return fitted(
    svg.outerHTML.replace(/<style>[\s\S]*?<\/style>/, () => extra),
    title,
  );
};

const fitted = (svg: string, title: string): string =>
  svg
    .replace(/\s(aria-label|aria-hidden|style)="[^"]*"/g, '')
    .replace(/^<svg\b[^>]*?viewBox="([^"]*)"[^>]*>/, (_, box: string) => {
      const [, , across, down] = box.split(' ');
      return `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-label="${attribute(title)}" viewBox="${box}" width="${across}" height="${down}" direction="ltr" text-anchor="middle" font-size="${size}" font-family="'Source Sans 3', 'Noto Naskh Arabic', 'Noto Sans Hebrew', 'ZCOOL XiaoWei', sans-serif" fill="var(--ink)">`;
    })
    .replaceAll('"currentColor"', '"var(--ink)"')
    .replace(/<[a-z]+\b[^>]*"var\(--[^>]*>/gi, coloured);

/** `fill="var(--ink)"` becomes a plain colour with a class, so that a page's style sheet wins and print still has colour. */
const coloured = (tag: string): string => {
  const classes: string[] = [];
  const plain = tag
    .replace(/\b(fill|stroke)="var\(--([a-z0-9-]+)\)"/g, (_, side: string, name: string) => {
      classes.push(`chart-${side}-${name.replace('chart-', '')}`);
      return `${side}="${fallbacks[name] ?? fallbacks.ink}"`;
    })
    .replace(/\sclass="([^"]*)"/, (_, before: string) => {
      classes.unshift(before);
      return '';
    });
  return plain.replace(/^<([a-z]+)/i, (opening) => `${opening} class="${classes.join(' ')}"`);
};

export const attribute = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The figure from its drawing and its numbers; the table twin carries the same numbers as the drawing. */
export const figureOf = (words: ChartWords, svg: string, header: readonly string[], rows: readonly (readonly string[])[]): Figure => {
  const table: Table = {
    kind: 'table',
    caption: words.title,
    header: [words.rowTitle, ...header].map((text) => ({ text })),
    rows: rows.map((row) => row.map((text) => ({ text }))),
  };
  const readOut = rows
    .map(([label, ...values]) => `${label}: ${values.map((value, at) => `${header[at]} ${value}`).join(', ')}`)
    .join('; ');
  return { kind: 'figure', svg, caption: words.title, alternative: words.alternative ?? `${words.title}. ${readOut}.`, table };
};
