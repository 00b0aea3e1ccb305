import type { Shape } from '../../../platform/ui/status/shapes.ts';
import type { Tone } from '../../../platform/ui/words.tsx';
import type { CaseState } from './tables.ts';

export const caseLook: Readonly<Record<CaseState, { tone: Tone; shape: Shape }>> = {
  open: { tone: 'waiting', shape: 'clock' },
  withdrawn: { tone: 'off', shape: 'slash' },
  kept: { tone: 'done', shape: 'check' },
  ended: { tone: 'done', shape: 'ring' },
};
