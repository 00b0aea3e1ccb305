import type { Outcome, State } from './mailing.ts';

/** How the states look; each carries a shape and a word as well as its colour. */
export const stateLook = {
  draft: { tone: 'off', shape: 'ring' },
  sending: { tone: 'active', shape: 'progress' },
  sent: { tone: 'done', shape: 'check' },
  stopped: { tone: 'problem', shape: 'slash' },
} as const satisfies Record<State, { tone: string; shape: string }>;

export const outcomeLook = {
  waiting: { tone: 'waiting', shape: 'clock' },
  posted: { tone: 'active', shape: 'progress' },
  sent: { tone: 'done', shape: 'check' },
  failed: { tone: 'problem', shape: 'alert' },
  optedOut: { tone: 'off', shape: 'slash' },
  noAddress: { tone: 'off', shape: 'ring' },
  stopped: { tone: 'off', shape: 'slash' },
} as const satisfies Record<Outcome, { tone: string; shape: string }>;
