import { z } from 'zod';
import { day, id, many, optional, reference, text } from '../../../platform/fields.ts';

/** A member that goes by its own will, or that no longer exists. */

export const departureKinds = ['resigned', 'dissolved'] as const;
export type DepartureKind = (typeof departureKinds)[number];

/** Grants of roles that came with the acceptance and do not end with it, because they are held in another right; staff say which. */
export const keeping = { stays: optional(many(id())) };

export const newDeparture = z.object({ organisation: reference(), on: optional(day()), words: optional(text({ max: 4000 })), ...keeping });
