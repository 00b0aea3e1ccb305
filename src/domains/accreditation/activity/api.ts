import { z } from 'zod';
import { together } from '../../../platform/db/together.ts';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { reference } from '../../../platform/fields.ts';
import { type ApiRow, changes, listOf, reads } from '../../../platform/http/api.ts';
import { answerList, listInput } from '../../../platform/lists/api.ts';
import { organisationByRef } from '../../community/index.ts';
import { activityStatuses, factKinds, reasons, triedRule } from './activity.ts';
import { adoptRule, confirmStatus, recordFact, removeFact } from './commands.ts';
import {
  changesQuestion,
  factsQuestion,
  judgementQuestion,
  regionByRef,
  regionsQuestion,
  rulesQuestion,
  ruleValues,
  statusesQuestion,
} from './queries.ts';
import { activityRegister } from './register.ts';

const named = z.object({ organisation: z.string() });
const status = z.enum(activityStatuses);
const threshold = z.number().nullable();
const values = {
  meetings: threshold,
  meetingMonths: threshold,
  contributions: threshold,
  contributionMonths: threshold,
  votes: threshold,
  elections: threshold,
};

export const api: readonly ApiRow[] = [
  reads({
    path: '/activity',
    summary: 'Each region with its members by activity status, and how many of them count for the quorum.',
    input: z.object({}),
    output: z.object({
      items: z.array(
        z.object({
          body: z.string(),
          members: z.number(),
          active: z.number(),
          lessActive: z.number(),
          standby: z.number(),
          countsForQuorum: z.number(),
          ruleSince: z.string().nullable(),
        }),
      ),
    }),
    ask: async (db, actor, _input, v) => {
      const regions = await regionsQuestion(db, actor, v.today).execute();
      return {
        items: regions.map(({ ref, figures, rule_on }) => ({
          body: ref,
          ...figures,
          countsForQuorum: figures.members - figures.standby,
          ruleSince: rule_on,
        })),
      };
    },
  }),
  reads({
    path: '/activity/organisations',
    summary:
      'Members with their status, and what the rule of their region says of the facts today. Filters and pages as in the address of the page: q, body, status, differs (yes), sort, page, per.',
    input: listInput('q', 'body', 'status', 'differs', 'sort'),
    output: listOf(
      z.object({
        organisation: z.string(),
        name: z.string(),
        body: z.string().nullable(),
        status,
        since: z.string().nullable(),
        computed: status.nullable(),
        meetings: z.number().nullable(),
        contributions: z.number().nullable(),
        votes: z.number().nullable(),
      }),
    ),
    ask: async (db, _actor, input, v) => {
      const list = activityRegister(v.today);
      return answerList(db, list, input, v, (row) => ({
        organisation: row.ref,
        name: row.name,
        body: row.body_ref,
        status: row.status ?? 'active',
        since: row.since_on,
        computed: row.computed,
        meetings: row.meetings,
        contributions: row.contributions,
        votes: row.votes,
      }));
    },
  }),
  reads({
    path: '/activity/:body/rules',
    summary: 'The rules of a region, those of former times too, the newest first.',
    input: z.object({ body: reference() }),
    output: z.object({
      items: z.array(z.object({ ...values, standbyMonths: z.number(), startsOn: z.string(), note: z.string().nullable() })),
    }),
    ask: async (db, actor, { body }, v) => {
      const region = await regionByRef(db, actor, body, v.today);
      if (!region) throw notFound('body.unknown', { ref: body });
      return {
        items: (await rulesQuestion(db, region.id).execute()).map((rule) => ({
          meetings: rule.meetings,
          meetingMonths: rule.meeting_months,
          contributions: rule.contributions,
          contributionMonths: rule.contribution_months,
          votes: rule.votes,
          elections: rule.elections,
          standbyMonths: rule.standby_months,
          startsOn: rule.starts_on,
          note: rule.note,
        })),
      };
    },
  }),
  reads({
    path: '/activity/:body/preview',
    summary: 'Whose status a rule would change today, before it is adopted; for those who manage the region.',
    input: triedRule,
    output: z.object({
      items: z.array(z.object({ organisation: z.string(), name: z.string(), from: status, to: status, because: z.enum(reasons) })),
    }),
    ask: async (db, actor, rule, v) => {
      const region = await regionByRef(db, actor, rule.body, v.today);
      if (!region) throw notFound('body.unknown', { ref: rule.body });
      if (!region.may_manage) throw forbidden();
      const changed = await changesQuestion(db, actor, region.id, v.today, ruleValues(region.id, rule)).execute();
      return {
        items: changed.map((one) => ({
          organisation: one.ref,
          name: one.name,
          from: one.status ?? 'active',
          to: one.computed,
          because: one.reason,
        })),
      };
    },
  }),
  reads({
    path: '/organisations/:organisation/activity',
    summary: 'How an organisation stands: what was said of it, what the rule says today, and the single facts for those who may read them.',
    input: z.object({ organisation: reference() }),
    output: z.object({
      organisation: z.string(),
      computed: status.nullable(),
      said: z.array(z.object({ status, since: z.string(), by: z.string(), note: z.string().nullable() })),
      facts: z.array(
        z.object({ fact: z.number(), kind: z.enum(factKinds), on: z.string(), source: z.string().nullable(), note: z.string().nullable() }),
      ),
    }),
    ask: async (db, actor, input, v) => {
      const one = await organisationByRef(db, actor, input.organisation, v.today);
      if (!one) throw notFound('organisation.unknown', { ref: input.organisation });
      const { judged, statuses, facts } = await together(db, {
        judged: judgementQuestion(db, one.id, v.today),
        statuses: statusesQuestion(db, one.id),
        facts: factsQuestion(db, actor, one.id),
      });
      return {
        organisation: one.ref,
        computed: judged[0]?.computed ?? null,
        said: statuses.map((said) => ({ status: said.status, since: said.since_on, by: said.confirmed_by, note: said.note })),
        facts: facts.map((fact) => ({ fact: fact.id, kind: fact.kind, on: fact.happened_on, source: fact.source, note: fact.note })),
      };
    },
  }),
  changes({
    method: 'post',
    path: '/activity/:body/rules',
    summary: 'Adopts a rule for a region from a day on. No status changes by it.',
    command: adoptRule,
    output: z.object({ body: z.string(), startsOn: z.string() }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/organisations/:organisation/activity',
    summary: 'Records that an organisation took part: a meeting, a contribution or a vote, on a day. The same again counts once.',
    command: recordFact,
    output: named.extend({ fact: z.number() }),
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: '/activity-facts/:fact',
    summary: 'Takes back a fact that was wrong.',
    command: removeFact,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/organisations/:organisation/activity-status',
    summary: 'Says the status that the rule proposes; another one needs `reason`.',
    command: confirmStatus,
    output: named.extend({ status }),
    answer: (given) => given,
  }),
];
