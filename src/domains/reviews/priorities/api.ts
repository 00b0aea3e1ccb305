import { z } from 'zod';
import { notFound } from '../../../platform/errors.ts';
import { id, reference } from '../../../platform/fields.ts';
import { type ApiRow, changes, reads } from '../../../platform/http/api.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { textsSchema } from '../../../platform/i18n/texts.ts';
import { recommendationByRef, reviewByRef } from '../recommendations/queries.ts';
import {
  agreePriority,
  changeRound,
  closeRound,
  dismissScorer,
  inviteScorers,
  movePriority,
  openRound,
  scorePriority,
  withdrawPriority,
} from './commands.ts';
import { disagreement, levels, mediansOf, suggestedLevel } from './priority.ts';
import { lineOf, priorityOf, roundById, roundsOf, scoresOf, sheetOf } from './queries.ts';

const round = z.object({
  id: z.number(),
  version: z.number(),
  review: z.string(),
  number: z.number(),
  title: textsSchema,
  over: z.boolean(),
  closesOn: z.string().nullable(),
  scorers: z.number(),
  scores: z.number(),
});
const range = z.object({ low: z.number(), median: z.number(), high: z.number() });
const level = z.enum(levels);
const ofRound = z.object({ round: z.number() });
const oneRound = z.object({ round: id() });
const score = z.object({ round: z.number(), recommendation: z.string(), urgency: z.number(), importance: z.number() });
const invited = ofRound.extend({ invited: z.number(), mailed: z.number() });

const shownRound = <Found extends { review_ref: string; closes_on: string | null; scorers: number; scores: number }>(found: Found) => ({
  ...found,
  review: found.review_ref,
  closesOn: found.closes_on,
  scorers: Number(found.scorers),
  scores: Number(found.scores),
});

const knownRound = async (v: Visit, number: number) => {
  const found = await roundById(v.db, v.actor, number, v.today);
  if (!found) throw notFound();
  return found;
};

export const api: readonly ApiRow[] = [
  reads({
    path: '/reviews/:review/rounds',
    summary: 'The scoring rounds of a review, the latest first.',
    input: z.object({ review: reference() }),
    output: z.object({ items: z.array(round) }),
    ask: async (db, actor, { review }, v) => {
      const found = await reviewByRef(db, actor, review);
      if (!found) throw notFound('review.notFound', { ref: review });
      return { items: (await roundsOf(db, actor, found.id, v.today)).map(shownRound) };
    },
  }),
  changes({
    method: 'post',
    path: '/reviews/:review/rounds',
    summary: 'Opens a scoring round and writes to those invited.',
    command: openRound,
    output: invited,
    answer: (given) => given,
  }),
  reads({
    path: '/rounds/:round',
    summary:
      'One round with its sheet: per recommendation how many answered and, as far as the reader may see them, the spread, who has not answered and the own score.',
    input: oneRound,
    output: round.extend({
      items: z.array(
        z.object({
          ref: z.string(),
          answered: z.number(),
          scorers: z.number(),
          spread: z.object({ urgency: range, importance: range }).nullable(),
          disagreement: z.number().nullable(),
          suggested: level.nullable(),
          agreed: level.nullable(),
          missing: z.array(z.object({ name: z.string(), body: z.string().nullable() })).nullable(),
          own: z.object({ urgency: z.number(), importance: z.number(), rationale: z.string(), version: z.number() }).nullable(),
        }),
      ),
    }),
    ask: async (db, actor, input, v) => {
      const found = await knownRound(v, input.round);
      const sheet = await sheetOf(db, actor, found.id, v.today);
      return {
        ...shownRound(found),
        items: sheet.map((row) => ({
          ...row,
          answered: Number(row.answered),
          scorers: Number(row.scorers),
          agreed: row.level,
          disagreement: row.spread && disagreement(row.spread),
          suggested: row.spread && suggestedLevel(mediansOf(row.spread)),
        })),
      };
    },
  }),
  reads({
    path: '/rounds/:round/scores',
    summary:
      'The single scores that the reader may see: the own ones, and all of them for those who manage and, when the round is over, for its scorers.',
    input: oneRound,
    output: z.object({
      items: z.array(
        z.object({
          recommendation: z.string(),
          name: z.string(),
          body: z.string().nullable(),
          urgency: z.number(),
          importance: z.number(),
          rationale: z.string(),
        }),
      ),
    }),
    ask: async (db, actor, input, v) => ({ items: await scoresOf(db, actor, (await knownRound(v, input.round)).id, v.today) }),
  }),
  changes({
    method: 'patch',
    path: '/rounds/:round',
    summary: 'Changes the title or the last day of a round.',
    command: changeRound,
    output: ofRound,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/rounds/:round/closure',
    summary: 'Closes a round.',
    command: closeRound,
    output: ofRound,
    answer: (given) => given,
  }),
  changes({
    method: 'post',
    path: '/rounds/:round/scorers',
    summary: 'Invites more scorers and writes to them.',
    command: inviteScorers,
    output: invited,
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: '/rounds/:round/scorers/:person',
    summary: 'Removes a scorer from a running round; needs a `reason`.',
    command: dismissScorer,
    output: ofRound,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/rounds/:round/scores/:recommendation',
    summary: 'Gives or changes the own score of a recommendation.',
    command: scorePriority,
    output: score,
    answer: (given) => given,
  }),
  changes({
    method: 'put',
    path: '/rounds/:round/scores/:recommendation/quadrant',
    summary: 'Moves the own card into a quadrant of the board.',
    command: movePriority,
    output: score,
    answer: (given) => given,
  }),
  reads({
    path: '/reviews/:review/priorities',
    summary:
      'The recommendations of a review in the order in which they can be taken up: by agreed level, none before another one on which it depends.',
    input: z.object({ review: reference() }),
    output: z.object({
      items: z.array(
        z.object({ ref: z.string(), level: level.nullable(), agreedOn: z.string().nullable(), dependsOn: z.array(z.string()) }),
      ),
    }),
    ask: async (db, actor, { review }) => {
      const found = await reviewByRef(db, actor, review);
      if (!found) throw notFound('review.notFound', { ref: review });
      return {
        items: (await lineOf(db, actor, found.id)).map((one) => ({
          ...one,
          agreedOn: one.agreed_on,
          dependsOn: one.dependsOn.map((other) => other.ref),
        })),
      };
    },
  }),
  reads({
    path: '/recommendations/:recommendation/priority',
    summary: 'The agreed level of a recommendation; all values are null where none is agreed.',
    input: z.object({ recommendation: reference() }),
    output: z.object({
      level: level.nullable(),
      version: z.number().nullable(),
      urgent: z.boolean().nullable(),
      important: z.boolean().nullable(),
      rationale: z.string().nullable(),
      agreedOn: z.string().nullable(),
      agreedBy: z.string().nullable(),
      link: z.string().nullable(),
    }),
    ask: async (db, actor, { recommendation }) => {
      const found = await recommendationByRef(db, actor, recommendation);
      const priority = found && (await priorityOf(db, actor, found.id));
      if (!priority) throw notFound('recommendation.notFound', { ref: recommendation });
      return { ...priority, agreedOn: priority.agreed_on, agreedBy: priority.agreed_by, link: priority.decided_link };
    },
  }),
  changes({
    method: 'put',
    path: '/recommendations/:recommendation/priority',
    summary: 'Records the agreed level; changing a recorded one needs a `reason`.',
    command: agreePriority,
    output: z.object({ recommendation: z.string(), level }),
    answer: (given) => given,
  }),
  changes({
    method: 'delete',
    path: '/recommendations/:recommendation/priority',
    summary: 'Takes the agreed level back; needs a `reason`.',
    command: withdrawPriority,
    output: z.object({ recommendation: z.string() }),
    answer: (given) => given,
  }),
];
