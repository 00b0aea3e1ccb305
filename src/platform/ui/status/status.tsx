import type { Child } from 'hono/jsx';
import type { HtmlEscapedString } from 'hono/utils/html';
import { markup } from '../markup.ts';
import type { Tone } from '../words.tsx';
import { type Shape, shape } from './shapes.ts';

export type Status = { tone: Tone; label: string; shape?: Shape | undefined };

/** A status carries a shape and a word as well as its colour. */
export const StatusChip = (status: Status) => statusMarkup(status);

/** What StatusChip draws, for rows written with `markup`. */
export const statusMarkup = ({ tone, label, shape: name }: Status): HtmlEscapedString =>
  markup`<span class="status ${tone}">${shape(name ?? shapeOf[tone])}<span>${label}</span></span>`;

const shapeOf: Record<Tone, Shape> = {
  done: 'check',
  active: 'progress',
  waiting: 'clock',
  problem: 'alert',
  off: 'slash',
  neutral: 'dot',
};

/** Where a body stands. Usual data: support full/done, depends half/waiting, oppose cross/problem, none ring/off. */
export type Position = { shape: Shape; tone: Tone; label: string };

export const Stance = (position: Position) => statusMarkup(position);

/** The four answers, so that every page draws the same answer alike; words come from the community's data. */
export const stances = {
  support: { shape: 'full', tone: 'done' },
  depends: { shape: 'half', tone: 'waiting' },
  oppose: { shape: 'cross', tone: 'problem' },
  none: { shape: 'ring', tone: 'off' },
} as const satisfies Record<string, { shape: Shape; tone: Tone }>;

/** A word that qualifies the whole record: Draft, Archived, Confidential. */
export const Mark = ({ tone, children }: { tone?: 'attention' | undefined; children?: Child }) => (
  <span class={tone ? `mark ${tone}` : 'mark'}>{children}</span>
);
