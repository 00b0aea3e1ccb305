/**
 * Columns that the program works out from others by itself; no history tells of them. By table and column: from which column, and how.
 * Whoever writes past the commands (what an import did is taken back, a name is taken out of everything) works them out again.
 */
export type Derived = Readonly<Record<string, Readonly<Record<string, { from: string; by: (value: string) => string }>>>>;

let known: Derived = {};

/** Told once at start what the cards of all domains say. */
export const learnDerived = (cards: readonly { derives?: Derived }[]): void => {
  known = Object.assign({}, ...cards.map(({ derives }) => derives ?? {}));
};

/** The same values, and those that follow from them. */
export const withDerived = (table: string, values: Record<string, unknown>): Record<string, unknown> => {
  const follows = Object.entries(known[table] ?? {}).flatMap(([column, { from, by }]) => {
    const value = values[from];
    return typeof value === 'string' ? [[column, by(value)] as const] : [];
  });
  return { ...values, ...Object.fromEntries(follows) };
};

/** What follows from what in one table: column, source, and how. */
export const derivedOf = (table: string) => Object.entries(known[table] ?? {}).map(([column, how]) => ({ column, ...how }));
