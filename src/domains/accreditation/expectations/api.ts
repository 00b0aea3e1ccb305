import { z } from 'zod';
import { type ApiRow, changes } from '../../../platform/http/api.ts';
import { openAgain, recordAnswer } from './answering/commands.ts';
import { adoptExpectations, defineForm, openCampaign, settleChanges } from './commands.ts';

const since = z.object({ body: z.string().nullable(), startsOn: z.string() });

export const api: readonly ApiRow[] = [
  changes({
    method: 'post',
    path: '/expectation-sets',
    summary: 'What a region expects of its members from a day on, in several languages; of all regions without `body`.',
    command: adoptExpectations,
    output: since,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/campaign-forms',
    summary: 'The questions of periodic reports from a day on. A campaign keeps those with which it began.',
    command: defineForm,
    output: since.pick({ startsOn: true }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/campaigns',
    summary: 'Asks the members of a region, or of all, for their periodic report. On its first day each gets a personal link.',
    command: openCampaign,
    output: z.object({ campaign: z.number(), told: z.number() }),
    answer: (given) => given,
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
