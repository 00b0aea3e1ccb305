import { z } from 'zod';
import { choice, day, longText, optional, reference, termKey, texts, url, version, whole } from '../../../platform/fields.ts';

/** Where one body stands on one recommendation: a stance, a comment in its own language, and the decision that made it final. */

export const positionStates = ['drafting', 'consulted', 'final'] as const;
export type PositionState = (typeof positionStates)[number];

export const decidedHow = ['call', 'list', 'poll', 'meeting', 'document'] as const;

const next: Record<PositionState, readonly PositionState[]> = {
  drafting: ['consulted', 'final'],
  consulted: ['drafting', 'final'],
  final: ['drafting'],
};

/** A final position is reopened only as a new draft; what it said stays in its history. */
export const canMove = (from: PositionState, to: PositionState): boolean => next[from].includes(to);

const subject = { recommendation: reference(), body: reference() };
const content = { stance: optional(termKey('stance')), comment: optional(texts({ max: 20_000 })) };

/** `version` 0 says: the writer saw that the body had no position yet. */
export const positionDraft = z.object({ ...subject, version: optional(whole(0)), ...content });

const decision = {
  how: choice(decidedHow),
  on: day(),
  link: optional(url()),
  note: optional(longText({ max: 2000 })),
};

export const positionFinal = z.object({ ...subject, version: optional(version()), ...decision });

/** The whole answer of a body at once: every draft with a stance becomes final by one decision. */
export const answerFinal = z.object({ review: reference(), body: reference(), ...decision });

export const positionConsulted = z.object({ ...subject, version: optional(version()) });

export const positionReopening = z.object({ ...subject, version: optional(version()) });

/** One line of an import: stance and comment together, final where the document says that the body decided. */
export const positionImport = z
  .object({ ...subject, ...content, decidedOn: optional(day()), decidedHow: optional(choice(decidedHow)), decidedLink: optional(url()) })
  .refine(({ stance, comment }) => stance || comment, { error: 'position.empty', path: ['stance'] });
