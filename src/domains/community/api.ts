import { z } from 'zod';
import { notFound } from '../../platform/errors.ts';
import { day, line, optional, reference } from '../../platform/fields.ts';
import { type ApiRow, changes, reads } from '../../platform/http/api.ts';
import { textsSchema } from '../../platform/i18n/texts.ts';
import { addBody, archiveBody, changeBody, loadRegions } from './commands.ts';
import { bodyByRef, bodyTree, regionsOfCountries } from './queries.ts';

const body = z.object({
  ref: z.string(),
  name: textsSchema,
  acronym: z.string().nullable(),
  kind: z.string(),
  state: z.string(),
  parent: z.string().nullable(),
  region: z.string().nullable(),
});

const promised = <Row extends { parent_ref: string | null; region_key: string | null }>({ parent_ref, region_key, ...row }: Row) => ({
  ...row,
  parent: parent_ref,
  region: region_key,
});

const named = z.object({ ref: z.string() });

export const api: readonly ApiRow[] = [
  reads({
    path: '/bodies',
    summary: 'All bodies, parents before the bodies nested in them.',
    output: z.object({ items: z.array(body) }),
    ask: async (db, actor) => ({ items: (await bodyTree(db, actor)).map(promised) }),
  }),
  reads({
    path: '/bodies/:ref',
    summary: 'One body.',
    input: z.object({ ref: reference() }),
    output: body.extend({
      version: z.number(),
      purpose: textsSchema.nullable(),
      languages: z.array(z.string()),
      nextMeeting: z.string().nullable(),
      meetingUrl: z.string().nullable(),
      documents: z.array(z.object({ title: z.string(), url: z.string() })),
    }),
    ask: async (db, actor, { ref }) => {
      const found = await bodyByRef(db, actor, ref);
      if (!found) throw notFound('body.unknown', { ref });
      return { ...promised(found), nextMeeting: found.next_meeting_at, meetingUrl: found.meeting_url };
    },
  }),
  changes({ method: 'post', path: '/bodies', summary: 'Adds a body.', command: addBody, output: named, answer: (given) => given }),
  changes({
    method: 'patch',
    path: '/bodies/:ref',
    summary: 'Changes a body; fields that are absent stay as they are.',
    command: changeBody,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: '/bodies/:ref',
    summary: 'Archives a body; its address keeps answering.',
    command: archiveBody,
    output: named,
    answer: (given) => given,
  }),
  reads({
    path: '/regions',
    summary: 'Which country lies in which region on a day (`on`, otherwise today), under a system or without `system` under our own.',
    input: z.object({ on: optional(day()), system: optional(line({ max: 40 })) }),
    output: z.object({
      items: z.array(z.object({ code: z.string(), region: z.string(), confidence: z.string().nullable(), validFrom: z.string() })),
    }),
    ask: async (db, _actor, { on, system }, v) => ({
      items: (await regionsOfCountries(db, system ?? undefined, on ?? v.today)).map(({ valid_from, ...row }) => ({
        ...row,
        validFrom: valid_from,
      })),
    }),
  }),
  changes({
    method: 'post',
    path: '/regions',
    summary:
      'Takes in a version of a region system from a day on: which country lies in which region. Before that day the earlier version holds, and countries that are not named stay where they were.',
    command: loadRegions,
    output: z.object({ countries: z.number() }),
    answer: (given) => given,
  }),
];
