import type { Shape } from '../../../platform/ui/status/shapes.ts';
import type { Tone } from '../../../platform/ui/words.tsx';
import type { ActivityStatus } from './activity.ts';

/** How a status looks beside its word. */
export const statusLook: Readonly<Record<ActivityStatus, { tone: Tone; shape: Shape }>> = {
  active: { tone: 'done', shape: 'check' },
  lessActive: { tone: 'waiting', shape: 'half' },
  standby: { tone: 'off', shape: 'ring' },
};
