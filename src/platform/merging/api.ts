import { z } from 'zod';

/** Rows that an undoing left as they were, and why. */
export const stayedRows = z.array(z.object({ table: z.string(), id: z.number(), field: z.string().optional(), why: z.string() }));
