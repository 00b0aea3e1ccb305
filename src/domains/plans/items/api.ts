import { z } from 'zod';
import { historyOf } from '../../../platform/audit/history.ts';
import { together } from '../../../platform/db/together.ts';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { id as idField, line, optional } from '../../../platform/fields.ts';
import { type ApiRow, listOf, reads } from '../../../platform/http/api.ts';
import { answerList, listInput } from '../../../platform/lists/api.ts';
import { dependenciesQuestion, dependentsQuestion, knockOnOf } from '../dependencies/queries.ts';
import { closuresQuestion, evidenceQuestion, progressQuestion } from '../progress/queries.ts';
import { statementsQuestion } from '../statements/queries.ts';
import { asAtRow } from './api-as-at.ts';
import { changesOfPlan } from './api-changes.ts';
import { listed, wholeItem } from './api-promised.ts';
import { planList } from './list.ts';
import { budgetQuestion, childrenQuestion, itemByRef, recommendationsQuestion, trailQuestion } from './queries.ts';
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
  asAtRow,
  reads({
    path: '/plans/:ref',
    summary: 'One item of the plan with everything that belongs to it, by its reference or a former name.',
    input: z.object({ ref: line() }),
    output: wholeItem,
    ask: async (db, actor, { ref }) => {
      const found = await itemByRef(db, actor, ref);
      if (!found) throw notFound('plan.notFound', { ref });
      const { above, inside, recommendations, ...beside } = await together(db, {
        above: trailQuestion(db, actor, found.id),
        inside: childrenQuestion(db, actor, found.id),
        recommendations: recommendationsQuestion(db, actor, found.id),
        progress: progressQuestion(db, actor, found.id),
        evidence: evidenceQuestion(db, found.id),
        closures: closuresQuestion(db, actor, found.id),
        dependencies: dependenciesQuestion(db, actor, found.id),
        dependents: dependentsQuestion(db, actor, found.id),
        statements: statementsQuestion(db, found.id),
        budget: budgetQuestion(db, found.id),
      });
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
        rollUp: found.rolls_up,
        parent: above.find(({ id }) => id === found.parent_id)?.ref ?? null,
        inside: inside.map((one) => ({ ...one, endsOn: one.ends_on })),
        recommendations: recommendations.map((one) => one.ref),
        ...beside,
        knockOn: (await knockOnOf(db, actor, found, beside.dependencies)) ?? null,
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
