import { z } from 'zod';
import { holdsSomewhere } from '../../../../platform/access/actor.ts';
import { forbidden } from '../../../../platform/errors.ts';
import { type ApiRow, changes, reads } from '../../../../platform/http/api.ts';
import { textsSchema } from '../../../../platform/i18n/texts.ts';
import { questionKinds } from '../campaign.ts';
import { type FormVersion, formsQuestion } from '../campaigns/queries.ts';
import { defineForm } from '../commands.ts';
import { changeQuestion, removeQuestion } from './commands.ts';

const numbered = z.object({ form: z.number() });
const path = '/campaign-forms';

export const questionApi: readonly ApiRow[] = [
  reads({
    path,
    summary: 'Every version of the questions of periodic reports, the newest first, with the campaigns that ask them.',
    output: z.object({
      items: z.array(
        z.object({
          form: z.number(),
          version: z.number(),
          startsOn: z.string(),
          questions: z.array(z.object({ key: z.string(), kind: z.enum(questionKinds), text: textsSchema })),
          campaigns: z.array(z.number()),
        }),
      ),
    }),
    ask: async (db, actor) => {
      if (!holdsSomewhere(actor, 'campaign.manage')) throw forbidden();
      const versions = (await formsQuestion(db).execute()) as FormVersion[];
      return {
        items: versions.map((one) => ({
          form: one.id,
          version: one.version,
          startsOn: one.starts_on,
          questions: one.questions,
          campaigns: one.used.map(({ id }) => id),
        })),
      };
    },
  }),
  changes({
    method: 'post',
    path,
    summary: 'The questions of periodic reports from a day on. A campaign keeps those with which it began.',
    command: defineForm,
    output: z.object({ startsOn: z.string() }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: `${path}/questions`,
    summary:
      'Adds a question; `form` is the newest version, as the writer saw it. What a campaign asks already stays: a next version begins.',
    command: changeQuestion,
    output: numbered,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: `${path}/:form/questions/:key`,
    summary: 'Changes or moves one question of the newest version.',
    command: changeQuestion,
    output: numbered,
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: `${path}/:form/questions/:key`,
    summary: 'Takes one question out of the newest version.',
    command: removeQuestion,
    output: numbered,
    answer: (given) => given,
  }),
];
