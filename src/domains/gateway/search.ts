import type { Domain } from '../../platform/domain.ts';
import { community } from '../community/index.ts';
import { people } from '../people/index.ts';
import { plans } from '../plans/index.ts';
import { reviews } from '../reviews/index.ts';

/** The searches of the domains above this one: each answers under its own permissions. */
export const domainsForSearch = (): NonNullable<Domain['search']>[] =>
  [reviews, plans, community, people].flatMap((domain) => (domain.search ? [domain.search] : []));
