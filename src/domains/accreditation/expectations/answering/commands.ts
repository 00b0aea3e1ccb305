import { sql } from 'kysely';
import type { z } from 'zod';
import { type Actor, holds } from '../../../../platform/access/actor.ts';
import { commandsOver, type FindSubject } from '../../../../platform/command.ts';
import type { AnyWrites, Day, Reads, Writes } from '../../../../platform/db/tables.ts';
import { conflict, forbidden, notFound } from '../../../../platform/errors.ts';
import { canBeSent, graceDays, newAnswer, newCorrection, recordedAnswer, registerFields, reportNamed } from '../campaign.ts';
import { ask } from '../letter.ts';
import { mayReadReport } from '../policy.ts';
import { reportByToken, reportInWhole } from '../queries.ts';
import type { Tables } from '../tables.ts';

const command = commandsOver<Tables>();

type Report = NonNullable<Awaited<ReturnType<ReturnType<typeof reportByToken>['executeTakeFirst']>>>;

/** Whoever holds the link; another report than its own it does not open. */
const reportOfLink: FindSubject<{ token: string }, Report> = async (tx, input, _actor) => {
  const found = await reportByToken(tx as unknown as Reads<Tables>, input.token).executeTakeFirst();
  if (!found) throw notFound('campaign.linkUnknown');
  return found;
};

/** The report of a member, final once it is sent. What it says otherwise than the register is proposed to those who keep the register. */
export const answerReport = command({
  name: 'campaign.answer',
  input: newAnswer,
  subject: reportOfLink,
  perform: async ({ tx, input, subject, today }) => {
    if (subject.expires_on < today) throw conflict('campaign.linkExpired', { days: graceDays });
    await write(tx, subject, input, subject.name, today);
    return { organisation: subject.ref };
  },
});

/** Whoever holds the link says what was wrong in the report that was sent; those who lead the region open it again. */
export const askCorrection = command({
  name: 'campaign.askCorrection',
  input: newCorrection,
  subject: reportOfLink,
  perform: async ({ tx, input, subject, today }) => {
    if (subject.expires_on < today) throw conflict('campaign.linkExpired', { days: graceDays });
    if (canBeSent(subject, today)) throw conflict('campaign.stillOpen');
    await tx
      .updateTable('member_report')
      .set({ correction: input.text, correction_asked_on: today })
      .where('id', '=', subject.id)
      .execute();
    return { organisation: subject.ref };
  },
});

interface Which {
  report?: number | null | undefined;
  campaign?: number | null | undefined;
  organisation?: string | null | undefined;
}

/** A report for those who lead the campaign in the region of its member. */
const reportToLead: FindSubject<Which, Report & { may: boolean }> = async (tx: AnyWrites, input, actor: Actor) => {
  const found = await reportInWhole(tx as unknown as Reads<Tables>)
    .select(sql<boolean>`${holds(actor, 'campaign.manage', 'organisation.body_id')}`.as('may'))
    .where((row) =>
      input.report
        ? row('member_report.id', '=', input.report)
        : row.and([row('campaign.id', '=', input.campaign ?? 0), row('organisation.ref', '=', input.organisation ?? '')]),
    )
    .where(mayReadReport(actor))
    .forUpdate('member_report')
    .executeTakeFirst();
  if (!found) throw notFound();
  if (!found.may) throw forbidden();
  return found as unknown as Report & { may: boolean };
};

/** Opens a report for some days, sent or not, and writes to the member with new links. What was sent stands until it is sent again. */
export const openAgain = command({
  name: 'campaign.openAgain',
  input: reportNamed,
  subject: reportToLead,
  perform: async ({ tx, subject, today }) => {
    const lasts = Temporal.PlainDate.from(today).add({ days: graceDays }).toString();
    await tx.updateTable('member_report').set({ open_until: lasts }).where('id', '=', subject.id).execute();
    const organisation = await tx
      .selectFrom('organisation')
      .select(['id', 'name', 'email'])
      .where('id', '=', subject.organisation_id)
      .executeTakeFirstOrThrow();
    const told = await ask(tx, subject.id, organisation, { title: subject.title, due_on: subject.due_on, lasts }, today, 'again');
    return { campaign: subject.campaign_id, ref: subject.ref, told };
  },
});

/** Those who lead the campaign write down what a member told them in another way; it can be written down again. */
export const recordAnswer = command({
  name: 'campaign.record',
  input: recordedAnswer,
  subject: reportToLead as FindSubject<z.output<typeof recordedAnswer>, Report>,
  perform: async ({ tx, input, subject, today }) => {
    await write(tx, { ...subject, open_until: today }, input, input.by, today);
    return { campaign: subject.campaign_id, ref: subject.ref };
  },
});

type Said = Pick<z.output<typeof newAnswer>, 'unchanged' | 'answers' | 'expectations' | 'changes'>;

/** Of two that are sent at one moment the first one is the report. */
const write = async (tx: Writes<Tables>, report: Report, input: Said, by: string, today: Day): Promise<void> => {
  const asked = new Set(report.questions.map((question) => question.key));
  const filled = (values: Record<string, string | null | undefined>) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value != null && value !== ''));
  const answers = input.unchanged
    ? (report.last?.answers ?? {})
    : filled(Object.fromEntries(Object.entries(input.answers).filter(([name]) => asked.has(name))));
  const expectations = input.unchanged ? (report.last?.expectations ?? {}) : filled(input.expectations);
  const changes = input.unchanged
    ? {}
    : Object.fromEntries(
        registerFields.flatMap((field) => {
          const value = input.changes[field];
          return value === undefined || value === report[field] ? [] : [[field, value]];
        }),
      );
  if (!canBeSent(report, today)) throw conflict('campaign.isFinal');
  const { numUpdatedRows } = await tx
    .updateTable('member_report')
    .set({
      answered_on: today,
      answered_by: by,
      unchanged: input.unchanged,
      answers: JSON.stringify(answers),
      expectations: JSON.stringify(expectations),
      changes: JSON.stringify(changes),
      changes_state: Object.keys(changes).length > 0 ? 'proposed' : null,
      settled_by: null,
      correction: null,
      correction_asked_on: null,
      open_until: null,
    })
    .where('id', '=', report.id)
    .where('version', '=', report.version)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw conflict('campaign.isFinal');
};
