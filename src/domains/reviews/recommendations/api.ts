import { z } from 'zod';
import { historyOf } from '../../../platform/audit/history.ts';
import { notFound } from '../../../platform/errors.ts';
import { id as idField, line, optional, reference } from '../../../platform/fields.ts';
import { type ApiRow, changes, listOf, reads } from '../../../platform/http/api.ts';
import { textsSchema } from '../../../platform/i18n/texts.ts';
import { answerList, listInput } from '../../../platform/lists/api.ts';
import {
  addRecommendation,
  addReview,
  aliasRecommendation,
  archiveRecommendation,
  changeRecommendation,
  changeReview,
  reviveRecommendation,
} from './commands.ts';
import { notOne } from './here.ts';
import { listReviews, recommendationByRef, reviewByRef, wordsOfReviews } from './queries.ts';
import { recommendationRegister } from './register.ts';

const named = z.object({ ref: z.string() });
const review = z.object({
  ref: z.string(),
  prefix: z.string(),
  title: textsSchema,
  examiner: z.string().nullable(),
  published_on: z.string().nullable(),
  state: z.string(),
});

const listed = z.object({
  ref: z.string(),
  review: z.string(),
  number: z.string(),
  title: textsSchema,
  themes: z.array(z.string()),
  owner: z.string().nullable(),
  coordination: z.string().nullable(),
  priority: z.string().nullable(),
  stances: z.array(z.object({ stance: z.string(), count: z.number() })),
});

const entry = z.object({
  id: z.number(),
  at: z.string(),
  who: z.string().nullable(),
  command: z.string(),
  reason: z.string().nullable(),
  changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
});

export const api: readonly ApiRow[] = [
  reads({
    path: '/reviews',
    summary: 'All reviews, newest first.',
    output: z.object({ items: z.array(review) }),
    ask: async (db, actor) => ({ items: await listReviews(db, actor) }),
  }),
  reads({
    path: '/reviews/:ref',
    summary: 'One review.',
    input: z.object({ ref: reference() }),
    output: review.extend({ version: z.number(), description: textsSchema.nullable(), source_url: z.string().nullable() }),
    ask: async (db, actor, { ref }) => {
      const found = await reviewByRef(db, actor, ref);
      if (!found) throw notFound('review.notFound', { ref });
      return found;
    },
  }),
  changes({ method: 'post', path: '/reviews', summary: 'Adds a review.', command: addReview, output: named, answer: (given) => given }),
  changes({
    method: 'patch',
    path: '/reviews/:ref',
    summary: 'Changes a review; fields that are absent stay as they are.',
    command: changeReview,
    output: named,
    answer: (given) => given,
  }),
  reads({
    path: '/recommendations',
    summary:
      'The register of recommendations. Filters, order and pages as in the address of the page: q, review, theme, stance, positions, sort, page, per.',
    input: listInput('q', 'review', 'theme', 'owner', 'coordination', 'stance', 'positions', 'priority', 'sort'),
    output: listOf(listed),
    ask: async (db, _actor, input, v) => {
      const list = recommendationRegister(await wordsOfReviews(db));
      return answerList(db, list, input, v, (row) => ({
        ref: row.ref,
        review: row.review_ref,
        number: row.number,
        title: row.title,
        themes: row.themes,
        owner: row.owner_class,
        coordination: row.coordination_class,
        priority: row.priority,
        stances: row.stances.flatMap(({ stance, count }) => (stance === null ? [] : [{ stance, count }])),
      }));
    },
  }),
  reads({
    path: '/recommendations/:ref',
    summary: 'One recommendation, by its reference or a former name.',
    input: z.object({ ref: line() }),
    output: z.object({
      ref: z.string(),
      version: z.number(),
      review: z.string(),
      number: z.string(),
      title: textsSchema,
      text: textsSchema.nullable(),
      themes: z.array(z.string()),
      page: z.string().nullable(),
      owner: z.string().nullable(),
      coordination: z.string().nullable(),
      priority: z.string().nullable(),
      addressees: z.array(z.string()),
      aliases: z.array(z.string()),
      archivedAt: z.string().nullable(),
    }),
    ask: async (db, actor, { ref }) => {
      const found = await recommendationByRef(db, actor, ref);
      if (!found) throw await notOne({ db, actor }, ref);
      return {
        ...found,
        review: found.review_ref,
        owner: found.owner_class,
        coordination: found.coordination_class,
        addressees: found.addressees.map((body) => body.ref),
        aliases: found.aliases.map((alias) => alias.text),
        archivedAt: found.archived_at,
      };
    },
  }),
  reads({
    path: '/recommendations/:ref/history',
    summary: 'Who changed what, newest first.',
    input: z.object({ ref: line(), before: optional(idField()) }),
    output: z.object({ items: z.array(entry) }),
    ask: async (db, actor, { ref, before }) => {
      const found = await recommendationByRef(db, actor, ref);
      if (!found) throw await notOne({ db, actor }, ref);
      return {
        items: [
          ...(await historyOf(
            db,
            [
              { table: 'recommendation', id: found.id },
              { table: 'addressee', of: 'recommendation_id', id: found.id },
            ],
            { actor, ...(before ? { before } : {}) },
          )),
        ].map((one) => ({ ...one, changes: [...one.changes] })),
      };
    },
  }),
  changes({
    method: 'post',
    path: '/recommendations',
    summary: 'Adds a recommendation to a review.',
    command: addRecommendation,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'patch',
    path: '/recommendations/:ref',
    summary: 'Changes a recommendation; fields that are absent stay as they are.',
    command: changeRecommendation,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: '/recommendations/:ref',
    summary: 'Archives a recommendation; needs a `reason`.',
    command: archiveRecommendation,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/recommendations/:ref/revival',
    summary: 'Brings an archived recommendation back.',
    command: reviveRecommendation,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/recommendations/:ref/aliases',
    summary: 'Gives a recommendation another name that keeps answering.',
    command: aliasRecommendation,
    output: named,
    answer: (given) => given,
  }),
];
