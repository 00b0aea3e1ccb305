import { z } from 'zod';
import { historyOf } from '../../../platform/audit/history.ts';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { id as idField, line, optional } from '../../../platform/fields.ts';
import { type ApiRow, listOf, reads } from '../../../platform/http/api.ts';
import { answerList, listInput } from '../../../platform/lists/api.ts';
import { dependenciesQuestion } from '../dependencies/queries.ts';
import { closuresQuestion, evidenceQuestion, progressQuestion } from '../progress/queries.ts';
import { statementsQuestion } from '../statements/queries.ts';
import { changesOfPlan } from './api-changes.ts';
import { listed, wholeItem } from './api-promised.ts';
import { planList } from './list.ts';
import { budgetQuestion, itemByRef } from './queries.ts';
import { historyRows } from './record.tsx';

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
    output: wholeItem,
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
  ...changesOfPlan,
];
