import { z } from 'zod';
import { notFound } from '../../../platform/errors.ts';
import { line } from '../../../platform/fields.ts';
import { type ApiRow, changes, listOf, reads } from '../../../platform/http/api.ts';
import { textsSchema } from '../../../platform/i18n/texts.ts';
import { answerList, listInput } from '../../../platform/lists/api.ts';
import { toldRemovals } from '../content/removals.ts';
import { contentShape as content } from '../content/shape.ts';
import { reportList } from './list.ts';
import { reportByRef } from './queries.ts';
import { readReport } from './read.ts';
import { startReport } from './start.ts';
import { acknowledgeReport, approveReport, archiveReport, changeReport, returnReport, sendToReview, submitReport } from './steps.ts';
import { takeInReport } from './take-in.ts';

const named = z.object({ ref: z.string() });
const text = textsSchema.nullable();
export const api: readonly ApiRow[] = [
  reads({
    path: '/reports',
    summary: 'Reports, newest period first. Filters as in the address of the page: q, state, review.',
    input: listInput('q', 'state', 'review'),
    output: listOf(
      z.object({
        ref: z.string(),
        title: textsSchema,
        review: z.string(),
        body: z.string().nullable(),
        from: z.string(),
        to: z.string(),
        dueOn: z.string().nullable(),
        state: z.string(),
        submittedOn: z.string().nullable(),
        author: z.string(),
      }),
    ),
    ask: (db, _actor, input, v) =>
      answerList(db, reportList, input, v, (row) => ({
        ...row,
        review: row.review_ref,
        body: row.body_ref,
        from: row.from_on,
        to: row.to_on,
        dueOn: row.due_on,
        submittedOn: row.submitted_on,
        author: row.author_name,
      })),
  }),
  reads({
    path: '/reports/:ref',
    summary:
      'A report with everything that it says. Of a submitted report it is the frozen content, whose `checksum` is SHA-256 over its canonical JSON (keys sorted, no spaces). Where somebody asked to be forgotten, names were removed from it afterwards: `removals` says when and with which checksum from then on, the last of which the content fits; figures stay.',
    input: z.object({ ref: line() }),
    output: z.object({
      ref: z.string(),
      version: z.number(),
      state: z.string(),
      dueOn: z.string().nullable(),
      checksum: z.string().nullable(),
      removals: z.array(z.object({ on: z.string(), checksum: z.string(), note: z.record(z.string(), z.string()) })),
      content,
      sections: z.array(
        z.object({ id: z.number(), version: z.number(), kind: z.string(), item: z.string().nullable(), title: text, text }),
      ),
      steps: z.array(z.object({ step: z.string(), happened_on: z.string(), by_name: z.string(), note: z.string().nullable() })),
      errata: z.array(z.object({ happened_on: z.string(), place: z.string().nullable(), text: textsSchema, by_name: z.string() })),
      questions: z.array(
        z.object({
          number: z.number(),
          asked_on: z.string(),
          by_name: z.string(),
          text: textsSchema,
          assigned: z.string().nullable(),
          due_on: z.string().nullable(),
          answer: text,
          answered_on: z.string().nullable(),
        }),
      ),
    }),
    ask: async (db, actor, { ref }) => {
      const report = await reportByRef(db, actor, ref);
      if (!report) throw notFound('report.notFound', { ref });
      const read = await readReport(db, actor, report);
      return {
        ...report,
        ...read,
        removals: toldRemovals(read.removals),
        steps: [...read.steps],
        errata: [...read.errata],
        questions: [...read.questions],
        dueOn: report.due_on,
        sections: read.sections.map((section) => ({ ...section, item: section.item_ref })),
      };
    },
  }),
  changes({
    method: 'post',
    path: '/reports',
    summary: 'Starts the report of a period with the structure of the last one.',
    command: startReport,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/reports/taken-in',
    summary: 'Takes in a report that was submitted elsewhere, with the values that its document states.',
    command: takeInReport,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'patch',
    path: '/reports/:ref',
    summary: 'Changes period, due day, title, body or author of a draft.',
    command: changeReport,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: '/reports/:ref',
    summary: 'Archives a draft; needs a `reason`.',
    command: archiveReport,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/reports/:ref/review',
    summary: 'Sends a draft to review.',
    command: sendToReview,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: '/reports/:ref/review',
    summary: 'Returns a report to drafting; needs a `reason`.',
    command: returnReport,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/reports/:ref/approval',
    summary: 'Records that a report was approved.',
    command: approveReport,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/reports/:ref/submission',
    summary: 'Submits a report: its figures and texts are frozen.',
    command: submitReport,
    output: named.extend({ checksum: z.string() }),
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/reports/:ref/acknowledgement',
    summary: 'Records that the committee acknowledged a report.',
    command: acknowledgeReport,
    output: named,
    answer: (given) => given,
  }),
];
