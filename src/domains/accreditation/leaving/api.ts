import { z } from 'zod';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { reference } from '../../../platform/fields.ts';
import { type ApiRow, changes, reads } from '../../../platform/http/api.ts';
import { organisationByRef } from '../../community/index.ts';
import { conclude, recordStatement, recordVote, takeBack, takeStep } from './commands.ts';
import { dissolve, resign } from './departure-commands.ts';
import { datesOf, ladderSteps } from './ladder.ts';
import { ladderQuestion, mayQuestion } from './queries.ts';
import { defineScheme } from './scheme-commands.ts';

const named = z.object({ organisation: z.string() });
const step = z.enum(ladderSteps);
const path = '/organisations/:organisation';

export const api: readonly ApiRow[] = [
  reads({
    path: `${path}/ladder`,
    summary: 'The ladder of an organisation with the days of its steps, for the organisation, its region and the committee.',
    input: z.object({ organisation: reference() }),
    output: z.object({
      organisation: z.string(),
      state: z.string().nullable(),
      steps: z.array(z.object({ step, takenOn: z.string().nullable(), earliestOn: z.string().nullable() })),
      statements: z.array(z.object({ on: z.string(), text: z.string(), by: z.string() })),
    }),
    ask: async (db, actor, { organisation }, v) => {
      const one = await organisationByRef(db, actor, organisation, v.today);
      if (!one) throw notFound('organisation.unknown', { ref: organisation });
      const may = await mayQuestion(db, actor, one.id).executeTakeFirst();
      if (!may?.reads) throw forbidden();
      const ladder = await ladderQuestion(db, actor, one.id).executeTakeFirst();
      if (!ladder) return { organisation: one.ref, state: null, steps: [], statements: [] };
      const taken = new Map(ladder.steps.filter((one) => one.archived_at === null).map((one) => [one.step, one.taken_on]));
      return {
        organisation: one.ref,
        state: ladder.state,
        steps: datesOf(ladder.scheme, taken),
        statements: ladder.statements.map((said) => ({ on: said.said_on, text: said.text, by: said.recorded_by })),
      };
    },
  }),
  changes({
    method: 'post',
    path: `${path}/ladder/steps`,
    summary: 'Takes the next step of the ladder; `letter` opens it. Not before its day.',
    command: takeStep,
    output: named.extend({ step, told: z.number(), next: step.nullable(), earliestOn: z.string().nullable() }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: `${path}/ladder/vote`,
    summary: 'Records the counts of the vote; `carried` follows from them under the share of the scheme.',
    command: recordVote,
    output: named.extend({ carried: z.boolean() }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: `${path}/ladder/conclusion`,
    summary: 'Confirms the result of the vote, tells the member, and ends the ladder.',
    command: conclude,
    output: named.extend({ carried: z.boolean(), told: z.number() }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: `${path}/ladder/return`,
    summary: 'Takes the last step back, or all with `whole`; needs `reason`.',
    command: takeBack,
    output: named.extend({ left: z.number() }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: `${path}/ladder/statements`,
    summary: 'Records what the member says for itself.',
    command: recordStatement,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/ladder-schemes',
    summary: 'Steps and waiting times of a region, or of all without `body`, from a day on.',
    command: defineScheme,
    output: z.object({ body: z.string().nullable(), startsOn: z.string() }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: `${path}/resignation`,
    summary: 'The organisation leaves by its own will.',
    command: resign,
    output: named.extend({ told: z.number() }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: `${path}/dissolution`,
    summary: 'The organisation no longer exists.',
    command: dissolve,
    output: named.extend({ told: z.number() }),
    answer: (given) => given,
  }),
];
