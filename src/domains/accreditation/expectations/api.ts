import { z } from 'zod';
import { holdsSomewhere } from '../../../platform/access/actor.ts';
import { together } from '../../../platform/db/together.ts';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { id } from '../../../platform/fields.ts';
import { type ApiRow, changes, listOf, reads } from '../../../platform/http/api.ts';
import { textsSchema } from '../../../platform/i18n/texts.ts';
import { answerList, listInput } from '../../../platform/lists/api.ts';
import { answeringApi } from './answering/api.ts';
import { openAgain, recordAnswer } from './answering/commands.ts';
import { askedQuestion, campaignsQuestion, oneReportQuestion } from './campaigns/queries.ts';
import { openCampaign, settleChanges } from './commands.ts';
import { reportRegister } from './list.ts';
import { reportInWhole } from './queries.ts';
import { questionApi } from './questions/api.ts';
import { setApi } from './sets/api.ts';
import { reportStates } from './words.ts';

const said = z.record(z.string(), z.string().nullable());
const campaign = z.object({
  campaign: z.number(),
  title: textsSchema,
  body: z.string().nullable(),
  opensOn: z.string(),
  dueOn: z.string(),
  form: z.number(),
  asked: z.number(),
  answered: z.number(),
  letters: z.number(),
});

type Campaign = Awaited<ReturnType<ReturnType<typeof campaignsQuestion>['execute']>>[number];

const told = (one: Campaign): z.input<typeof campaign> => ({
  campaign: one.id,
  title: one.title,
  body: one.body_ref,
  opensOn: one.opens_on,
  dueOn: one.due_on,
  form: one.form_id,
  asked: one.asked,
  answered: one.answered,
  letters: Number(one.letters),
});

const report = z.object({
  report: z.number(),
  organisation: z.string(),
  name: z.string(),
  state: z.enum(reportStates),
  answeredOn: z.string().nullable(),
  answeredBy: z.string().nullable(),
  reminders: z.number(),
  correctionAskedOn: z.string().nullable(),
});

/** Members that an answer about one campaign names; all of them stand in the register. */
const mostAsked = 1000;

export const api: readonly ApiRow[] = [
  ...setApi,
  ...questionApi,
  ...answeringApi,
  reads({
    path: '/campaigns',
    summary: 'The campaigns that the reader leads, the latest first.',
    output: z.object({ items: z.array(campaign) }),
    ask: async (db, actor) => {
      if (!holdsSomewhere(actor, 'campaign.manage')) throw forbidden();
      return { items: (await campaignsQuestion(db, actor).execute()).map(told) };
    },
  }),
  reads({
    path: '/campaigns/:campaign',
    summary: 'One campaign with the members that it asks, those who say nothing first.',
    input: z.object({ campaign: id() }),
    output: campaign.extend({ members: z.array(report.extend({ letters: z.number() })) }),
    ask: async (db, actor, input) => {
      const { found, asked } = await together(db, {
        found: campaignsQuestion(db, actor).where('campaign.id', '=', input.campaign),
        asked: askedQuestion(db, actor, input.campaign, mostAsked),
      });
      const [one] = found;
      if (!one) throw notFound();
      return {
        ...told(one),
        members: asked.map((each) => ({
          report: each.id,
          organisation: each.ref,
          name: each.name,
          state: each.state,
          answeredOn: each.answered_on,
          answeredBy: each.answered_by,
          reminders: each.reminders,
          letters: each.told,
          correctionAskedOn: each.correction_asked_on,
        })),
      };
    },
  }),
  changes({
    method: 'post',
    path: '/campaigns',
    summary: 'Asks the members of a region, or of all, for their periodic report. On its first day each gets a personal link.',
    command: openCampaign,
    output: z.object({ campaign: z.number(), told: z.number() }),
    answer: (given) => given,
  }),
  reads({
    path: '/member-reports',
    summary: 'What each member reported, as far as the reader may see it. Filters and pages as in the address of the page.',
    input: listInput('q', 'campaign', 'state', 'body', 'changes', 'correction', 'sort'),
    output: listOf(report.extend({ body: z.string().nullable(), campaign: textsSchema, changes: z.string().nullable() })),
    ask: (db, _actor, input, v) =>
      answerList(db, reportRegister, input, v, (row) => ({
        report: row.id,
        organisation: row.ref,
        name: row.name,
        body: row.body_ref,
        campaign: row.title,
        state: row.state,
        answeredOn: row.answered_on,
        answeredBy: row.answered_by,
        reminders: row.reminders,
        changes: row.changes_state,
        correctionAskedOn: row.correction_asked_on,
      })),
  }),
  reads({
    path: '/member-reports/:report',
    summary: 'What one member reported, for the member and its region.',
    input: z.object({ report: id() }),
    output: z.object({
      report: z.number(),
      organisation: z.string(),
      campaign: z.number(),
      title: textsSchema,
      dueOn: z.string(),
      answeredOn: z.string().nullable(),
      answeredBy: z.string().nullable(),
      unchanged: z.boolean(),
      answers: said,
      expectations: said,
      changes: said,
      openUntil: z.string().nullable(),
      correction: z.string().nullable(),
    }),
    ask: async (db, actor, input) => {
      const { may, reports } = await together(db, {
        may: oneReportQuestion(db, actor, input.report),
        reports: reportInWhole(db).where('member_report.id', '=', input.report),
      });
      const [one] = reports;
      if (!may[0] || !one) throw notFound();
      return {
        report: one.id,
        organisation: one.ref,
        campaign: one.campaign_id,
        title: one.title,
        dueOn: one.due_on,
        answeredOn: one.answered_on,
        answeredBy: one.answered_by,
        unchanged: one.unchanged,
        answers: one.answers,
        expectations: one.expectations,
        changes: one.changes,
        openUntil: one.open_until,
        correction: may[0].correction,
      };
    },
  }),
  changes({
    method: 'post',
    path: '/member-reports/:report/opening',
    summary: 'Opens a report for two weeks, sent or not, and writes to the member with new links.',
    command: openAgain,
    output: z.object({ campaign: z.number(), told: z.number() }),
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/campaigns/:campaign/answers/:organisation',
    summary: 'Writes down what a member told in another way than by its link.',
    command: recordAnswer,
    output: z.object({ campaign: z.number() }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/member-reports/:report/settlement',
    summary: 'Takes what a report says otherwise into the register, or leaves the register as it is.',
    command: settleChanges,
    output: z.object({ organisation: z.string() }),
    answer: (given) => given,
  }),
];
