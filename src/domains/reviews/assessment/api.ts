import { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyReads } from '../../../platform/db/tables.ts';
import { notFound } from '../../../platform/errors.ts';
import { reference } from '../../../platform/fields.ts';
import { type ApiRow, changes, reads } from '../../../platform/http/api.ts';
import { textsSchema } from '../../../platform/i18n/texts.ts';
import { notOne } from '../recommendations/here.ts';
import { recommendationByRef, reviewByRef } from '../recommendations/queries.ts';
import { answers, filled, linkKinds, supports, type Template, templateFields } from './assessment.ts';
import { addLink, fillFeasibility, recordAnswer, removeLink, withdrawAnswer } from './commands.ts';
import { answersOn, feasibilityOf, linksOf, templatesOnReview } from './queries.ts';

const named = z.object({ recommendation: z.string() });
const ofBody = named.extend({ body: z.string() });
const link = z.object({ from: z.string(), kind: z.enum(linkKinds), to: z.string() });
const long = textsSchema.nullable();

const known = async (db: AnyReads, actor: Actor, ref: string) => {
  const found = await recommendationByRef(db, actor, ref);
  if (!found) throw await notOne({ db, actor }, ref);
  return found;
};

export const api: readonly ApiRow[] = [
  reads({
    path: '/recommendations/:recommendation/feasibility',
    summary: 'The feasibility template of a recommendation; fields that nobody filled are null.',
    input: z.object({ recommendation: reference() }),
    output: z.object({
      filled: z.number(),
      of: z.number(),
      version: z.number().nullable(),
      issueIdentified: long,
      support: z.enum(supports).nullable(),
      reasoning: long,
      alternative: long,
      prioritisation: z.string().nullable(),
      workingPartyComments: long,
      committeeComments: long,
      dependencies: long,
      implementer: z.string().nullable(),
      resources: long,
      budgetEffects: long,
      timeline: z.string().nullable(),
      steps: long,
    }),
    ask: async (db, actor, { recommendation }) => {
      const row = await feasibilityOf(db, actor, (await known(db, actor, recommendation)).id);
      if (!row) throw notFound();
      return {
        ...row,
        filled: filled(row as Partial<Template>),
        of: templateFields.length,
        issueIdentified: row.issue_identified,
        workingPartyComments: row.working_party_comments,
        committeeComments: row.committee_comments,
        budgetEffects: row.budget_effects,
      };
    },
  }),
  changes({
    method: 'patch',
    path: '/recommendations/:recommendation/feasibility',
    summary: 'Fills fields of the feasibility template; absent ones stay as they are, null empties.',
    command: fillFeasibility,
    output: named,
    answer: (given) => given,
  }),
  reads({
    path: '/reviews/:review/feasibility',
    summary: 'How far the templates of a review are filled.',
    input: z.object({ review: reference() }),
    output: z.object({ items: z.array(z.object({ ref: z.string(), filled: z.number(), of: z.number() })) }),
    ask: async (db, actor, { review }) => {
      const found = await reviewByRef(db, actor, review);
      if (!found) throw notFound('review.notFound', { ref: review });
      return {
        items: (await templatesOnReview(db, actor, found.id)).map((one) => ({
          ref: one.ref,
          filled: filled(one as Partial<Template>),
          of: templateFields.length,
        })),
      };
    },
  }),
  reads({
    path: '/recommendations/:recommendation/answers',
    summary: 'What bodies officially answered to a recommendation.',
    input: z.object({ recommendation: reference() }),
    output: z.object({
      items: z.array(
        z.object({
          body: z.string(),
          version: z.number(),
          answer: z.enum(answers),
          explanation: long,
          alternativeWording: long,
          on: z.string().nullable(),
          link: z.string().nullable(),
        }),
      ),
    }),
    ask: async (db, actor, { recommendation }) => {
      const found = await answersOn(db, actor, (await known(db, actor, recommendation)).id);
      return {
        items: found.map((one) => ({
          ...one,
          body: one.body_ref,
          alternativeWording: one.alternative_wording,
          on: one.decided_on,
          link: one.decided_link,
        })),
      };
    },
  }),
  changes({
    method: 'put',
    path: '/recommendations/:recommendation/answers/:body',
    summary: 'Records what a body officially answered.',
    command: recordAnswer,
    output: ofBody.extend({ answer: z.enum(answers) }),
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: '/recommendations/:recommendation/answers/:body',
    summary: 'Takes a recorded answer back; needs a `reason`.',
    command: withdrawAnswer,
    output: ofBody,
    answer: (given) => given,
  }),
  reads({
    path: '/recommendations/:recommendation/links',
    summary: 'Links to and from a recommendation.',
    input: z.object({ recommendation: reference() }),
    output: z.object({ items: z.array(link.extend({ why: z.string().nullable() })) }),
    ask: async (db, actor, { recommendation }) => {
      const found = await known(db, actor, recommendation);
      const links = await linksOf(db, actor, found.id);
      return {
        items: links.map((one) => ({
          ...one,
          from: one.inverse ? one.ref : found.ref,
          to: one.inverse ? found.ref : one.ref,
          why: one.reason,
        })),
      };
    },
  }),
  changes({
    method: 'put',
    path: '/recommendations/:from/links/:kind/:to',
    summary: 'Links a recommendation to another one. A link that would close a circle is refused.',
    command: addLink,
    output: link,
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: '/recommendations/:from/links/:kind/:to',
    summary: 'Removes a link; needs a `reason`.',
    command: removeLink,
    output: link,
    answer: (given) => given,
  }),
];
