import type { Shape } from '../../../platform/ui/status/shapes.ts';
import type { Tone } from '../../../platform/ui/words.tsx';
import type { OrganisationState } from './organisation.ts';

/** Schemes of the community's own words that organisations use. */
export const schemes = ['organisation.type', 'organisation.reason'] as const;

/** How a state looks beside its word. */
export const stateLook: Readonly<Record<OrganisationState, { tone: Tone; shape: Shape }>> = {
  underReview: { tone: 'waiting', shape: 'clock' },
  accredited: { tone: 'done', shape: 'check' },
  noticeGiven: { tone: 'problem', shape: 'diamond' },
  withdrawn: { tone: 'off', shape: 'slash' },
  resigned: { tone: 'off', shape: 'ring' },
  dissolved: { tone: 'off', shape: 'cross' },
};
