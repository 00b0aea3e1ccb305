/** What the worker was told to be done, and therefore must be found again after any number of kills. */
export type Acknowledged =
  | { kind: 'recommendation'; ref: string; written: number }
  | { kind: 'position'; recommendation: string; body: string }
  | { kind: 'person'; id: number; address: string }
  | { kind: 'batch'; page: string }
  | { kind: 'import'; name: string };

/** Writers at the same time, each with records of its own. */
export const lanes = 3;
export const importedRows = 30;
export const sharedBodies: readonly string[] = ['ONE', 'TWO'];

/** Random numbers from 0 to 1 that a seed decides (mulberry32). */
export const chooser = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
