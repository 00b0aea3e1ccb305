import { conflict, notFound, type Refusal } from '../../../platform/errors.ts';
import { type PageContext, type Visit, visit } from '../../../platform/http/visit.ts';
import { recommendationByRef, recommendationsNamed, reviewByRef, type WholeRecommendation, type WholeReview } from './queries.ts';

// What an address names, for the pages of all nouns of this domain.

/** The review of the address, or *not found*. */
export const reviewOf = async (c: PageContext): Promise<WholeReview> => {
  const v = visit(c);
  const review = await reviewByRef(v.db, v.actor, c.req.param('ref') ?? '');
  if (!review) throw notFound('review.notFound', { ref: c.req.param('ref') ?? '' });
  return review;
};

export const recommendationOf = async (c: PageContext): Promise<WholeRecommendation> => {
  const v = visit(c);
  const recommendation = await recommendationByRef(v.db, v.actor, c.req.param('ref') ?? '');
  if (!recommendation) throw await notOne(v, c.req.param('ref') ?? '');
  return recommendation;
};

/** Why a name leads to no recommendation: there is none, or several are called so, and then which. */
export const notOne = async ({ db, actor }: Pick<Visit, 'db' | 'actor'>, ref: string): Promise<Refusal> => {
  const several = await recommendationsNamed(db, actor, ref);
  return several.length > 1
    ? conflict('recommendation.several', { name: ref, refs: several.map((one) => one.ref).join(', ') })
    : notFound('recommendation.notFound', { ref });
};

/** The way back up from a page about a recommendation; `inside` where the page is not its own. */
export const trail = (v: Visit, recommendation: { ref: string; review_ref: string }, inside = false) => [
  { href: '/reviews', label: v.t('review.all') },
  { href: `/reviews/${recommendation.review_ref}`, label: recommendation.review_ref },
  ...(inside ? [{ href: `/recommendations/${recommendation.ref}`, label: recommendation.ref }] : []),
];
