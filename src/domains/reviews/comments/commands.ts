import type { RawBuilder, SqlBool } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import { commandsOver, existing } from '../../../platform/command.ts';
import { invalidField } from '../../../platform/errors.ts';
import { mayReadRecommendation } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { commentChange, newComment, oneComment } from './comment.ts';
import { mayChangeComment, mayComment, mayReadComment, mayRemoveComment } from './policy.ts';

const command = commandsOver<Tables>();

export const addComment = command({
  name: 'comment.add',
  input: newComment,
  subject: existing<Tables, 'recommendation'>('recommendation')<{ recommendation: string }>({
    by: (row, input) => row.and([row('recommendation.ref', '=', input.recommendation)]),
    mayRead: mayReadRecommendation,
    may: mayComment,
  }),
  perform: async ({ tx, input, subject, actor, today }) =>
    tx
      .insertInto('comment')
      .values({ recommendation_id: subject.id, author_id: actor.personId as number, said_on: today, text: input.text })
      .returning('id')
      .executeTakeFirstOrThrow(),
});

const said = (may: (actor: Actor) => RawBuilder<SqlBool>) =>
  existing<Tables, 'comment'>('comment')<{ comment: number }>({
    by: (row, input) => row.and([row('comment.id', '=', input.comment)]),
    mayRead: mayReadComment,
    may,
  });

export const changeComment = command({
  name: 'comment.change',
  input: commentChange,
  subject: said(mayChangeComment),
  perform: async ({ tx, input, subject }) => {
    await tx.updateTable('comment').set({ text: input.text }).where('id', '=', subject.id).execute();
    return { id: subject.id };
  },
});

/** Whoever removes what another said gives a reason. */
export const removeComment = command({
  name: 'comment.remove',
  input: oneComment,
  subject: said(mayRemoveComment),
  perform: async ({ tx, subject, actor, now, call }) => {
    if (subject.author_id !== actor.personId && !call.reason) throw invalidField('reason', 'archive.reasonNeeded');
    await tx
      .updateTable('comment')
      .set({ archived_at: now, archived_reason: call.reason ?? null })
      .where('id', '=', subject.id)
      .execute();
    return { id: subject.id };
  },
});
