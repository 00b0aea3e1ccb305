import type { Shape } from '../../../../platform/ui/status/shapes.ts';
import type { Tone } from '../../../../platform/ui/words.tsx';
import type { Advice } from '../advice/advice.ts';
import type { CheckOutcome } from '../diligence/diligence.ts';
import type { ApplicationState } from './application.ts';

/** How a state looks beside its word. */
export const stateLook: Readonly<Record<ApplicationState, { tone: Tone; shape: Shape }>> = {
  draft: { tone: 'neutral', shape: 'ring' },
  received: { tone: 'active', shape: 'dot' },
  incomplete: { tone: 'waiting', shape: 'half' },
  diligence: { tone: 'active', shape: 'progress' },
  advice: { tone: 'active', shape: 'progress' },
  vote: { tone: 'active', shape: 'progress' },
  accredited: { tone: 'done', shape: 'check' },
  rejected: { tone: 'problem', shape: 'cross' },
  onHold: { tone: 'waiting', shape: 'clock' },
  withdrawn: { tone: 'off', shape: 'slash' },
};

export const adviceLook: Readonly<Record<Advice, { tone: Tone; shape: Shape }>> = {
  accept: { tone: 'done', shape: 'check' },
  reject: { tone: 'problem', shape: 'cross' },
  moreInformation: { tone: 'waiting', shape: 'clock' },
};

export const checkLook: Readonly<Record<CheckOutcome, { tone: Tone; shape: Shape }>> = {
  fine: { tone: 'done', shape: 'check' },
  doubt: { tone: 'problem', shape: 'alert' },
  notApplicable: { tone: 'off', shape: 'slash' },
};
