import { z } from 'zod';
import { email, id, line, optional } from '../../../platform/fields.ts';

/** How long both mailboxes have time to say yes, and how many changes may be asked for. */
export const limits = { hours: 24, perPersonAndHour: 5 };

/** `replaces` is the address of one's own that the new one takes the place of; empty, the new one comes beside the others. */
export const addressRequest = z.object({ address: email(), replaces: optional(id()) });

export const addressAnswer = z.object({ token: line() });
