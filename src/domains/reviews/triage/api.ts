import { z } from 'zod';
import { notFound } from '../../../platform/errors.ts';
import { day, optional, reference } from '../../../platform/fields.ts';
import { type ApiRow, changes, listOf, reads } from '../../../platform/http/api.ts';
import { textsSchema } from '../../../platform/i18n/texts.ts';
import { answerList, listInput } from '../../../platform/lists/api.ts';
import { reviewByRef } from '../recommendations/queries.ts';
import { reopenTriage, returnTriage, sendTriage, signOffTriage, withdrawTriage } from './commands.ts';
import { editTriage } from './edit-command.ts';
import { proposeTriage, proposeTriageToMany } from './propose-commands.ts';
import { batchByRef, itemsOf } from './queries.ts';
import { batchRegister, isOverdue } from './register.ts';
import { sheetOf, stagesOf } from './sheet.ts';
import { removeStage, setStage } from './stage-commands.ts';
import { batchStates, stages, type Values } from './triage.ts';

const named = z.object({ ref: z.string() });
const said = {
  ownerClass: z.string().nullable(),
  coordinationClass: z.string().nullable(),
  priority: z.string().nullable(),
  rationale: z.string().nullable(),
};
const stage = z.enum(stages);

const batch = {
  ref: z.string(),
  review: z.string(),
  body: z.string(),
  state: z.enum(batchStates),
  dueOn: z.string().nullable(),
  overdue: z.boolean(),
  sentAt: z.string().nullable(),
  signedAt: z.string().nullable(),
  signedBy: z.string().nullable(),
};

const saidOf = (values: Values) => ({
  ownerClass: values.owner_class,
  coordinationClass: values.coordination_class,
  priority: values.priority,
  rationale: values.rationale,
});

export const api: readonly ApiRow[] = [
  reads({
    path: '/triage',
    summary:
      'The batches of triage. Filters, order and pages as in the address of the page: q, body, review, state, overdue (yes, no), waiting (me), sort, page, per.',
    input: listInput('q', 'body', 'review', 'state', 'overdue', 'waiting', 'sort'),
    output: listOf(z.object({ ...batch, items: z.number().int(), withoutPriority: z.number().int(), differing: z.number().int() })),
    ask: (db, _actor, input, v) =>
      answerList(db, batchRegister, input, v, (row) => ({
        ref: row.ref,
        review: row.review_ref,
        body: row.body?.ref ?? '',
        state: row.state,
        dueOn: row.due_on,
        overdue: isOverdue(row, v.today),
        sentAt: row.sent_at,
        signedAt: row.signed_at,
        signedBy: row.signed_by,
        items: row.items,
        withoutPriority: row.open,
        differing: row.differing,
      })),
  }),
  reads({
    path: '/triage/:ref',
    summary: 'One batch with its items: what is said now, and what staff had proposed when it was sent.',
    input: z.object({ ref: reference() }),
    output: z.object({
      ...batch,
      version: z.number().int(),
      note: z.string().nullable(),
      proposedBy: z.string().nullable(),
      returnReason: z.string().nullable(),
      archived: z.boolean(),
      items: z.array(
        z.object({
          recommendation: z.string(),
          number: z.string(),
          title: textsSchema,
          version: z.number().int(),
          ...said,
          proposal: z.object(said).nullable(),
        }),
      ),
    }),
    ask: async (db, actor, { ref }, v) => {
      const found = await batchByRef(db, actor, ref);
      if (!found) throw notFound('triage.notFound', { ref });
      const items = await itemsOf(db, found.id);
      return {
        ref: found.ref,
        review: found.review_ref,
        body: found.body_ref,
        state: found.state,
        dueOn: found.due_on,
        overdue: isOverdue(found, v.today),
        sentAt: found.sent_at,
        signedAt: found.signed_at,
        signedBy: found.signed_by,
        version: found.version,
        note: found.note,
        proposedBy: found.proposed_by,
        returnReason: found.return_reason,
        archived: found.archived_at !== null,
        items: items.map((item) => ({
          recommendation: item.ref,
          number: item.number,
          title: item.title,
          version: item.version,
          ...saidOf(item),
          proposal: item.proposal && saidOf(item.proposal),
        })),
      };
    },
  }),
  reads({
    path: '/reviews/:ref/triage',
    summary: 'What every body says about the recommendations of a review, side by side, and how far each body was on the day `on` (today).',
    input: z.object({ ref: reference(), on: optional(day()) }),
    output: z.object({
      bodies: z.array(
        z.object({
          ref: z.string(),
          name: textsSchema,
          acronym: z.string().nullable(),
          parent: z.string().nullable(),
          own: z.boolean(),
          stage,
          stageOn: z.string().nullable(),
          /** The next deadline of what lies with the body now. */
          dueOn: z.string().nullable(),
          overdue: z.boolean(),
        }),
      ),
      recommendations: z.array(
        z.object({
          ref: z.string(),
          number: z.string(),
          title: textsSchema,
          bodies: z.array(z.object({ body: z.string(), batch: z.string(), state: z.enum(batchStates), ...said })),
        }),
      ),
    }),
    ask: async (db, actor, { ref, on }, v) => {
      const review = await reviewByRef(db, actor, ref);
      if (!review) throw notFound('triage.unknownReview', { ref });
      const sheet = await sheetOf(db, actor, review.id, on ?? v.today);
      return {
        bodies: sheet.bodies.map((body) => ({ ...body, parent: body.parent?.ref ?? null })),
        recommendations: sheet.rows.map((row) => ({
          ...row,
          bodies: sheet.bodies.flatMap((body) => {
            const cell = sheet.cell(row, body);
            return cell ? [{ body: body.ref, batch: cell.batch, state: cell.state, ...saidOf(cell) }] : [];
          }),
        })),
      };
    },
  }),
  reads({
    path: '/reviews/:ref/triage/stages',
    summary: 'How far each body was with a review, since when; newest first.',
    input: z.object({ ref: reference() }),
    output: z.object({
      items: z.array(z.object({ id: z.number().int(), body: z.string(), stage, asOf: z.string(), note: textsSchema.nullable() })),
    }),
    ask: async (db, actor, { ref }) => {
      const review = await reviewByRef(db, actor, ref);
      if (!review) throw notFound('triage.unknownReview', { ref });
      const rows = await stagesOf(db, actor, review.id);
      return { items: rows.map((row) => ({ id: row.id, body: row.ref, stage: row.stage, asOf: row.as_of, note: row.note })) };
    },
  }),
  changes({
    method: 'post',
    path: '/triage',
    summary: 'Proposes a triage for a body: a batch with one item per recommendation, of the whole review unless some are named.',
    command: proposeTriage,
    output: named.extend({ items: z.number().int() }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/reviews/:review/triage',
    summary:
      'Proposes the same to several bodies, one batch each, and with `dueOn` asks them at once: for all of them, or for none. `told` counts the letters.',
    command: proposeTriageToMany,
    output: z.object({
      review: z.string(),
      batches: z.array(named.extend({ body: z.string(), items: z.number().int(), told: z.number().int() })),
    }),
    answer: (given) => given,
  }),
  changes({
    method: 'patch',
    path: '/triage/:ref',
    summary: 'Changes items of a batch, one by one or many at once through `fill`; fields that are absent stay as they are.',
    command: editTriage,
    output: named.extend({ changed: z.number().int() }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/triage/:ref/sending',
    summary: 'Freezes the proposal, asks the officers of the body by mail and starts the clock. `told` counts the letters.',
    command: sendTriage,
    output: named.extend({ told: z.number().int() }),
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/triage/:ref/signature',
    summary: 'Signs a batch off for its body.',
    command: signOffTriage,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/triage/:ref/return',
    summary: 'Gives a batch back to staff; needs `reason`.',
    command: returnTriage,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/triage/:ref/reopening',
    summary: 'Opens a signed batch again; needs `reason`.',
    command: reopenTriage,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/triage/:ref/withdrawal',
    summary: 'Withdraws a batch that lies with staff; needs `reason`.',
    command: withdrawTriage,
    output: named,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/reviews/:review/triage/stages',
    summary: 'Says how far a body is with a review since a day.',
    command: setStage,
    output: z.object({ review: z.string(), body: z.string(), stage, asOf: z.string() }),
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: '/triage-stages/:stage',
    summary: 'Takes back a stage that was wrong.',
    command: removeStage,
    output: z.object({ review: z.string() }),
    answer: (given) => given,
  }),
];
