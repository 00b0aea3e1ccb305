import { z } from 'zod';
import { day, optional, reference, text } from '../../../platform/fields.ts';

/** A member that goes by its own will, or that no longer exists. */

export const departureKinds = ['resigned', 'dissolved'] as const;
export type DepartureKind = (typeof departureKinds)[number];

export const newDeparture = z.object({ organisation: reference(), on: optional(day()), words: optional(text({ max: 4000 })) });
