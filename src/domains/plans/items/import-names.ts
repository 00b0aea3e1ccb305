import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyReads, Reads } from '../../../platform/db/tables.ts';
import type { ImportContext, Known, Resolver } from '../../../platform/imports/importer.ts';
import { mayReadItem, mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { labelOfStatus, statusIn } from './import-words.ts';
import { aliasKind, type Status, statuses } from './item.ts';

/** Everything that a plan can name: bodies, words for statuses, and of the review asked for its issues and recommendations. */
export const namesOfPlan = async (db: AnyReads, actor: Actor, context: ImportContext): Promise<Record<string, readonly Known[]>> => {
  const tables = db as Reads<Tables>;
  const [reviews, items, recommendations, bodies, words] = await Promise.all([
    reviewsOf(db, actor),
    tables
      .selectFrom('plan_item')
      .select(['id', 'ref', 'number', 'review_id', 'title'])
      .where('number', 'is not', null)
      .where('archived_at', 'is', null)
      .where(mayReadItem(actor))
      .execute(),
    tables
      .selectFrom('recommendation')
      .innerJoin('review', 'review.id', 'recommendation.review_id')
      .select(['recommendation.id', 'recommendation.ref', 'recommendation.number', 'recommendation.review_id'])
      .where('recommendation.archived_at', 'is', null)
      .where(mayReadReview(actor))
      .execute(),
    tables.selectFrom('body').select(['id', 'ref', 'acronym', 'name']).where('archived_at', 'is', null).execute(),
    tables
      .selectFrom('term')
      .select(['scheme', 'label'])
      .where('scheme', 'like', `${statusScheme}%`)
      .where('archived_at', 'is', null)
      .execute(),
  ]);
  const review = reviews.find((one) => one.ref === context.review?.toUpperCase());
  const named = (rows: readonly { id: number; ref: string; number: string | null; review_id: number | null }[]) =>
    rows
      .filter((one) => one.review_id === review?.id)
      .map((one) => ({ id: one.id, ref: one.ref, name: one.ref, names: [one.number ?? ''] }));
  const numbers = (rows: readonly { id: number; ref: string; number: string | null }[]) =>
    rows.map((one) => ({ id: one.id, ref: one.number ?? '', name: `of ${one.ref}` }));
  return {
    body: bodies.map(({ id, ref, acronym, name }) => ({
      id,
      ref,
      name: name.texts[name.original] ?? ref,
      names: [...(acronym ? [acronym] : []), ...Object.values(name.texts)],
    })),
    [statusKind]: statuses.map((status, at) => ({
      id: at + 1,
      ref: status,
      name: labelOfStatus(status),
      names: words.filter((word) => word.scheme === `${statusScheme}${status}`).flatMap((word) => Object.values(word.label.texts)),
    })),
    ...(review
      ? {
          'plan/kind': [{ id: review.id, ref: aliasKind(review.id), name: review.ref }],
          'recommendation/kind': [{ id: review.id, ref: `recommendation/${review.id}`, name: review.ref }],
          [aliasKind(review.id)]: named(items),
          [`recommendation/${review.id}`]: named(recommendations),
        }
      : {}),
    'plan/number': numbers(items),
    'recommendation/number': numbers(recommendations),
  };
};

export const reviewsOf = (db: AnyReads, actor: Actor) =>
  (db as Reads<Tables>)
    .selectFrom('review')
    .select(['id', 'ref', 'title'])
    .where('archived_at', 'is', null)
    .where(mayReadReview(actor))
    .orderBy('ref')
    .execute();

/** A community's own words for a status are terms of the scheme `plan.status.<status>`. */
const statusScheme = 'plan.status.';
export const statusKind = 'plan/status';

/** The status that a text means: what the community or a reader has said that it means, otherwise the nearest of what reports write. */
export const statusMeant = (text: string, resolver: Resolver): Status | undefined => {
  const said = resolver.find(statusKind, text.replace(/\([^)]*\)/g, ' '));
  return statuses.find((status) => status === said) ?? statusIn(text);
};

export interface Meant {
  number: string | undefined;
  aliases: string[];
  recommendation?: string;
}

/** A number of a document that a known issue or recommendation bears as another name: "8" is the ninth where "Issue 8" is its alias. */
export const meantBy = (number: string, review: string, resolver: Resolver): Meant => {
  const items = resolver.find('plan/kind', review);
  const asked = resolver.find('recommendation/kind', review);
  const item = items && (resolver.find(items, number) ?? resolver.find(items, `Issue ${number}`));
  const ref = asked && (resolver.find(asked, number) ?? resolver.find(asked, `Issue ${number}`));
  const meant =
    (item && resolver.find('plan/number', `of ${item}`)) ?? (ref && resolver.find('recommendation/number', `of ${ref}`)) ?? number;
  const recommendation = asked ? resolver.find(asked, meant) : undefined;
  return { number: meant, aliases: meant === number ? [] : [`Issue ${number}`], ...(recommendation ? { recommendation } : {}) };
};
