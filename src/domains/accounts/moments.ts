import type { Instant } from '../../platform/db/tables.ts';

/** An instant so many hours and minutes after another, in the form that the database gives. */
export const later = (now: Instant, by: { hours?: number; minutes?: number }): Instant => Temporal.Instant.from(now).add(by).toString();
