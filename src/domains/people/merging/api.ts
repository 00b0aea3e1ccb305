import { z } from 'zod';
import { holdsEverywhere } from '../../../platform/access/actor.ts';
import { forbidden } from '../../../platform/errors.ts';
import { optional, whole, yesNo } from '../../../platform/fields.ts';
import { type ApiRow, changes, listOf, reads } from '../../../platform/http/api.ts';
import { stayedRows } from '../../../platform/merging/api.ts';
import { keepPeopleApart, mergePeople, unmergePeople } from './commands.ts';
import { reasons, suggestedQuestion } from './queries.ts';

const recognised = z.object({
  id: z.number(),
  name: z.string(),
  nativeName: z.string().nullable(),
  country: z.string().nullable(),
  addresses: z.array(z.string()),
});

/** To stand before the rows that take a number for a person. */
export const mergingApi: readonly ApiRow[] = [
  reads({
    path: '/people/duplicates',
    summary:
      'Pairs of records that may be of one person, the surest first, with the reasons; with `apart` those that are known to be of two.',
    input: z.object({ page: optional(whole(1, 100_000)), per: optional(whole(1, 100)), apart: optional(yesNo()) }),
    output: listOf(z.object({ one: recognised, other: recognised, why: z.array(z.enum(reasons)) })),
    ask: async (db, actor, input) => {
      if (!holdsEverywhere(actor, 'people.manage')) throw forbidden();
      const page = input.page ?? 1;
      const perPage = input.per ?? 25;
      const rows = await suggestedQuestion(db, actor, { page, perPage, apart: input.apart ?? false }).execute();
      return {
        total: Number(rows[0]?.total ?? 0),
        page,
        perPage,
        items: rows.map(({ first, second, why }) => ({ one: first, other: second, why })),
      };
    },
  }),
  changes({
    method: 'post',
    path: '/people/:kept/merge',
    summary:
      'Merges the record `gone` into this one: the chosen values and everything that hangs on either. The number that goes leads here.',
    command: mergePeople,
    output: z.object({ merge: z.number(), person: z.number() }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/people/merges/:merge/undo',
    summary: 'Makes two records of one again. What somebody has changed since stays, and is told.',
    command: unmergePeople,
    output: z.object({ merge: z.number(), person: z.number(), stayed: stayedRows }),
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/people/duplicates/:one/:other',
    summary: 'Says that two records are of two people, or with `apart` false that they may be suggested again.',
    command: keepPeopleApart,
    output: z.object({ one: z.number(), other: z.number(), apart: z.boolean() }),
    answer: (given) => given,
  }),
];
