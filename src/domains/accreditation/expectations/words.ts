import type { Shape } from '../../../platform/ui/status/shapes.ts';
import type { Tone } from '../../../platform/ui/words.tsx';
import type { ItemState } from './campaign.ts';

export const reportStates = ['waiting', 'silent', 'unchanged', 'answered'] as const;
/** `silent` is a member that said nothing after three reminders. */
export type ReportState = (typeof reportStates)[number];

interface Look {
  tone: Tone;
  shape: Shape;
}

export const reportLook: Readonly<Record<ReportState, Look>> = {
  waiting: { tone: 'waiting', shape: 'clock' },
  silent: { tone: 'problem', shape: 'alert' },
  unchanged: { tone: 'done', shape: 'ring' },
  answered: { tone: 'done', shape: 'check' },
};

export const itemLook: Readonly<Record<ItemState, Look>> = {
  met: { tone: 'done', shape: 'full' },
  partly: { tone: 'waiting', shape: 'half' },
  notMet: { tone: 'problem', shape: 'cross' },
};
