import { z } from 'zod';
import { notFound } from '../../../platform/errors.ts';
import { line, reference } from '../../../platform/fields.ts';
import { type ApiRow, changes, reads } from '../../../platform/http/api.ts';
import { textsSchema } from '../../../platform/i18n/texts.ts';
import { recommendationByRef, reviewByRef } from '../recommendations/queries.ts';
import { consultPosition, draftPosition, finaliseAnswer, finalisePosition, reopenPosition } from './commands.ts';
import { bodiesOnReview, positionsOn, positionsOnReview, recommendationsOnReview } from './queries.ts';

const cell = z.object({ recommendation: z.string(), body: z.string() });

export const api: readonly ApiRow[] = [
  reads({
    path: '/reviews/:ref/matrix',
    summary: 'Where every body stands on every recommendation of a review, as far as the reader may see it.',
    input: z.object({ ref: reference() }),
    output: z.object({
      bodies: z.array(z.string()),
      recommendations: z.array(z.string()),
      positions: z.array(cell.extend({ stance: z.string().nullable(), state: z.string(), stale: z.boolean() })),
    }),
    ask: async (db, actor, { ref }) => {
      const review = await reviewByRef(db, actor, ref);
      if (!review) throw notFound('review.notFound', { ref });
      const [recommendations, bodies, positions] = await Promise.all([
        recommendationsOnReview(db, actor, review.id),
        bodiesOnReview(db, actor, review.id),
        positionsOnReview(db, actor, review.id),
      ]);
      const refOf = new Map(recommendations.map((one) => [one.id, one.ref]));
      const bodyOf = new Map(bodies.map((one) => [one.id, one.ref]));
      return {
        bodies: bodies.map((one) => one.ref),
        recommendations: recommendations.map((one) => one.ref),
        positions: positions.map((one) => ({
          recommendation: refOf.get(one.recommendation_id) ?? '',
          body: bodyOf.get(one.body_id) ?? '',
          stance: one.stance,
          state: one.state,
          stale: one.stale,
        })),
      };
    },
  }),
  reads({
    path: '/recommendations/:ref/positions',
    summary: 'All positions on one recommendation, with their comments and the decisions that made them final.',
    input: z.object({ ref: line() }),
    output: z.object({
      items: z.array(
        z.object({
          body: z.string(),
          version: z.number(),
          stance: z.string().nullable(),
          comment: textsSchema.nullable(),
          state: z.string(),
          stale: z.boolean(),
          decidedHow: z.string().nullable(),
          decidedOn: z.string().nullable(),
          decidedLink: z.string().nullable(),
        }),
      ),
    }),
    ask: async (db, actor, { ref }) => {
      const found = await recommendationByRef(db, actor, ref);
      if (!found) throw notFound('recommendation.notFound', { ref });
      const positions = await positionsOn(db, actor, found.id);
      return {
        items: positions.map((one) => ({
          ...one,
          body: one.body_ref,
          decidedHow: one.decided_how,
          decidedOn: one.decided_on,
          decidedLink: one.decided_link,
        })),
      };
    },
  }),
  changes({
    method: 'put',
    path: '/recommendations/:recommendation/positions/:body',
    summary: 'Drafts the position of a body.',
    command: draftPosition,
    output: cell,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/recommendations/:recommendation/positions/:body/consultation',
    summary: 'Marks a draft as consulted.',
    command: consultPosition,
    output: cell,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/recommendations/:recommendation/positions/:body/decision',
    summary: 'Makes a position final by the decision named.',
    command: finalisePosition,
    output: cell,
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: '/recommendations/:recommendation/positions/:body/decision',
    summary: 'Reopens a final position as a draft; needs a `reason`.',
    command: reopenPosition,
    output: cell,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/reviews/:review/answers/:body/decision',
    summary: 'Makes all drafts of a body on a review final by one decision.',
    command: finaliseAnswer,
    output: z.object({ finalised: z.number() }),
    answer: (given) => given,
  }),
];
