import { z } from 'zod';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { reference } from '../../../platform/fields.ts';
import { type ApiRow, changes, listOf, reads } from '../../../platform/http/api.ts';
import { answerList, listInput } from '../../../platform/lists/api.ts';
import { organisationByRef } from '../../community/index.ts';
import { regionByRef } from '../activity/queries.ts';
import { conclude, recordStatement, recordVote, takeBack, takeStep } from './commands.ts';
import { dissolve, resign } from './departure-commands.ts';
import { endsOf } from './given.ts';
import { datesOf, ladderSteps } from './ladder.ts';
import { ladderRegister } from './list.ts';
import { endingQuestions, ladderQuestion, mayQuestion, schemeOn } from './queries.ts';
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
  reads({
    path: '/ladders',
    summary:
      'Every ladder that the reader may see. Filters and pages as in the address of the page: q, state, due (yes), body, sort, page, per.',
    input: listInput('q', 'state', 'due', 'body', 'sort'),
    output: listOf(
      z.object({
        organisation: z.string(),
        name: z.string(),
        body: z.string().nullable(),
        state: z.string(),
        beganOn: z.string(),
        last: step.nullable(),
        lastOn: z.string().nullable(),
        next: step.nullable(),
        nextOn: z.string().nullable(),
      }),
    ),
    ask: (db, _actor, input, v) =>
      answerList(db, ladderRegister, input, v, (row) => ({
        organisation: row.ref,
        name: row.name,
        body: row.body_ref,
        state: row.state,
        beganOn: row.began_on,
        last: row.last_step,
        lastOn: row.last_on,
        next: row.next_step,
        nextOn: row.next_on,
      })),
  }),
  reads({
    path: '/ladder-schemes/:body',
    summary: 'The steps and waiting times that hold for a region today: its own, or those of all.',
    input: z.object({ body: reference() }),
    output: z.object({
      startsOn: z.string(),
      own: z.boolean(),
      steps: z.array(z.object({ step, months: z.number(), days: z.number() })),
      shareFor: z.number(),
      shareOf: z.number(),
    }),
    ask: async (db, actor, { body }, v) => {
      const region = await regionByRef(db, actor, body, v.today);
      const scheme = region && (await schemeOn(db, region.id, v.today).executeTakeFirst());
      if (!region || !scheme) throw notFound('body.unknown', { ref: body });
      return {
        startsOn: scheme.starts_on,
        own: scheme.body_id !== null,
        steps: scheme.steps,
        shareFor: scheme.share_for,
        shareOf: scheme.share_of,
      };
    },
  }),
  reads({
    path: `${path}/departure`,
    summary:
      'What the acceptance of an organisation gave and would end with it: roles by grant, and places on lists. Before it is confirmed.',
    input: z.object({ organisation: reference() }),
    output: z.object({
      organisation: z.string(),
      roles: z.array(
        z.object({ grant: z.number(), person: z.number(), role: z.string(), body: z.string().nullable(), since: z.string().nullable() }),
      ),
      lists: z.array(z.object({ person: z.number(), list: z.string() })),
    }),
    ask: async (db, actor, { organisation }, v) => {
      const one = await organisationByRef(db, actor, organisation, v.today);
      if (!one) throw notFound('organisation.unknown', { ref: organisation });
      const may = await mayQuestion(db, actor, one.id).executeTakeFirst();
      if (!may?.leaves && !may?.decides) throw forbidden();
      const { roles, lists } = endsOf(await endingQuestions(db, actor, one, may.manages || may.decides, v.today).given.execute());
      return {
        organisation: one.ref,
        roles: roles.map(({ grant, person, role_key, body, since }) => ({ grant, person, role: role_key ?? '', body, since })),
        lists: lists.map(({ person, list }) => ({ person, list: list.name })),
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
    summary:
      'Confirms the result of the vote, tells the member, and ends the ladder. With a withdrawal ends what the acceptance gave, except the grants in `stays`.',
    command: conclude,
    output: named.extend({ carried: z.boolean(), told: z.number(), ended: z.number() }),
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
    summary:
      'The organisation leaves by its own will. What its acceptance gave ends that day, except the grants in `stays`; `ended` counts the roles.',
    command: resign,
    output: named.extend({ told: z.number(), ended: z.number() }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: `${path}/dissolution`,
    summary:
      'The organisation no longer exists. What its acceptance gave ends that day, except the grants in `stays`; `ended` counts the roles.',
    command: dissolve,
    output: named.extend({ told: z.number(), ended: z.number() }),
    answer: (given) => given,
  }),
];
