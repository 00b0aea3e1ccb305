/** Server-drawn charts: each gives a `Figure` with its drawing, its words and its table twin. */
export { type Bars, bars } from './bars.ts';
export type { ChartWords } from './frame.ts';
export { type GroupedBars, groupedBars } from './grouped-bars.ts';
export { type Lines, lines } from './lines.ts';
export type { Tone } from './palette.ts';
export { type Spread, spread } from './spread.ts';
export { type StackedBars, stackedBars } from './stacked-bars.ts';
