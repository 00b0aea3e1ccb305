import { z } from 'zod';
import { forbidden } from '../../../../platform/errors.ts';
import { optional, whole, yesNo } from '../../../../platform/fields.ts';
import { type ApiRow, changes, listOf, reads } from '../../../../platform/http/api.ts';
import { stayedRows } from '../../../../platform/merging/api.ts';
import { keepOrganisationsApart, mergeOrganisations, unmergeOrganisations } from './commands.ts';
import { mayMergeSome, reasons, suggestedQuestion } from './queries.ts';

const recognised = z.object({
  ref: z.string(),
  name: z.string(),
  country: z.string().nullable(),
  city: z.string().nullable(),
  website: z.string().nullable(),
  state: z.string(),
});

/** To stand before the rows that take a word for a reference. */
export const mergingApi: readonly ApiRow[] = [
  reads({
    path: '/organisations/duplicates',
    summary:
      'Pairs of records that may be of one organisation, the surest first, with the reasons; with `apart` those that are known to be of two.',
    input: z.object({ page: optional(whole(1, 100_000)), per: optional(whole(1, 100)), apart: optional(yesNo()) }),
    output: listOf(z.object({ one: recognised, other: recognised, why: z.array(z.enum(reasons)) })),
    ask: async (db, actor, input) => {
      if (!mayMergeSome(actor)) throw forbidden();
      const page = input.page ?? 1;
      const perPage = input.per ?? 25;
      const rows = await suggestedQuestion(db, actor, { page, perPage, apart: input.apart ?? false }).execute();
      const items = rows.map(({ first, second, why }) => ({ one: first, other: second, why }));
      return { total: Number(rows[0]?.total ?? 0), page, perPage, items };
    },
  }),
  changes({
    method: 'post',
    path: '/organisations/:kept/merge',
    summary:
      'Merges the record `gone` into this one: the chosen values and everything that hangs on either. The reference that goes leads here.',
    command: mergeOrganisations,
    output: z.object({ merge: z.number(), organisation: z.string() }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/organisations/merges/:merge/undo',
    summary: 'Makes two records of one again. What somebody has changed since stays, and is told.',
    command: unmergeOrganisations,
    output: z.object({ merge: z.number(), organisation: z.string(), stayed: stayedRows }),
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/organisations/duplicates/:one/:other',
    summary: 'Says that two records are of two organisations, or with `apart` false that they may be suggested again.',
    command: keepOrganisationsApart,
    output: z.object({ one: z.string(), other: z.string(), apart: z.boolean() }),
    answer: (given) => given,
  }),
];
