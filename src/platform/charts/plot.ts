import { lazily } from '../config/lazily.ts';

export const plot = lazily<typeof import('@observablehq/plot')>('@observablehq/plot');
