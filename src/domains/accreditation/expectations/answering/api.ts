import { z } from 'zod';
import { conflict, notFound } from '../../../../platform/errors.ts';
import { line } from '../../../../platform/fields.ts';
import { type ApiRow, changes, reads } from '../../../../platform/http/api.ts';
import { textsSchema } from '../../../../platform/i18n/texts.ts';
import { canBeSent, graceDays, questionKinds } from '../campaign.ts';
import { expectationsQuestion, reportByToken } from '../queries.ts';
import { answerReport, askCorrection } from './commands.ts';

const path = '/member-report/:token';
const named = z.object({ organisation: z.string() });
const said = z.record(z.string(), z.string().nullable());
const item = z.object({ key: z.string(), text: textsSchema });

/** What the holder of a personal link does, for programs: the link is the key, and no token is needed. */
export const answeringApi: readonly ApiRow[] = [
  reads({
    path,
    summary: 'The periodic report that a personal link opens: what is asked, what was said last time, and what was sent.',
    input: z.object({ token: line({ max: 100 }) }),
    output: z.object({
      organisation: z.string(),
      title: textsSchema,
      dueOn: z.string(),
      linkCountsUntil: z.string(),
      open: z.boolean(),
      questions: z.array(item.extend({ kind: z.enum(questionKinds) })),
      expectations: z.array(item),
      last: z.object({ answers: said, expectations: said }).nullable(),
      sent: z
        .object({ on: z.string(), by: z.string(), unchanged: z.boolean(), answers: said, expectations: said, changes: said })
        .nullable(),
      correctionAskedOn: z.string().nullable(),
    }),
    ask: async (db, _actor, { token }, v) => {
      const report = await reportByToken(db, token).executeTakeFirst();
      if (!report) throw notFound('campaign.linkUnknown');
      if (report.expires_on < v.today) throw conflict('campaign.linkExpired', { days: graceDays });
      const expected = await expectationsQuestion(db, report.body_id, v.today).executeTakeFirst();
      return {
        organisation: report.ref,
        title: report.title,
        dueOn: report.due_on,
        linkCountsUntil: report.expires_on,
        open: canBeSent(report, v.today),
        questions: report.questions,
        expectations: expected?.items ?? [],
        last: report.last,
        sent: report.answered_on
          ? {
              on: report.answered_on,
              by: report.answered_by ?? '',
              unchanged: report.unchanged,
              answers: report.answers,
              expectations: report.expectations,
              changes: report.changes,
            }
          : null,
        correctionAskedOn: report.correction_asked_on,
      };
    },
  }),
  changes({
    method: 'put',
    path,
    byLink: true,
    summary: 'Sends the report. It is final then, unless those who lead the region open it again.',
    command: answerReport,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: `${path}/correction`,
    byLink: true,
    summary: 'Says what was wrong in the report that was sent.',
    command: askCorrection,
    output: named,
    answer: (given) => given,
  }),
];
