import { z } from 'zod';
import { choice, id, line } from '../../../platform/fields.ts';

export const kinds = ['skill', 'interest'] as const;

/** What somebody offers or would like to do, and what it may be used for. */
export const newSkill = z.object({ person: id(), kind: choice(kinds), label: line({ max: 80 }), purpose: line({ max: 200 }) });

export const oneSkill = z.object({ skill: id() });

/** Kept for two years; whoever still means it says so again. */
export const lastDay = (today: string): string => Temporal.PlainDate.from(today).add({ months: 24 }).toString();

/** Reminded a month before. */
export const remindFrom = (today: string): string => Temporal.PlainDate.from(today).add({ days: 30 }).toString();

export const newPortrait = z.object({ person: id(), picture: z.string({ error: 'portrait.none' }).min(1, { error: 'portrait.none' }) });

export const onePortrait = z.object({ person: id() });
