import { type Saying, sayings } from '../../platform/http/sayings.ts';

/** What domains say of a body on its page. */
export type BodyFact = Saying<{ id: number; ref: string; kind: string }>;

export const saidOfBodies = sayings<{ id: number; ref: string; kind: string }>();
