import { z } from 'zod';
import { holdsEverywhere } from '../../platform/access/actor.ts';
import { forbidden } from '../../platform/errors.ts';
import { optional, whole } from '../../platform/fields.ts';
import { changes, listOf, reads } from '../../platform/http/api.ts';
import { addEmail } from '../people/index.ts';
import { right } from './policy.ts';
import { countPeople, peoplePage, self } from './roles/people-api.ts';

const paging = z.object({ page: optional(whole(1, 100_000)), perPage: optional(whole(1, 1000)) });

const person = z.object({
  id: z.number().int(),
  name: z.string(),
  language: z.string().nullable(),
  account: z.enum(['active', 'suspended', 'none']),
  roles: z.array(z.object({ key: z.string(), body: z.string().nullable() })),
});

export const api = [
  reads({
    path: '/me',
    summary: 'Who the token speaks for, and what it may do.',
    output: z.object({
      id: z.number().int(),
      name: z.string(),
      language: z.string().nullable(),
      /** What the token may run: nothing, named commands, or `*`. */
      scopes: z.array(z.string()),
      rights: z.array(z.object({ right: z.string(), bodies: z.array(z.string()).nullable() })),
    }),
    ask: async (db, actor) => {
      if (actor.kind !== 'person' || actor.personId === null) throw forbidden('refusal.tokenNeeded');
      return self(db, actor, actor.personId);
    },
  }),
  reads({
    path: '/people-and-roles',
    summary: 'Everybody who is known, with the roles they hold today. For those who manage accounts.',
    input: paging,
    output: listOf(person),
    ask: async (db, actor, { page, perPage }, v) => {
      if (!holdsEverywhere(actor, right)) throw forbidden();
      const asked = { page: page ?? 1, perPage: perPage ?? 50 };
      const [total, items] = await Promise.all([countPeople(db, actor), peoplePage(db, actor, v.today, asked)]);
      return { ...asked, total, items };
    },
  }),
  changes({
    method: 'post',
    path: '/people/:person/addresses',
    summary: 'Adds an e-mail address, in any script, to a person. Two spellings of one address are one.',
    command: addEmail,
    output: z.object({ id: z.number().int() }),
    answer: ({ id }) => ({ id }),
  }),
];
