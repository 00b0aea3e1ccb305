import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import type { Hit } from '../../../platform/domain.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { keptRows } from '../../../platform/lists/kept.ts';
import { mayReadRecommendation, mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { reviewsQuestion } from './queries.ts';

/**
 * The figures of the home page; each counts exactly what the register shows under the filter that its link carries. Kept as long as nothing
 * is written after `moment`.
 */
export const figuresOfReviews = async (db: Reads<Tables>, actor: Actor, moment: string | undefined) => {
  const reviews = await keptRows(db, moment, reviewsQuestion(db, actor));
  const sum = (figure: 'recommendations' | 'disagree' | 'unanswered') => reviews.reduce((total, review) => total + review[figure], 0);
  return { recommendations: sum('recommendations'), disagree: sum('disagree'), unanswered: sum('unanswered'), reviews };
};

/** Recommendations and reviews in which every word stands: an exact reference or former name first, then titles, then texts. */
export const searchReviews = async (db: Reads<Tables>, actor: Actor, words: string, languages: readonly string[]): Promise<Hit[]> => {
  const pattern = `%${words.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const key = aliasKey(words);
  const named = sql<boolean>`recommendation.id in (select alias.record_id from alias where alias.kind like 'recommendation/%' and alias.text_key = ${key} and alias.archived_at is null)`;
  const [recommendations, reviews] = await Promise.all([
    db
      .selectFrom('recommendation')
      .select(['recommendation.ref', 'recommendation.title'])
      .select(
        sql<number>`case when recommendation.ref = upper(${words}) then 4 when ${named} then 3 when recommendation.words like (select lower(${`${pattern}\u001e%`})) then 2 else 1 end`.as(
          'rank',
        ),
      )
      .where('recommendation.archived_at', 'is', null)
      .where(mayReadRecommendation(actor))
      .where(sql<boolean>`(recommendation.words like (select lower(${pattern})) or ${named})`)
      .orderBy('rank', 'desc')
      .orderBy('recommendation.ref')
      .limit(60)
      .execute(),
    db
      .selectFrom('review')
      .select(['ref', 'title'])
      .where('archived_at', 'is', null)
      .where(mayReadReview(actor))
      .where(sql<boolean>`(review.ref ilike ${pattern} or review.title::text ilike ${pattern})`)
      .orderBy('ref')
      .limit(20)
      .execute(),
  ]);
  return [
    ...recommendations.map(
      (row): Hit => ({
        kind: 'recommendation',
        ref: row.ref,
        ...titleIn(row.title, languages),
        href: `/recommendations/${row.ref}`,
        rank: row.rank,
      }),
    ),
    ...reviews.map(
      (row): Hit => ({ kind: 'review', ref: row.ref, ...titleIn(row.title, languages), href: `/reviews/${row.ref}`, rank: 2.5 }),
    ),
  ];
};

const titleIn = (title: Texts, languages: readonly string[]) => {
  const { text, language } = textIn(title, languages);
  return { title: text, language };
};
