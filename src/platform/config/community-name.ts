import { sql } from 'kysely';
import type { AnyDatabase, AnyReads } from '../db/tables.ts';
import { kept, keptWithMoment, momentOf } from '../lists/kept.ts';

export const nameQuestion = (db: Pick<AnyReads, 'selectFrom'>) =>
  db.selectFrom('setting').select(sql<string>`value #>> '{}'`.as('name')).where('key', '=', 'community.name');

/** What the community calls itself, as its settings have it at this moment; undefined until it has begun. */
export const communityName = async (db: Pick<AnyReads, 'selectFrom'>): Promise<string | undefined> =>
  (await nameQuestion(db).executeTakeFirst())?.name;

export interface CommunityNow {
  /** Undefined until it has begun. */
  name: string | undefined;
  /** At which moment of the database it is called so, for what is kept (`lists/kept.ts`). */
  moment: string;
}

/** The same for requests, asked again only when something was written. Whoever knows no `moment` yet learns it here. */
export const communityNow = async (db: AnyReads, moment?: string): Promise<CommunityNow> => {
  if (moment !== undefined) return { moment, name: await kept(db, moment, 'community name', () => communityName(db)) };
  const now = await keptWithMoment(db, 'community', (unless) => communitySince(db, unless));
  if (!now) throw new Error('the database told no moment');
  return now;
};

/** Undefined, having looked at nothing, where the database still stands at the moment `unless`. */
const communitySince = async (db: AnyReads, unless: string | undefined): Promise<CommunityNow | undefined> => {
  const name = nameQuestion(db).where(unless === undefined ? sql<boolean>`true` : sql<boolean>`${momentOf} <> ${unless}`);
  const now = await db.selectNoFrom([momentOf.as('moment'), name.as('name')]).executeTakeFirstOrThrow();
  return now.moment === unless ? undefined : { moment: now.moment, name: now.name ?? undefined };
};

/** The name that pages show, remembered for those who cannot ask. */
export const shownName = (db: AnyReads, name: string | undefined): string => {
  if (name !== undefined) names.set(db, name);
  return name ?? unnamed;
};

/** The name as it was last shown: for a page about a fault of the database. */
export const lastCommunityName = (db: AnyDatabase): string => names.get(db) ?? unnamed;

const unnamed = 'Plenary';
const names = new WeakMap<object, string>();
