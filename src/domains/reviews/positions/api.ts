import { z } from 'zod';
import { notFound } from '../../../platform/errors.ts';
import { line, reference } from '../../../platform/fields.ts';
import { type ApiRow, changes, reads } from '../../../platform/http/api.ts';
import { textsSchema } from '../../../platform/i18n/texts.ts';
import { notOne } from '../recommendations/here.ts';
import { recommendationByRef, reviewByRef } from '../recommendations/queries.ts';
import { consultPosition, draftPosition, finaliseAnswer, finalisePosition, reopenPosition } from './commands.ts';
import { bodiesOnReview, matrixRowsQuestion } from './matrix-queries.ts';
import { positionsOn } from './queries.ts';

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
      const [rows, bodies] = await Promise.all([
        matrixRowsQuestion(db, actor, review.id, { only: [], bodies: 0, against: [] }).execute(),
        bodiesOnReview(db, actor, review.id),
      ]);
      const refOf = new Map(bodies.map((one) => [one.id, one.ref]));
      return {
        bodies: bodies.map((one) => one.ref),
        recommendations: rows.map((one) => one.ref),
        positions: rows.flatMap((row) =>
          row.positions.map(({ body_id, ...position }) => ({ recommendation: row.ref, body: refOf.get(body_id) ?? '', ...position })),
        ),
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
      if (!found) throw await notOne({ db, actor }, ref);
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
