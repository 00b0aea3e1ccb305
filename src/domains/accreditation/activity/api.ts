import { z } from 'zod';
import { type ApiRow, changes, listOf, reads } from '../../../platform/http/api.ts';
import { answerList, listInput } from '../../../platform/lists/api.ts';
import { activityStatuses } from './activity.ts';
import { adoptRule, confirmStatus, recordFact, removeFact } from './commands.ts';
import { type RegionRow, regionsQuestion } from './queries.ts';
import { activityRegister } from './register.ts';

const named = z.object({ organisation: z.string() });
const status = z.enum(activityStatuses);

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
      const regions = (await regionsQuestion(db, actor, v.today).execute()) as RegionRow[];
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
