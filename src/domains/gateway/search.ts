import type { Actor } from '../../platform/access/actor.ts';
import type { AnyReads } from '../../platform/db/tables.ts';
import { togetherByDomain } from '../../platform/db/together.ts';
import type { Hit } from '../../platform/domain.ts';
import { community } from '../community/index.ts';
import { people } from '../people/index.ts';
import { plans } from '../plans/index.ts';
import { reports } from '../reports/index.ts';
import { reviews } from '../reviews/index.ts';

const searched = [reviews, plans, reports, community, people];

/** What all domains know under these words, the best first: one round trip, each question under the permissions of its own domain. */
export const findEverywhere = async (db: AnyReads, actor: Actor, words: string, languages: readonly string[]): Promise<Hit[]> => {
  const answers = await togetherByDomain(
    db,
    Object.fromEntries(searched.map(({ name, search }) => [name, search?.questions(db, actor, words) ?? {}])),
  );
  return searched
    .flatMap(({ name, search }) => search?.read(answers[name] ?? {}, languages) ?? [])
    .sort((one, other) => other.rank - one.rank);
};
