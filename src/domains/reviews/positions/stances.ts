import type { Writes } from '../../../platform/db/tables.ts';
import { invalid, noneOf } from '../../../platform/errors.ts';
import type { Tables } from '../tables.ts';

/** The stances of the community: all that were ever known, for what was said once may be said again, and those that are offered. */
export interface Stances {
  known: ReadonlySet<string>;
  offered: readonly string[];
}

export const stancesOf = async (tx: Writes<Tables>): Promise<Stances> => {
  const rows = await tx.selectFrom('term').select(['key', 'archived_at']).where('scheme', '=', 'stance').orderBy('position').execute();
  return { known: new Set(rows.map(({ key }) => key)), offered: rows.filter((row) => row.archived_at === null).map(({ key }) => key) };
};

/** Refuses what was never a stance of the community, with those that are offered. */
export const mustBeStance = ({ known, offered }: Stances, stance: string): void => {
  if (!known.has(stance)) throw invalid([{ path: ['stance'], ...noneOf(stance, offered) }]);
};
