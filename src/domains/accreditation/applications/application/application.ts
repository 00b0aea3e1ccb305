import { z } from 'zod';
import { choice, line, optional, reference, text, version } from '../../../../platform/fields.ts';

/** A wish to become a member, from its first line to the decision on it. */

export const kinds = ['organisation', 'individual'] as const;
export type Kind = (typeof kinds)[number];

export const applicationStates = [
  'draft',
  'received',
  'incomplete',
  'diligence',
  'advice',
  'vote',
  'accredited',
  'rejected',
  'onHold',
  'withdrawn',
] as const;
export type ApplicationState = (typeof applicationStates)[number];

/** The way of an application, in its order, as an applicant sees it. */
export const way = ['received', 'diligence', 'advice', 'vote', 'accredited'] as const satisfies readonly ApplicationState[];

/** Somebody is expected to do something; each has its allowance of days. */
export const timed = ['received', 'incomplete', 'diligence', 'advice', 'vote'] as const satisfies readonly ApplicationState[];

export const ended: readonly ApplicationState[] = ['accredited', 'rejected', 'withdrawn'];

const next: Record<ApplicationState, readonly ApplicationState[]> = {
  draft: ['received'],
  received: ['incomplete', 'diligence', 'onHold', 'withdrawn'],
  incomplete: ['received', 'onHold', 'withdrawn'],
  diligence: ['incomplete', 'advice', 'onHold', 'withdrawn'],
  advice: ['diligence', 'vote', 'onHold', 'withdrawn'],
  vote: ['advice', 'accredited', 'rejected', 'onHold', 'withdrawn'],
  accredited: [],
  rejected: [],
  onHold: ['withdrawn'],
  withdrawn: [],
};

/**
 * May an application go from one state to the other? From on hold it goes back where it stood. Without a committee's vote (`voted` false)
 * the decision follows the advice.
 */
export const canMove = (
  from: ApplicationState,
  to: ApplicationState,
  { heldFrom = null, voted = true }: { heldFrom?: ApplicationState | null; voted?: boolean } = {},
): boolean => {
  if (from === 'onHold' && to === heldFrom) return true;
  if (voted) return next[from].includes(to);
  if (from === 'advice' && (to === 'accredited' || to === 'rejected')) return true;
  return to !== 'vote' && next[from].includes(to);
};

/** The states to which staff may bring an application from here. */
export const movesFrom = (
  from: ApplicationState,
  more: { heldFrom: ApplicationState | null; voted: boolean },
): readonly ApplicationState[] =>
  applicationStates.filter(
    (to) => !['accredited', 'rejected', 'draft'].includes(to) && !(from === 'incomplete' && to === 'received') && canMove(from, to, more),
  );

/** Days from one day to another. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;

export const move = z.object({
  ref: reference(),
  version: optional(version()),
  to: choice(['incomplete', 'received', 'diligence', 'advice', 'vote', 'onHold', 'withdrawn']),
  /** Words for the applicant; needed where something is wanted of them. */
  message: optional(text({ max: 5000 })),
  /** What due diligence found, for the region and the committee. */
  findings: optional(text({ max: 20_000 })),
});

export const placing = z.object({ ref: reference(), version: optional(version()), body: reference() });

export const holdSuggestion = z.object({ ref: reference() });

export const tokenOf = () => line({ max: 100 });
