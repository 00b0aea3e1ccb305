import { sql } from 'kysely';
import type { Reads } from '../../../platform/db/tables.ts';
import type { Search } from '../../../platform/domain.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { holdsAll } from '../../../platform/search/holds.ts';
import { mayReadRecommendation, mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** Recommendations and reviews in which every word stands: an exact reference or former name first, then titles, then texts. */
export const search: Search = {
  questions: (any, actor, words) => {
    const db = any as Reads<Tables>;
    const named = sql<boolean>`recommendation.id in (select alias.record_id from alias where alias.kind like 'recommendation/%' and alias.text_key = ${aliasKey(words)} and alias.archived_at is null)`;
    const held = sql`recommendation.words`;
    const title = sql`split_part(recommendation.words, E'\\x1e', 1)`;
    return {
      recommendations: db
        .selectFrom('recommendation')
        .select(['recommendation.ref', 'recommendation.title'])
        .select(
          sql<number>`case when recommendation.ref = upper(${words}) then 4 when ${named} then 3 when ${holdsAll(title, words)} then 2 else 1 end`.as(
            'rank',
          ),
        )
        .where('recommendation.archived_at', 'is', null)
        .where(mayReadRecommendation(actor))
        .where(sql<boolean>`(${holdsAll(held, words)} or ${named})`)
        .orderBy('rank', 'desc')
        .orderBy('recommendation.ref')
        .limit(60),
      reviews: db
        .selectFrom('review')
        .select(['ref', 'title', sql<number>`2.5`.as('rank')])
        .where('archived_at', 'is', null)
        .where(mayReadReview(actor))
        .where(holdsAll(sql`folded(concat_ws(' ', review.ref, words_in(review.title)))`, words))
        .orderBy('ref')
        .limit(20),
    };
  },
  read: ({ recommendations = [], reviews = [] }, languages) => {
    const hits = (rows: typeof recommendations, kind: string, path: string) =>
      rows.map(({ ref, title, rank }) => {
        const { text, language } = textIn(title as Texts, languages);
        return { kind, ref: String(ref), title: text, language, href: `${path}/${ref}`, rank: Number(rank) };
      });
    return [...hits(recommendations, 'recommendation', '/recommendations'), ...hits(reviews, 'review', '/reviews')];
  },
};
