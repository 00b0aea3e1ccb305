import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import { changesSince } from '../../../platform/audit/entry.ts';
import { commandsOver } from '../../../platform/command.ts';
import { type AnyWrites, reading } from '../../../platform/db/tables.ts';
import { conflict, forbidden, invalidField, notFound } from '../../../platform/errors.ts';
import { mergeTexts, type Texts } from '../../../platform/i18n/texts.ts';
import { mayManageReview, mayReadRecommendation } from '../policy.ts';
import { recommendationNamed } from '../recommendations/commands.ts';
import type { Tables } from '../tables.ts';
import { answerWithdrawal, linkRemoval, newLink, officialAnswer, template, templateFields } from './assessment.ts';
import { mayAnswerFor, mayFill } from './policy.ts';
import { pathBetween } from './queries.ts';

const command = commandsOver<Tables>();

/** Fills fields of the feasibility template; those not spoken of stay as they are. */
export const fillFeasibility = command({
  name: 'feasibility.fill',
  input: template,
  subject: (tx, { recommendation }: { recommendation: string }, actor) => toFill(tx, { recommendation }, actor),
  perform: async ({ tx, input, subject }) => {
    const known = await tx.selectFrom('feasibility').selectAll().where('recommendation_id', '=', subject.id).executeTakeFirst();
    await mustHaveSeen(tx as unknown as AnyWrites, 'feasibility', known, input.version);
    const values = Object.fromEntries(
      templateFields.flatMap(({ key, column, kind }) => {
        const given = input[key];
        if (given === undefined) return [];
        const stored = known?.[column] as Texts | null | undefined;
        return [[column, kind === 'texts' && given !== null ? JSON.stringify(mergeTexts(stored, given as Texts)) : given]];
      }),
    );
    if (known) {
      const revived = { ...values, archived_at: null, archived_reason: null };
      await tx.updateTable('feasibility').set(revived).where('id', '=', known.id).execute();
    } else if (Object.values(values).some((value) => value !== null)) {
      await tx
        .insertInto('feasibility')
        .values({ recommendation_id: subject.id, ...values })
        .execute();
    }
    return { recommendation: subject.ref };
  },
});

/** What a body, such as the Board, officially answered. A body answers once; a change of mind is a change of that answer. */
export const recordAnswer = command({
  name: 'answer.record',
  input: officialAnswer,
  subject: (tx, input: z.output<typeof officialAnswer>, actor) => answerPlace(tx, input, actor),
  perform: async ({ tx, input, subject, today }) => {
    const { recommendation, body, answer } = subject;
    await mustHaveSeen(tx as unknown as AnyWrites, 'answer', answer, input.version);
    if (input.on && input.on > today) throw invalidField('on', 'answer.inFuture');
    // What a withdrawn answer said is history: recorded anew, it says only what is given now.
    const stands = answer && !answer.archived_at ? answer : undefined;
    const values = {
      ...(stands ? {} : { explanation: null, alternative_wording: null, decided_on: null, decided_link: null }),
      answer: input.answer,
      ...(input.explanation !== undefined
        ? { explanation: input.explanation ? JSON.stringify(mergeTexts(stands?.explanation, input.explanation)) : null }
        : {}),
      ...(input.alternativeWording !== undefined
        ? {
            alternative_wording: input.alternativeWording
              ? JSON.stringify(mergeTexts(stands?.alternative_wording, input.alternativeWording))
              : null,
          }
        : {}),
      ...(input.on !== undefined ? { decided_on: input.on } : {}),
      ...(input.link !== undefined ? { decided_link: input.link } : {}),
    };
    if (answer)
      await tx
        .updateTable('answer')
        .set({ ...values, archived_at: null, archived_reason: null })
        .where('id', '=', answer.id)
        .execute();
    else
      await tx
        .insertInto('answer')
        .values({ ...values, recommendation_id: recommendation.id, body_id: body.id })
        .execute();
    return { recommendation: recommendation.ref, body: body.ref, answer: input.answer };
  },
});

/** An answer that was recorded by mistake; it stays in the history. */
export const withdrawAnswer = command({
  name: 'answer.withdraw',
  input: answerWithdrawal,
  subject: (tx, input: z.output<typeof answerWithdrawal>, actor) => answerPlace(tx, input, actor),
  perform: async ({ tx, input, subject, now, call }) => {
    const { recommendation, body, answer } = subject;
    if (!answer || answer.archived_at) throw notFound();
    await mustHaveSeen(tx as unknown as AnyWrites, 'answer', answer, input.version);
    if (!call.reason) throw invalidField('reason', 'archive.reasonNeeded');
    await tx.updateTable('answer').set({ archived_at: now, archived_reason: call.reason }).where('id', '=', answer.id).execute();
    return { recommendation: recommendation.ref, body: body.ref };
  },
});

/** Joins two recommendations, which may stand in different reviews. Links of one kind never close a circle. */
export const addLink = command({
  name: 'link.add',
  input: newLink,
  subject: (tx, input: z.output<typeof newLink>, actor) => linkPlace(tx, input, actor),
  perform: async ({ tx, input, subject }) => {
    const { from, to } = subject;
    const archived = [from, to].find((end) => end.archived_at);
    if (archived) throw conflict('link.archivedEnd', { ref: archived.ref });
    // Two links drawn at the same moment could close a circle that neither sees.
    await sql`select pg_advisory_xact_lock(hashtext('recommendation_link'))`.execute(tx);
    const known = await tx
      .selectFrom('recommendation_link')
      .select(['id', 'archived_at'])
      .where('from_id', '=', from.id)
      .where('to_id', '=', to.id)
      .where('kind', '=', input.kind)
      .executeTakeFirst();
    if (known && !known.archived_at) throw conflict('link.exists', { from: from.ref, to: to.ref });
    const way = await pathBetween(reading(tx), input.kind, to.id, from.id);
    if (way) throw invalidField('to', 'link.circle', { path: [from.ref, ...way].join(' → ') });
    const reason = input.why ?? null;
    if (known)
      await tx
        .updateTable('recommendation_link')
        .set({ reason, archived_at: null, archived_reason: null })
        .where('id', '=', known.id)
        .execute();
    else await tx.insertInto('recommendation_link').values({ from_id: from.id, to_id: to.id, kind: input.kind, reason }).execute();
    return { from: from.ref, kind: input.kind, to: to.ref };
  },
});

export const removeLink = command({
  name: 'link.remove',
  input: linkRemoval,
  subject: (tx, input: z.output<typeof linkRemoval>, actor) => linkPlace(tx, input, actor),
  perform: async ({ tx, input, subject, now, call }) => {
    if (!call.reason) throw invalidField('reason', 'archive.reasonNeeded');
    const gone = await tx
      .updateTable('recommendation_link')
      .set({ archived_at: now, archived_reason: call.reason })
      .where('from_id', '=', subject.from.id)
      .where('to_id', '=', subject.to.id)
      .where('kind', '=', input.kind)
      .where('archived_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!gone) throw notFound('link.notFound');
    return { from: subject.from.ref, kind: input.kind, to: subject.to.ref };
  },
});

/** Asked with the reference alone: the version in an input is that of the template, not of the recommendation. */
const toFill = recommendationNamed<{ recommendation: string }>((input) => input.recommendation, mayFill);

interface AnswerPlace {
  recommendation: { id: number; ref: string };
  body: { id: number; ref: string };
  answer:
    | { id: number; version: number; archived_at: string | null; explanation: Texts | null; alternative_wording: Texts | null }
    | undefined;
}

/** The recommendation that the actor may read, locked so that answers take turns, the body whose answers the actor records, and what it answered. */
const answerPlace = async (tx: AnyWrites, input: { recommendation: string; body: string }, actor: Actor): Promise<AnswerPlace> => {
  const recommendation = await tx
    .selectFrom('recommendation')
    .select(['id', 'ref', 'archived_at'])
    .where('ref', '=', input.recommendation)
    .where(mayReadRecommendation(actor))
    .forUpdate()
    .executeTakeFirst();
  if (!recommendation) throw notFound();
  const body = await tx
    .selectFrom('body')
    .select(['id', 'ref', mayAnswerFor(actor).as('may_it')])
    .where('ref', '=', input.body)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  if (!body) throw notFound('body.unknown', { ref: input.body });
  if (!body.may_it) throw forbidden();
  if (recommendation.archived_at) throw conflict('record.archived');
  const answer = await tx
    .selectFrom('answer')
    .selectAll()
    .where('recommendation_id', '=', recommendation.id)
    .where('body_id', '=', body.id)
    .executeTakeFirst();
  return { recommendation, body, answer } as AnswerPlace;
};

interface End {
  id: number;
  ref: string;
  archived_at: string | null;
}

/** Both ends of a link, which the actor may read, under the right to manage reviews. */
const linkPlace = async (tx: AnyWrites, input: { from: string; to: string }, actor: Actor): Promise<{ from: End; to: End }> => {
  const ends = (await tx
    .selectFrom('recommendation')
    .select(['id', 'ref', 'archived_at', mayManageReview(actor).as('may_it')])
    .where('ref', 'in', [input.from, input.to])
    .where(mayReadRecommendation(actor))
    .execute()) as (End & { may_it: boolean })[];
  const from = ends.find((end) => end.ref === input.from);
  if (!from) throw notFound();
  if (!from.may_it) throw forbidden();
  const to = ends.find((end) => end.ref === input.to);
  if (!to) throw invalidField('to', 'link.unknownRecommendation', { ref: input.to });
  return { from, to };
};

/** A reader who saw another version, or none where there is one now, is told who changed what. */
const mustHaveSeen = async (
  tx: AnyWrites,
  table: 'feasibility' | 'answer',
  known: { id: number; version: number; archived_at: string | null } | undefined,
  seen: number | null | undefined,
) => {
  const current = known && !known.archived_at ? known.version : 0;
  if (seen != null && seen !== current)
    throw conflict('record.changed', { version: current }, known ? await changesSince(tx, table, known.id, seen) : []);
};
