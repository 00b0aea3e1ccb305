import { z } from 'zod';
import { historyOf } from '../../../platform/audit/history.ts';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { id as idField, line, optional } from '../../../platform/fields.ts';
import { type ApiRow, changes, listOf, reads } from '../../../platform/http/api.ts';
import { textsSchema } from '../../../platform/i18n/texts.ts';
import { answerList, listInput } from '../../../platform/lists/api.ts';
import { changePromise, dependOn, endDependency, recordPromise } from '../dependencies/commands.ts';
import { dependenciesQuestion } from '../dependencies/queries.ts';
import { addEvidence, addProgress, claimDone, judgeClaim } from '../progress/commands.ts';
import { closuresQuestion, evidenceQuestion, progressQuestion } from '../progress/queries.ts';
import { addStatement } from '../statements/commands.ts';
import { statementsQuestion } from '../statements/queries.ts';
import { addEach } from './add-each.ts';
import { addItem, addWorkstream, archiveItem, changeItem, reviveItem } from './commands.ts';
import { planList } from './list.ts';
import { budgetQuestion, itemByRef } from './queries.ts';
import { historyRows } from './record.tsx';

const named = z.object({ ref: z.string() });
const part = z.object({
  label: z.string(),
  title: z.string().nullable(),
  ends_on: z.string().nullable(),
  ends_precision: z.string(),
  status: z.string().nullable(),
  percent: z.number().nullable(),
});
const text = textsSchema.nullable();
const listed = z.object({
  ref: z.string(),
  kind: z.string(),
  number: z.string().nullable(),
  title: textsSchema,
  startsOn: z.string().nullable(),
  parts: z.array(part),
  status: z.string(),
  percent: z.number().nullable(),
  health: z.string().nullable(),
  note: text,
  review: z.string().nullable(),
  workstream: z.string().nullable(),
  leads: z.array(z.object({ role: z.string(), name: z.string().nullable() })),
  recommendations: z.array(z.string()),
});

const progress = z.object({
  id: z.number(),
  happened_on: z.string(),
  text: textsSchema,
  percent: z.number().nullable(),
  status: z.string().nullable(),
  health: z.string().nullable(),
  part: z.string().nullable(),
  ended_before: z.string().nullable(),
  ended_after: z.string().nullable(),
  reason: z.string().nullable(),
  by_name: z.string().nullable(),
});
const evidence = z.object({
  id: z.number(),
  progress_id: z.number().nullable(),
  title: z.string(),
  url: z.string().nullable(),
  file_name: z.string().nullable(),
  media_type: z.string().nullable(),
  file_size: z.number().nullable(),
});
const closure = z.object({
  state: z.string(),
  claimed_on: z.string(),
  claimed_by: z.string().nullable(),
  note: z.string().nullable(),
  judged_on: z.string().nullable(),
  judged_by: z.string().nullable(),
  judgement: z.string().nullable(),
});
const dependency = z.object({
  id: z.number(),
  ref: z.string().nullable(),
  owner: z.string().nullable(),
  promise: z.string().nullable(),
  promised_on: z.string().nullable(),
  last_asked_on: z.string().nullable(),
  kept_on: z.string().nullable(),
  note: z.string().nullable(),
});
const statement = z.object({
  field: z.string(),
  part: z.string(),
  value: z.string(),
  source: z.string(),
  place: z.string().nullable(),
  stated_on: z.string().nullable(),
});

export const api: readonly ApiRow[] = [
  reads({
    path: '/plans',
    summary:
      'What is planned. Filters, order and pages as in the address of the page: q, attention, status, health, kind, review, workstream, lead, recommendation.',
    input: listInput('q', 'attention', 'status', 'health', 'kind', 'review', 'workstream', 'lead', 'recommendation', 'sort'),
    output: listOf(listed),
    ask: (db, _actor, input, v) =>
      answerList(db, planList, input, v, (row) => ({
        ...row,
        startsOn: row.starts_on,
        review: row.review_ref,
        workstream: row.workstream_ref,
      })),
  }),
  reads({
    path: '/plans/:ref',
    summary: 'One item of the plan with everything that belongs to it, by its reference or a former name.',
    input: z.object({ ref: line() }),
    output: z.object({
      ref: z.string(),
      version: z.number(),
      kind: z.string(),
      number: z.string().nullable(),
      title: textsSchema,
      goal: text,
      currentState: text,
      steps: text,
      metrics: text,
      method: text,
      outcome: text,
      note: text,
      phase: z.string().nullable(),
      startsOn: z.string().nullable(),
      endedOn: z.string().nullable(),
      percent: z.number().nullable(),
      status: z.string(),
      health: z.string().nullable(),
      state: z.string(),
      review: z.string().nullable(),
      workstream: z.string().nullable(),
      body: z.string().nullable(),
      aliases: z.array(z.string()),
      archivedAt: z.string().nullable(),
      parts: z.array(part.extend({ baseline_on: z.string().nullable() })),
      leads: z.array(z.object({ role: z.string(), name: z.string().nullable() })),
      budget: z.array(
        z.object({
          year: z.string(),
          currency: z.string(),
          planned: z.number().nullable(),
          approved: z.number().nullable(),
          spent: z.number().nullable(),
        }),
      ),
      progress: z.array(progress),
      evidence: z.array(evidence),
      closures: z.array(closure),
      dependencies: z.array(dependency),
      statements: z.array(statement),
    }),
    ask: async (db, actor, { ref }) => {
      const found = await itemByRef(db, actor, ref);
      if (!found) throw notFound('plan.notFound', { ref });
      const [progressed, shown, closures, dependencies, statements, budget] = await Promise.all([
        progressQuestion(db, actor, found.id).execute(),
        evidenceQuestion(db, found.id).execute(),
        closuresQuestion(db, actor, found.id).execute(),
        dependenciesQuestion(db, actor, found.id).execute(),
        statementsQuestion(db, found.id).execute(),
        budgetQuestion(db, found.id).execute(),
      ]);
      return {
        ...found,
        currentState: found.current_state,
        startsOn: found.starts_on,
        endedOn: found.ended_on,
        review: found.review_ref,
        workstream: found.workstream_ref,
        body: found.body_ref,
        aliases: found.aliases.map((alias) => alias.text),
        archivedAt: found.archived_at,
        progress: progressed,
        evidence: shown,
        closures,
        dependencies,
        statements,
        budget,
      };
    },
  }),
  reads({
    path: '/plans/:ref/history',
    summary: 'Who changed what in an item of the plan, newest first.',
    input: z.object({ ref: line(), before: optional(idField()) }),
    output: z.object({
      items: z.array(
        z.object({
          id: z.number(),
          at: z.string(),
          who: z.string().nullable(),
          command: z.string(),
          reason: z.string().nullable(),
          changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
        }),
      ),
    }),
    ask: async (db, actor, { ref, before }) => {
      const found = await itemByRef(db, actor, ref);
      if (!found) throw notFound('plan.notFound', { ref });
      if (actor.kind === 'visitor') throw forbidden('refusal.tokenNeeded');
      return {
        items: (await historyOf(db, historyRows(found.id), { actor, ...(before ? { before } : {}) })).map((one) => ({
          ...one,
          changes: [...one.changes],
        })),
      };
    },
  }),
  changes({
    method: 'post',
    path: '/plans',
    summary: 'Adds an issue, action, milestone, pledge or task.',
    command: addItem,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/plans/from-recommendations',
    summary: 'Adds an issue for each of these recommendations, under its number and with its title.',
    command: addEach,
    output: z.object({ refs: z.array(z.string()) }),
    answer: (given) => given,
  }),
  changes({
    method: 'patch',
    path: '/plans/:ref',
    summary: 'Changes an item of the plan; fields that are absent stay as they are.',
    command: changeItem,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: '/plans/:ref',
    summary: 'Archives an item; needs a `reason`.',
    command: archiveItem,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/plans/:ref/revival',
    summary: 'Brings an archived item back.',
    command: reviveItem,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/plans/:ref/progress',
    summary: 'Says what happened; a new end needs a `reason`.',
    command: addProgress,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/plans/:ref/evidence',
    summary: 'Adds evidence: its address, or a file in base64.',
    command: addEvidence,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/plans/:ref/claim',
    summary: 'Claims that the item is done.',
    command: claimDone,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/plans/:ref/judgement',
    summary: 'Verifies a claim or returns it; nobody judges their own.',
    command: judgeClaim,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/plans/:ref/statements',
    summary: 'Records what a source says of the item.',
    command: addStatement,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/plans/:ref/dependencies',
    summary: 'Makes the item wait for another one.',
    command: dependOn,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/plans/:ref/promises',
    summary: 'Records what somebody outside has promised.',
    command: recordPromise,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'patch',
    path: '/dependencies/:id',
    summary: 'Changes a promise: its day, when it was last asked, when it was kept.',
    command: changePromise,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: '/dependencies/:id',
    summary: 'Ends a dependency.',
    command: endDependency,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/workstreams',
    summary: 'Adds a workstream.',
    command: addWorkstream,
    output: named,
    answer: ({ ref }) => ({ ref }),
  }),
];
