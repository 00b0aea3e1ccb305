import { z } from 'zod';
import { notFound } from '../../platform/errors.ts';
import { id } from '../../platform/fields.ts';
import { type ApiRow, changes, listOf, reads } from '../../platform/http/api.ts';
import { dayNamed } from '../../platform/i18n/days.ts';
import { written } from '../../platform/i18n/flexible-words.ts';
import { textsSchema } from '../../platform/i18n/texts.ts';
import { answerList, listInput } from '../../platform/lists/api.ts';
import { membershipsQuestion, tenuresQuestion } from '../community/index.ts';
import { addPerson, changePerson } from './commands.ts';
import { type ListedPerson, peopleRegister } from './list.ts';
import { presentNumberOf } from './merging/queries.ts';
import { recordQuestion } from './queries.ts';
import { levels } from './spoken.ts';

const numbered = z.object({ id: z.number() });
const spoken = z.array(z.object({ language: z.string(), level: z.enum(levels) })).nullable();
const approximate = z.string().nullable();

/** What is not shown to whoever asks is null. */
const person = z.object({
  id: z.number(),
  name: z.string(),
  givenName: z.string().nullable(),
  familyName: z.string().nullable(),
  nativeName: z.string().nullable(),
  country: z.string().nullable(),
  region: z.string().nullable(),
  languages: spoken,
  addresses: z.array(z.string()).nullable(),
  phone: z.string().nullable(),
  website: z.string().nullable(),
  pronouns: z.string().nullable(),
});

const promised = (row: ListedPerson): z.input<typeof person> => ({
  ...row,
  givenName: row.given_name,
  familyName: row.family_name,
  nativeName: row.native_name,
  addresses: row.emails,
});

export const api: readonly ApiRow[] = [
  reads({
    path: '/people',
    summary:
      'The people whom the reader may know of, each field as far as it is shown to them. Filters as in the address of the page: q, when, region, language, office, body, organisation, country, sort, page, per.',
    input: listInput('q', 'when', 'region', 'language', 'office', 'body', 'organisation', 'country', 'sort'),
    output: listOf(person),
    ask: async (db, _actor, input, v) => {
      const list = peopleRegister(dayNamed(input.when ?? undefined) ?? v.today);
      return answerList(db, list, input, v, promised);
    },
  }),
  reads({
    path: '/people/:id',
    summary:
      'One person with seats and, as far as they are shown, memberships of all times. The number of a record that was merged gives the one that it has become.',
    input: z.object({ id: id() }),
    output: person.extend({
      version: z.number(),
      bio: textsSchema.nullable(),
      memberships: z.array(
        z.object({
          id: z.number(),
          organisation: z.string().nullable(),
          body: z.string().nullable(),
          role: z.string(),
          from: approximate,
          to: approximate,
        }),
      ),
      seats: z.array(z.object({ body: z.string(), title: textsSchema, from: approximate, to: approximate })),
    }),
    ask: async (db, actor, input, v) => {
      const asked = async (id: number) =>
        Promise.all([
          recordQuestion(db, actor, id, v.today).executeTakeFirst(),
          membershipsQuestion(db, actor, { person: id }, null).execute(),
          tenuresQuestion(db, id, null).execute(),
        ]);
      let [found, memberships, tenures] = await asked(input.id);
      const present = found ? undefined : await presentNumberOf(db, actor, input.id);
      if (present !== undefined) [found, memberships, tenures] = await asked(present);
      if (!found) throw notFound('person.notFound');
      const days = (row: (typeof tenures)[number] | (typeof memberships)[number]) => ({
        from: written({ on: row.starts_on, span: row.starts_span }),
        to: written({ on: row.ends_on, span: row.ends_span }),
      });
      return {
        ...found,
        addresses: found.emails,
        memberships: memberships.map((row) => ({
          ...days(row),
          id: row.id,
          organisation: row.organisation_ref,
          body: row.body_ref,
          role: row.role,
        })),
        seats: tenures.map((row) => ({ ...days(row), body: row.body_ref, title: row.title })),
      };
    },
  }),
  changes({
    method: 'post',
    path: '/people',
    summary: 'Adds a person.',
    command: addPerson,
    output: numbered,
    answer: ({ id: made }) => ({ id: made }),
  }),
  changes({
    method: 'patch',
    path: '/people/:person',
    summary: 'Changes a person; fields that are absent stay as they are. Only the person says who sees what.',
    command: changePerson,
    output: numbered,
    answer: ({ id: changed }) => ({ id: changed }),
  }),
];
