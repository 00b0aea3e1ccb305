import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import { changesSince } from '../../../platform/audit/entry.ts';
import { commandsOver } from '../../../platform/command.ts';
import type { AnyWrites, Writes } from '../../../platform/db/tables.ts';
import { conflict, forbidden, notFound } from '../../../platform/errors.ts';
import { mergeTexts, type Texts } from '../../../platform/i18n/texts.ts';
import { mayOverseeReport, mayReadReport, maySubmitReport, mayWriteReport } from '../policy.ts';
import { isFrozen, type ReportState } from '../report/report.ts';
import { personNamed, reportNamed } from '../report/subjects.ts';
import type { Tables } from '../tables.ts';
import { newErratum, newQuestion, questionAnswer, questionAssignment } from './question.ts';

const command = commandsOver<Tables>();

export const addErratum = command({
  name: 'erratum.add',
  input: newErratum,
  subject: reportNamed(maySubmitReport),
  perform: async ({ tx, input, subject, actor, today }) => {
    mustBeFrozen(subject.state);
    await tx
      .insertInto('report_erratum')
      .values({
        report_id: subject.id,
        happened_on: today,
        place: input.place ?? null,
        text: JSON.stringify(input.text),
        by_name: actor.name,
        person_id: actor.personId,
      })
      .execute();
    return { ref: subject.ref };
  },
});

export const askQuestion = command({
  name: 'question.ask',
  input: newQuestion,
  subject: reportNamed(mayOverseeReport),
  perform: async ({ tx, input, subject, actor, today }) => {
    mustBeFrozen(subject.state);
    const assigned = input.assigned ? (await personNamed(tx, actor, 'assigned', input.assigned)).id : subject.author_id;
    const { number } = await tx
      .selectFrom('report_question')
      .select(sql<number>`coalesce(max(number), 0) + 1`.as('number'))
      .where('report_id', '=', subject.id)
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('report_question')
      .values({
        report_id: subject.id,
        number,
        asked_on: today,
        by_name: actor.name,
        person_id: actor.personId,
        text: JSON.stringify(input.text),
        assigned_id: assigned,
        due_on: input.dueOn ?? null,
      })
      .execute();
    return { ref: subject.ref, number };
  },
});

export const answerQuestion = command({
  name: 'question.answer',
  input: questionAnswer,
  subject: (tx, input, actor) => questionOf(tx, input, actor),
  perform: async ({ tx, input, subject, actor, today }) => {
    const { question, report } = subject;
    await tx
      .updateTable('report_question')
      .set({ answer: JSON.stringify(mergeTexts(question.answer, input.answer)), answered_on: today, answered_by: actor.name })
      .where('id', '=', question.id)
      .execute();
    return { ref: report.ref, number: question.number };
  },
});

export const assignQuestion = command({
  name: 'question.assign',
  input: questionAssignment,
  subject: (tx, input, actor) => questionOf(tx, input, actor),
  perform: async ({ tx, input, subject, actor }) => {
    const { question, report } = subject;
    await tx
      .updateTable('report_question')
      .set({
        ...(input.assigned !== undefined
          ? { assigned_id: input.assigned ? (await personNamed(tx, actor, 'assigned', input.assigned)).id : null }
          : {}),
        ...(input.dueOn !== undefined ? { due_on: input.dueOn } : {}),
      })
      .where('id', '=', question.id)
      .execute();
    return { ref: report.ref, number: question.number };
  },
});

interface QuestionRow {
  id: number;
  version: number;
  number: number;
  answer: Texts | null;
}

/** A question that those who write the report, and whoever it is assigned to, may answer. */
const questionOf = async (
  tx: AnyWrites,
  input: { ref: string; number: number; version?: number | null | undefined },
  actor: Actor,
): Promise<{ question: QuestionRow; report: { ref: string } }> => {
  const found = await (tx as Writes<Tables>)
    .selectFrom('report_question')
    .innerJoin('report', 'report.id', 'report_question.report_id')
    .select(['report_question.id', 'report_question.version', 'report_question.number', 'report_question.answer', 'report.ref'])
    .select(
      sql<boolean>`(${mayWriteReport(actor)} or report_question.assigned_id is not distinct from ${actor.personId ?? -1})`.as('may_it'),
    )
    .where('report.ref', '=', input.ref)
    .where('report_question.number', '=', input.number)
    .where('report_question.archived_at', 'is', null)
    .where(mayReadReport(actor))
    .forUpdate('report_question')
    .executeTakeFirst();
  if (!found) throw notFound();
  if (!found.may_it) throw forbidden();
  if (input.version != null && found.version !== input.version)
    throw conflict('record.changed', { version: found.version }, await changesSince(tx, 'report_question', found.id, input.version));
  const { ref, may_it: _may, ...question } = found;
  return { question, report: { ref } };
};

const mustBeFrozen = (state: ReportState): void => {
  if (!isFrozen(state)) throw conflict('report.notSubmitted');
};
