import { z } from 'zod';
import { notFound } from '../../../platform/errors.ts';
import { line } from '../../../platform/fields.ts';
import { type ApiRow, changes, listOf, reads } from '../../../platform/http/api.ts';
import { dayNamed } from '../../../platform/i18n/days.ts';
import { written } from '../../../platform/i18n/flexible-words.ts';
import { textsSchema } from '../../../platform/i18n/texts.ts';
import { answerList, listInput } from '../../../platform/lists/api.ts';
import { addMembership, changeMembership, endMembership, withdrawMembership } from '../memberships/commands.ts';
import { membershipsQuestion } from '../memberships/queries.ts';
import type { ListedOrganisation } from './columns.ts';
import { addOrganisation, archiveOrganisation, changeOrganisation } from './commands.ts';
import { organisationRegister } from './list.ts';
import { periodPromised } from './periods.ts';
import { organisationByRef } from './queries.ts';

const named = z.object({ ref: z.string() });
const numbered = z.object({ id: z.number() });
const approximate = z.string().nullable().meta({ description: 'A day, or `2014`, `2019-03`, `2014?` where no more is known' });

const organisation = z.object({
  ref: z.string(),
  name: z.string(),
  nativeName: z.string().nullable(),
  acronym: z.string().nullable(),
  country: z.string().nullable(),
  region: z.string().nullable(),
  body: z.string().nullable(),
  city: z.string().nullable(),
  type: z.string().nullable(),
  website: z.string().nullable(),
  email: z.string().nullable(),
  founded: approximate,
  membersFrom: z.number().nullable(),
  membersTo: z.number().nullable(),
  languages: z.array(z.string()),
  state: z.string(),
  accredited: approximate,
  withdrawn: approximate,
  reasonClass: z.string().nullable(),
  voteUrl: z.string().nullable(),
  earlier: z
    .array(z.object({ accredited: approximate, withdrawn: approximate, state: z.string(), reasonClass: z.string().nullable() }))
    .meta({ description: 'Times in which it was a member before the present one, the oldest first' }),
  aliases: z.array(z.string()),
});

const promised = (row: Omit<ListedOrganisation, 'id' | 'region_title' | 'mission'>): z.input<typeof organisation> => ({
  ...row,
  nativeName: row.native_name,
  body: row.body_ref,
  founded: written({ on: row.founded_on, span: row.founded_span }),
  membersFrom: row.members_from,
  membersTo: row.members_to,
  accredited: written({ on: row.accredited_on, span: row.accredited_span }),
  withdrawn: written({ on: row.withdrawn_on, span: row.withdrawn_span }),
  reasonClass: row.reason_class,
  voteUrl: row.vote_url,
  earlier: row.periods.map(periodPromised),
});

export const api: readonly ApiRow[] = [
  reads({
    path: '/organisations',
    summary:
      'The register of organisations. Filters, order and pages as in the address of the page: q, when (current, all or a day), region, body, country, state, type, sort, page, per.',
    input: listInput('q', 'when', 'region', 'body', 'country', 'state', 'type', 'language', 'sort'),
    output: listOf(organisation),
    ask: async (db, _actor, input, v) => {
      const list = organisationRegister(new Map(), dayNamed(input.when ?? undefined) ?? v.today);
      return answerList(db, list, input, v, promised);
    },
  }),
  reads({
    path: '/organisations/:ref',
    summary: 'One organisation by its reference or another name of it, with those who belong to it today as far as they show it.',
    input: z.object({ ref: line() }),
    output: organisation.extend({
      version: z.number(),
      mission: textsSchema.nullable(),
      regionReason: z.string().nullable(),
      memberships: z.array(
        z.object({ id: z.number(), person: z.number(), name: z.string(), role: z.string(), from: approximate, to: approximate }),
      ),
    }),
    ask: async (db, actor, { ref }, v) => {
      const found = await organisationByRef(db, actor, ref, v.today);
      if (!found) throw notFound('organisation.unknown', { ref });
      const memberships = await membershipsQuestion(db, actor, { organisation: found.id }, v.today).execute();
      return {
        ...promised(found),
        version: found.version,
        mission: found.mission,
        regionReason: found.region_reason,
        memberships: memberships.map((row) => ({
          id: row.id,
          person: row.person_id,
          name: row.person_name,
          role: row.role,
          from: written({ on: row.starts_on, span: row.starts_span }),
          to: written({ on: row.ends_on, span: row.ends_span }),
        })),
      };
    },
  }),
  changes({
    method: 'post',
    path: '/organisations',
    summary: 'Adds an organisation. Its region follows from its country unless one is given with a reason.',
    command: addOrganisation,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'patch',
    path: '/organisations/:ref',
    summary: 'Changes an organisation; fields that are absent stay as they are.',
    command: changeOrganisation,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: '/organisations/:ref',
    summary: 'Archives an organisation that was entered by mistake, with a reason; its address keeps answering.',
    command: archiveOrganisation,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/memberships',
    summary: 'Writes down that a person belongs to an organisation or a body.',
    command: addMembership,
    output: numbered,
    answer: ({ id }) => ({ id }),
  }),
  changes({
    method: 'patch',
    path: '/memberships/:membership',
    summary: 'Corrects the days or the note of a membership.',
    command: changeMembership,
    output: numbered,
    answer: ({ id }) => ({ id }),
  }),
  changes({
    method: 'post',
    path: '/memberships/:membership/end',
    summary: 'Ends a membership, today or on the day given. It stays in the history.',
    command: endMembership,
    output: numbered,
    answer: ({ id }) => ({ id }),
  }),
  changes({
    method: 'delete',
    path: '/memberships/:membership',
    summary: 'Takes away a membership that never was, with a reason. The history keeps it.',
    command: withdrawMembership,
    output: numbered,
    answer: ({ id }) => ({ id }),
  }),
];
