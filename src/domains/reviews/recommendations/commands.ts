import { z } from 'zod';
import { commandsOver, existing, holding } from '../../../platform/command.ts';
import type { Writes } from '../../../platform/db/tables.ts';
import { conflict, invalidField, notFound } from '../../../platform/errors.ts';
import { line, reference } from '../../../platform/fields.ts';
import { mergeTexts, type Texts } from '../../../platform/i18n/texts.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { mayEditRecommendation, mayManageReview, mayReadRecommendation, mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';
import {
  aliasKind,
  changedFacts,
  type Facts,
  type KnownRecommendation,
  type NewRecommendation,
  newFacts,
  newRecommendation,
  newReview,
  recommendationChange,
  referenceOf,
  reviewChange,
} from './recommendation.ts';

const command = commandsOver<Tables>();

/** The review that an input names, which the actor may manage. */
export const reviewNamed = <Input>(by: (input: Input) => string) =>
  existing<Tables, 'review'>('review')<Input>({
    by: (row, input) => row.and([row('review.ref', '=', by(input))]),
    mayRead: mayReadReview,
    may: mayManageReview,
  });

/** The recommendation that an input names, under a permission of the caller's. */
export const recommendationNamed = <Input>(by: (input: Input) => string, may = mayEditRecommendation) =>
  existing<Tables, 'recommendation'>('recommendation')<Input>({
    by: (row, input) => row.and([row('recommendation.ref', '=', by(input))]),
    mayRead: mayReadRecommendation,
    may,
  });

export const addReview = command({
  name: 'review.add',
  input: newReview,
  subject: holding('review.manage'),
  perform: async ({ tx, input }) => {
    const taken = await tx
      .selectFrom('review')
      .select(['ref'])
      .where((row) => row.or([row('ref', '=', input.ref), row('prefix', '=', input.prefix)]))
      .executeTakeFirst();
    if (taken) throw invalidField(taken.ref === input.ref ? 'ref' : 'prefix', 'review.refTaken', { ref: taken.ref });
    await tx
      .insertInto('review')
      .values({
        ref: input.ref,
        prefix: input.prefix,
        title: JSON.stringify(input.title),
        examiner: input.examiner ?? null,
        published_on: input.publishedOn ?? null,
        description: jsonOf(input.description),
        state: input.state,
        source_url: input.sourceUrl ?? null,
      })
      .execute();
    return { ref: input.ref };
  },
});

export const changeReview = command({
  name: 'review.change',
  input: reviewChange,
  subject: reviewNamed<{ ref: string }>((input) => input.ref),
  perform: async ({ tx, input, subject }) => {
    await tx
      .updateTable('review')
      .set({
        ...(input.title ? { title: JSON.stringify(input.title) } : {}),
        ...(input.examiner !== undefined ? { examiner: input.examiner } : {}),
        ...(input.publishedOn !== undefined ? { published_on: input.publishedOn } : {}),
        ...(input.description !== undefined ? { description: jsonOf(input.description) } : {}),
        state: input.state ?? subject.state,
        ...(input.sourceUrl !== undefined ? { source_url: input.sourceUrl } : {}),
      })
      .where('id', '=', subject.id)
      .execute();
    return { ref: subject.ref };
  },
});

export const addRecommendation = command({
  name: 'recommendation.add',
  input: newRecommendation,
  subject: reviewNamed<{ review: string }>((input) => input.review),
  perform: async ({ tx, input, subject }) => {
    const known = await tx
      .selectFrom('recommendation')
      .select(['ref'])
      .where('review_id', '=', subject.id)
      .where('number', '=', input.number)
      .executeTakeFirst();
    if (known) throw invalidField('number', 'recommendation.numberTaken', { ref: known.ref });
    return insert(tx, subject, input);
  },
});

export const changeRecommendation = command({
  name: 'recommendation.change',
  input: recommendationChange,
  subject: recommendationNamed<{ ref: string }>((input) => input.ref),
  perform: ({ tx, input, subject }) => update(tx, subject, input),
});

export const archiveRecommendation = command({
  name: 'recommendation.archive',
  input: z.object({ ref: reference() }),
  subject: recommendationNamed<{ ref: string }>((input) => input.ref),
  perform: async ({ tx, subject, now, call }) => {
    if (!call.reason) throw invalidField('reason', 'archive.reasonNeeded');
    await tx.updateTable('recommendation').set({ archived_at: now, archived_reason: call.reason }).where('id', '=', subject.id).execute();
    return { ref: subject.ref };
  },
});

export const reviveRecommendation = command({
  name: 'recommendation.revive',
  input: z.object({ ref: reference() }),
  subject: existing<Tables, 'recommendation'>('recommendation')<{ ref: string }>({
    by: (row, input) => row.and([row('recommendation.ref', '=', input.ref)]),
    mayRead: mayReadRecommendation,
    may: mayEditRecommendation,
    archivedToo: true,
  }),
  perform: async ({ tx, subject }) => {
    await tx.updateTable('recommendation').set({ archived_at: null, archived_reason: null }).where('id', '=', subject.id).execute();
    return { ref: subject.ref };
  },
});

/** Another name under which the recommendation was known, "Issue 9": it keeps answering and is never given to another one. */
export const aliasRecommendation = command({
  name: 'recommendation.alias',
  input: z.object({ ref: reference(), alias: line({ max: 100 }) }),
  subject: recommendationNamed<{ ref: string }>((input) => input.ref),
  perform: async ({ tx, input, subject }) => {
    await nameAlso(tx, subject.ref, input.alias);
    return { ref: subject.ref };
  },
});

const insert = async (tx: Writes<Tables>, review: { id: number; prefix: string }, input: NewRecommendation) => {
  const ref = input.ref ?? referenceOf(review.prefix, input.number);
  const taken = await tx.selectFrom('recommendation').select('id').where('ref', '=', ref).executeTakeFirst();
  if (taken) throw conflict('recommendation.refTaken', { ref });
  const { id } = await tx
    .insertInto('recommendation')
    .values({ review_id: review.id, ...newFacts(ref, input) })
    .returning('id')
    .executeTakeFirstOrThrow();
  await address(tx, id, input.addressees);
  return { ref };
};

const update = async (tx: Writes<Tables>, known: KnownRecommendation & { id: number; ref: string }, input: Facts) => {
  await tx
    .updateTable('recommendation')
    .set(changedFacts(known, input, mergeTexts))
    .where('id', '=', known.id)
    .execute();
  await address(tx, known.id, input.addressees);
  return { ref: known.ref };
};

/** Makes these bodies, and no others, the addressees. */
const address = async (tx: Writes<Tables>, recommendationId: number, refs: readonly string[] | null | undefined): Promise<void> => {
  if (!refs) return;
  const bodies =
    refs.length > 0
      ? await tx
          .selectFrom('body')
          .select(['id', 'ref'])
          .where('ref', 'in', [...refs])
          .execute()
      : [];
  const missing = refs.find((ref) => !bodies.some((body) => body.ref === ref));
  if (missing) throw invalidField('addressees', 'body.unknown', { ref: missing });
  const current = await tx.selectFrom('addressee').select(['id', 'body_id']).where('recommendation_id', '=', recommendationId).execute();
  const gone = current.filter((one) => !bodies.some((body) => body.id === one.body_id));
  if (gone.length > 0)
    await tx
      .deleteFrom('addressee')
      .where(
        'id',
        'in',
        gone.map((one) => one.id),
      )
      .execute();
  const added = bodies.filter((body) => !current.some((one) => one.body_id === body.id));
  if (added.length > 0)
    await tx
      .insertInto('addressee')
      .values(added.map((body) => ({ recommendation_id: recommendationId, body_id: body.id })))
      .execute();
};

/** Names are unique within a review: two reviews may both have had an "Issue 9". */
const nameAlso = async (tx: Writes<Tables>, ref: string, alias: string): Promise<void> => {
  const recommendation = await tx.selectFrom('recommendation').select(['id', 'review_id']).where('ref', '=', ref).executeTakeFirst();
  if (!recommendation) throw notFound();
  const named = { kind: aliasKind(recommendation.review_id), text_key: aliasKey(alias) };
  const known = await tx
    .selectFrom('alias')
    .select('record_id')
    .where('kind', '=', named.kind)
    .where('text_key', '=', named.text_key)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  if (known && known.record_id !== recommendation.id) throw conflict('recommendation.aliasTaken', { alias });
  if (!known)
    await tx
      .insertInto('alias')
      .values({ ...named, record_id: recommendation.id, text: alias })
      .execute();
};

const jsonOf = (text: Texts | null | undefined): string | null => (text ? JSON.stringify(text) : null);
