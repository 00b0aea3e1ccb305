import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import { keptRows } from '../../../platform/lists/kept.ts';
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
