import type { HtmlEscapedString } from 'hono/utils/html';
import { raw } from '../markup.ts';

export type Shape = 'full' | 'half' | 'ring' | 'cross' | 'check' | 'clock' | 'alert' | 'slash' | 'dot' | 'diamond' | 'progress' | 'info';

const circle = '<circle cx="6" cy="6" r="4.75"/>';
const drawings: Record<Shape, string> = {
  full: '<circle class="f" cx="6" cy="6" r="5.5"/>',
  half: `${circle}<path class="f" d="M6 1a5 5 0 0 0 0 10z"/>`,
  ring: circle,
  cross: '<path d="M2 2l8 8M10 2l-8 8" stroke-width="2"/>',
  check: '<circle class="f" cx="6" cy="6" r="5.5"/><path class="k" d="M3.4 6.2l1.8 1.8 3.4-3.8"/>',
  progress: `${circle}<path class="f" d="M6 6V3a3 3 0 1 1-3 3z"/>`,
  clock: `${circle}<path d="M6 3.2V6l2 1.4"/>`,
  alert: '<path class="f" d="M6 .5L12 11.5H0z"/><path class="k" d="M6 4.3v3.2M6 8.8v1.1"/>',
  slash: `${circle}<path d="M2.8 9.2l6.4-6.4"/>`,
  info: '<circle class="f" cx="6" cy="6" r="5.5"/><path class="k" d="M6 5.4v3.6M6 2.9v1.2"/>',
  dot: '<circle class="f" cx="6" cy="6" r="2.5"/>',
  diamond: '<path class="f" d="M6 .3L11.7 6 6 11.7.3 6z"/>',
};

/** A small drawing that stands before a word; assistive technology hears only the word. */
export const shape = (name: Shape): HtmlEscapedString => ready[name];

const ready = Object.fromEntries(
  Object.entries(drawings).map(([name, drawing]) => [
    name,
    raw(`<svg class="shape" viewBox="0 0 12 12" aria-hidden="true">${drawing}</svg>`),
  ]),
) as Record<Shape, HtmlEscapedString>;
