import { commandsOver } from '../../../platform/command.ts';
import type { Day } from '../../../platform/db/tables.ts';
import { reading, type Writes } from '../../../platform/db/tables.ts';
import { together } from '../../../platform/db/together.ts';
import { conflict, invalidField } from '../../../platform/errors.ts';
import { mergeTexts, type Texts } from '../../../platform/i18n/texts.ts';
import { checksumOf } from '../content/canonical.ts';
import { drawContent, drawQuestions } from '../content/draw.ts';
import { mayApproveReport, mayOverseeReport, mayReviewReport, maySubmitReport } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { reportByRef } from './queries.ts';
import { canMove, decision, isFrozen, plainStep, type ReportState, reportChange } from './report.ts';
import { noteStep, titleFor } from './start.ts';
import { bodyNamed, personNamed, reportNamed } from './subjects.ts';

const command = commandsOver<Tables>();

export const changeReport = command({
  name: 'report.change',
  input: reportChange,
  subject: reportNamed(),
  perform: async ({ tx, input, subject, actor }) => {
    if (subject.state !== 'drafting') throw conflict(isFrozen(subject.state) ? 'report.isFrozen' : 'report.notDrafting');
    const author = input.author ? await personNamed(tx, actor, 'author', input.author, subject.author_id) : undefined;
    const [from, to] = [input.from ?? subject.from_on, input.to ?? subject.to_on];
    if (from > to) throw invalidField('to', 'report.endsBeforeStart');
    const title = retitled(input.title ? mergeTexts(subject.title, input.title) : subject.title, subject.to_on, to);
    await tx
      .updateTable('report')
      .set({
        from_on: from,
        to_on: to,
        ...(input.dueOn !== undefined ? { due_on: input.dueOn } : {}),
        title: JSON.stringify(title),
        ...(input.body !== undefined ? { body_id: input.body ? await bodyNamed(tx, input.body) : null } : {}),
        ...(author ? { author_id: author.id, author_name: author.display_name } : {}),
      })
      .where('id', '=', subject.id)
      .execute();
    return { ref: subject.ref };
  },
});

/** A title that nobody wrote names the end of the period, and goes with it. */
const retitled = (title: Texts, before: Day, to: Day): Texts => {
  const [old, fresh] = [titleFor(before), titleFor(to)];
  const texts = Object.entries(title.texts).map(([language, text]) => [
    language,
    text === old.texts[language] ? (fresh.texts[language] ?? text) : text,
  ]);
  return { ...title, texts: Object.fromEntries(texts) };
};

export const sendToReview = command({
  name: 'report.sendToReview',
  input: plainStep,
  subject: reportNamed(),
  perform: async ({ tx, subject, actor, today }) => {
    await move(tx, subject, 'inReview');
    await noteStep(tx, subject.id, 'sentToReview', today, actor);
    return { ref: subject.ref };
  },
});

/** Back to drafting, with the reason. */
export const returnReport = command({
  name: 'report.return',
  input: plainStep,
  subject: reportNamed(mayReviewReport),
  perform: async ({ tx, subject, actor, today, call }) => {
    if (!call.reason) throw invalidField('reason', 'report.whyReturned');
    await move(tx, subject, 'drafting');
    await noteStep(tx, subject.id, 'returned', today, actor, { note: call.reason });
    return { ref: subject.ref };
  },
});

export const approveReport = command({
  name: 'report.approve',
  input: decision,
  subject: reportNamed(mayApproveReport),
  perform: async ({ tx, input, subject, actor, today }) => {
    const on = input.on ?? today;
    if (on > today) throw invalidField('on', 'report.inFuture');
    await move(tx, subject, 'approved');
    await noteStep(tx, subject.id, 'approved', on, actor, input);
    return { ref: subject.ref };
  },
});

/** Freezes the report: figures and texts of one moment, with their checksum. Of two who submit at once one meets a conflict. */
export const submitReport = command({
  name: 'report.submit',
  isolation: 'repeatable read',
  input: decision,
  subject: reportNamed(maySubmitReport),
  perform: async ({ tx, input, subject, actor, now, today }) => {
    if (subject.to_on > today) throw conflict('report.periodNotOver', { day: subject.to_on });
    await move(tx, subject, 'submitted');
    const whole = await reportByRef(reading(tx), actor, subject.ref);
    if (!whole) throw conflict('report.isFrozen');
    const content = await drawContent(reading(tx), whole, await together(reading(tx), drawQuestions(reading(tx), whole)));
    const checksum = checksumOf(content);
    await tx
      .insertInto('report_snapshot')
      .values({ report_id: subject.id, taken_at: now, checksum, content: JSON.stringify(content) })
      .execute();
    await noteStep(tx, subject.id, 'submitted', today, actor, input);
    return { ref: subject.ref, checksum };
  },
});

export const acknowledgeReport = command({
  name: 'report.acknowledge',
  input: decision,
  subject: reportNamed(mayOverseeReport),
  perform: async ({ tx, input, subject, actor, today }) => {
    const on = input.on ?? today;
    if (on > today) throw invalidField('on', 'report.inFuture');
    await move(tx, subject, 'acknowledged');
    await noteStep(tx, subject.id, 'acknowledged', on, actor, input);
    return { ref: subject.ref };
  },
});

/** Puts a draft away; what was submitted stays. */
export const archiveReport = command({
  name: 'report.archive',
  input: plainStep,
  subject: reportNamed(),
  perform: async ({ tx, subject, now, call }) => {
    if (isFrozen(subject.state)) throw conflict('report.isFrozen');
    if (!call.reason) throw invalidField('reason', 'archive.reasonNeeded');
    await tx.updateTable('report').set({ archived_at: now, archived_reason: call.reason }).where('id', '=', subject.id).execute();
    return { ref: subject.ref };
  },
});

const move = async (tx: Writes<Tables>, report: { id: number; state: ReportState }, to: ReportState): Promise<void> => {
  if (!canMove(report.state, to)) throw conflict(isFrozen(report.state) ? 'report.isFrozen' : `report.cannot.${to}`);
  await tx.updateTable('report').set({ state: to }).where('id', '=', report.id).execute();
};
