import { z } from 'zod';
import { choice, day, id, line, many } from '../../../platform/fields.ts';

/** What a token may do, beyond reading what its person may read. */
export const reaches = ['readOnly', 'chosen', 'all'] as const;

export const newApiToken = z.object({
  name: line({ max: 80 }),
  reach: choice(reaches),
  commands: many(line({ max: 80 })).optional(),
  expires: day(),
});

export const oneToken = z.object({ token: id() });

/** The last day that a token may have: one year from today. */
export const lastDay = (today: string): string => Temporal.PlainDate.from(today).add({ years: 1 }).toString();

/** Tokens begin alike, so that programs that look for lost secrets find them. */
export const tokenPrefix = 'plenary_';
