import { z } from 'zod';
import { reference } from '../../../platform/fields.ts';
import { type ApiRow, changes, reads } from '../../../platform/http/api.ts';
import { notOne } from '../recommendations/here.ts';
import { recommendationByRef } from '../recommendations/queries.ts';
import { addComment, changeComment, removeComment } from './commands.ts';
import { commentsQuestion } from './queries.ts';

const numbered = z.object({ id: z.number() });

export const api: readonly ApiRow[] = [
  reads({
    path: '/recommendations/:recommendation/comments',
    summary: 'What people say about a recommendation for themselves, the latest first, 500 at most. Positions are what bodies decide.',
    input: z.object({ recommendation: reference() }),
    output: z.object({
      items: z.array(
        z.object({ id: z.number(), version: z.number(), text: z.string(), author: z.string().nullable(), saidOn: z.string() }),
      ),
    }),
    ask: async (db, actor, input) => {
      const found = await recommendationByRef(db, actor, input.recommendation);
      if (!found) throw await notOne({ db, actor }, input.recommendation);
      const rows = await commentsQuestion(db, actor, found.id, { limit: 500 }).execute();
      return { items: rows.map(({ id, version, text, author, said_on }) => ({ id, version, text, author, saidOn: said_on })) };
    },
  }),
  changes({
    method: 'post',
    path: '/recommendations/:recommendation/comments',
    summary: 'Says something about a recommendation, under the name of whoever the token belongs to.',
    command: addComment,
    output: numbered,
    answer: ({ id }) => ({ id }),
  }),
  changes({
    method: 'patch',
    path: '/comments/:comment',
    summary: 'Changes a comment of one’s own.',
    command: changeComment,
    output: numbered,
    answer: ({ id }) => ({ id }),
  }),
  changes({
    method: 'delete',
    path: '/comments/:comment',
    summary: 'Removes a comment of one’s own, or, with a reason, another’s by those who keep the review.',
    command: removeComment,
    output: numbered,
    answer: ({ id }) => ({ id }),
  }),
];
