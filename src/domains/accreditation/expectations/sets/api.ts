import { z } from 'zod';
import { type ApiRow, changes, reads } from '../../../../platform/http/api.ts';
import { textsSchema } from '../../../../platform/i18n/texts.ts';
import { adoptExpectations } from '../commands.ts';
import { adoptDraft, changeExpectation, draftExpectations, removeExpectation } from './commands.ts';
import { setsQuestion } from './queries.ts';

const numbered = z.object({ set: z.number() });
const path = '/expectation-sets';

export const setApi: readonly ApiRow[] = [
  reads({
    path,
    summary: 'Every version of what is expected of members, by region; drafts, which have no `startsOn`, for those who write them.',
    output: z.object({
      items: z.array(
        z.object({
          set: z.number(),
          version: z.number(),
          body: z.string().nullable(),
          startsOn: z.string().nullable(),
          endsOn: z.string().nullable(),
          items: z.array(z.object({ key: z.string(), text: textsSchema })),
        }),
      ),
    }),
    ask: async (db, actor) => ({
      items: (await setsQuestion(db, actor).execute()).map((one) => ({
        set: one.id,
        version: one.version,
        body: one.body_ref,
        startsOn: one.starts_on,
        endsOn: one.ends_on,
        items: one.items,
      })),
    }),
  }),
  changes({
    method: 'post',
    path,
    summary: 'What a region expects of its members from a day on, in several languages; of all regions without `body`.',
    command: adoptExpectations,
    output: z.object({ body: z.string().nullable(), startsOn: z.string() }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: `${path}/drafts`,
    summary: 'Begins the draft of a next version from what is in force; where there is a draft already, gives that one.',
    command: draftExpectations,
    output: numbered,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: `${path}/:set/items`,
    summary: 'Adds an expectation to a draft.',
    command: changeExpectation,
    output: numbered,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: `${path}/:set/items/:key`,
    summary: 'Changes or moves one expectation of a draft.',
    command: changeExpectation,
    output: numbered,
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: `${path}/:set/items/:key`,
    summary: 'Takes one expectation out of a draft.',
    command: removeExpectation,
    output: numbered,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: `${path}/:set/adoption`,
    summary: 'Puts a draft in force from a day on, today or later.',
    command: adoptDraft,
    output: numbered,
    answer: (given) => given,
  }),
];
