import { z } from 'zod';
import { day, email, id, language, line, optional, reference } from '../../platform/fields.ts';

export const oneAccount = z.object({ person: id() });

/** A new person who can sign in: known, reachable, with an account and, where named, a role. */
export const newAccount = z.object({
  name: line({ max: 120 }),
  address: email(),
  language: optional(language()),
  role: optional(line({ max: 60 })),
  body: optional(reference()),
  from: optional(day()),
  to: optional(day()),
});
