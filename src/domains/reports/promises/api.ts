import { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyReads } from '../../../platform/db/tables.ts';
import { notFound } from '../../../platform/errors.ts';
import { day, line, optional } from '../../../platform/fields.ts';
import { type ApiRow, listOf, reads } from '../../../platform/http/api.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { textsSchema } from '../../../platform/i18n/texts.ts';
import { answerList, listInput } from '../../../platform/lists/api.ts';
import { termsOf } from '../../../platform/terms/terms.ts';
import { promiseList } from './list.ts';
import { lastEnd } from './list-columns.ts';
import { happeningsOf, promiseByRef, storyOf } from './queries.ts';
import { addressOf } from './words.ts';

const text = textsSchema.nullable();
const words = z.string().nullable();
const amount = z.number().nullable();
const body = z.object({ ref: z.string(), name: textsSchema, acronym: words });
const end = z.object({
  label: z.string(),
  title: words,
  endsOn: words,
  precision: z.string(),
  baselineOn: words,
  status: words,
  percent: amount,
});
const evidence = z.array(z.object({ title: z.string(), url: words }));

const asked = z.object({
  ref: z.string(),
  number: z.string(),
  title: textsSchema,
  text,
  page: words,
  themes: z.array(z.string()),
  review: z.object({ ref: z.string(), title: textsSchema, examiner: words, publishedOn: words, sourceUrl: words }),
  addressees: z.array(body),
  positions: z.array(
    z.object({ body, stance: words, comment: text, decidedHow: words, decidedOn: words, decidedLink: words, stale: z.boolean() }),
  ),
  answers: z.array(
    z.object({ body, answer: z.string(), explanation: text, alternativeWording: text, decidedOn: words, decidedLink: words }),
  ),
});

const inside = z.object({
  ref: z.string(),
  kind: z.string(),
  title: textsSchema,
  status: words,
  percent: amount,
  ends: z.array(end),
  late: z.boolean(),
  evidence,
});

const planned = inside.extend({
  number: words,
  goal: text,
  currentState: text,
  steps: text,
  metrics: text,
  method: text,
  outcome: text,
  note: text,
  phase: words,
  startsOn: words,
  endedOn: words,
  health: words,
  body: body.nullable(),
  verified: z.boolean(),
  leads: z.array(z.object({ role: z.string(), name: words })),
  budget: z.array(z.object({ year: z.string(), currency: z.string(), planned: amount, approved: amount, spent: amount })),
  progress: z.array(
    z.object({
      on: z.string(),
      text: textsSchema,
      percent: amount,
      status: words,
      health: words,
      part: words,
      endedBefore: words,
      endedAfter: words,
      reason: words,
      by: words,
    }),
  ),
  closures: z.array(
    z.object({
      state: z.string(),
      claimedOn: z.string(),
      claimedBy: words,
      note: words,
      judgedOn: words,
      judgedBy: words,
      judgement: words,
    }),
  ),
  outside: z.array(
    z.object({ owner: z.string(), promise: words, promisedOn: words, precision: z.string(), lastAskedOn: words, keptOn: words }),
  ),
  reported: z.array(
    z.object({
      report: z.string(),
      title: textsSchema,
      on: z.string(),
      percent: amount,
      status: words,
      ends: z.array(z.object({ label: z.string(), status: words, percent: amount })),
    }),
  ),
  statements: z.array(
    z.object({ field: z.string(), part: z.string(), value: z.string(), source: z.string(), place: words, statedOn: words }),
  ),
});

const wholeStory = z.object({
  ref: z.string(),
  address: z.string(),
  kind: z.string(),
  title: textsSchema,
  aliases: z.array(z.string()),
  archived: z.boolean(),
  draft: z.boolean(),
  stage: z.string(),
  late: z.boolean(),
  asAt: words,
  asAtFrom: words,
  asked: z.array(asked),
  planned: z.array(planned),
  inside: z.array(inside),
  history: z.array(
    z.object({
      id: z.number(),
      at: z.string(),
      ref: z.string(),
      command: z.string(),
      changes: z.array(z.object({ field: z.string(), part: z.string(), before: z.unknown(), after: z.unknown() })),
    }),
  ),
});

/** The promise for programs; the page's own JSON is the same. Refuses with *not found*. */
export const wholePromise = async (
  db: AnyReads,
  actor: Actor,
  { ref, asAt }: { ref: string; asAt?: string | null | undefined },
  v: Visit,
): Promise<z.output<typeof wholeStory>> => {
  const found = await promiseByRef(db, actor, ref);
  const told = found && (await storyOf(db, actor, found, v.today, asAt ?? undefined));
  if (!told) throw notFound('promise.notFound', { ref });
  const { story } = told;
  return wholeStory.parse({
    ...story,
    address: addressOf(v, story, story.past?.day),
    asAt: story.past?.day ?? null,
    asAtFrom: story.past?.from ?? null,
    history: await happeningsOf(db, found, told, { limit: 50 }),
  });
};

export const api: readonly ApiRow[] = [
  reads({
    path: '/promises',
    summary:
      'Every promise with how far it is. Filters, order and pages as in the address of the page: q, stage, late, review, theme, body.',
    input: listInput('q', 'stage', 'late', 'review', 'theme', 'body', 'sort'),
    output: listOf(
      z.object({
        ref: z.string(),
        kind: z.string(),
        title: textsSchema,
        review: words,
        stage: z.string(),
        late: z.boolean(),
        answer: words,
        items: z.array(z.object({ ref: z.string(), status: z.string(), percent: amount })),
        endsOn: words,
        endedOn: words,
      }),
    ),
    ask: async (db, _actor, input, v) => {
      const list = promiseList(await termsOf(db, ['stance', 'theme']));
      return answerList(db, list, input, v, (row) => ({
        ...row,
        review: row.review_ref,
        endsOn: lastEnd(row),
        endedOn: row.ended_on,
      }));
    },
  }),
  reads({
    path: '/promises/:ref',
    summary:
      'What was asked, where bodies stood, what was planned and done, with evidence and history; with `asAt` as it stood at the end of that day.',
    input: z.object({ ref: line(), asAt: optional(day()) }),
    output: wholeStory,
    ask: wholePromise,
  }),
];
