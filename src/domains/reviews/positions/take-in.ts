import { type Selectable, sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Writes } from '../../../platform/db/tables.ts';
import { conflict, forbidden, notFound } from '../../../platform/errors.ts';
import { overlayTexts } from '../../../platform/i18n/texts.ts';
import { anyOf, type Moment, takingIn } from '../../../platform/imports/take-in.ts';
import { differing } from '../../../platform/imports/write-rows.ts';
import { mayReadRecommendation } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { mayDraftFor, mayFinaliseFor, mayReadPosition } from './policy.ts';
import { positionImport } from './position.ts';
import { mustBeStance, type Stances, stancesOf } from './stances.ts';

type Input = z.output<typeof positionImport>;
type Position = Omit<Selectable<Tables['position']>, 'created_at' | 'version'>;

/** What lines about positions touch. */
interface Known {
  recommendations: Map<string, { id: number; ref: string; text_version: number; archived_at: string | null }>;
  bodies: Map<string, { id: number; ref: string; may_draft: boolean; may_finalise: boolean }>;
  /** By recommendation and body. */
  positions: Map<string, Position>;
  stances: Stances;
}

/** One line of a document in which a body answers. With a date of decision it becomes final, which takes the right to finalise. */
export const takeInPosition = takingIn<Tables>()({
  name: 'position.takeIn',
  input: positionImport,
  makes: 'position',
  ahead: async (tx, inputs: readonly Input[], actor): Promise<Known> => {
    const recommendations = await recommendationsOf(tx, inputs, actor);
    const bodies = await bodiesOf(tx, inputs, actor);
    return {
      recommendations,
      bodies,
      positions: await positionsOf(tx, [...recommendations.values()], [...bodies.values()], actor),
      stances: await stancesOf(tx),
    };
  },
  decide: (input, known, moment) => {
    const { recommendation, body } = placeOf(input, known);
    if (input.stance) mustBeStance(known.stances, input.stance);
    const output = { recommendation: recommendation.ref, body: body.ref };
    const stored = known.positions.get(placed(recommendation.id, body.id));
    if (stored?.state === 'final' && !stored.archived_at) {
      if (!saysTheSame(input, stored)) throw conflict('position.alreadyFinal');
      return { rows: [], output };
    }
    const said = {
      ...saidBy(input, stored, moment),
      text_version: recommendation.text_version,
      drafted_by: stored?.drafted_by ?? moment.actor.name,
      archived_at: null,
      archived_reason: null,
    };
    const position = { ...(stored ?? blank(moment.id, recommendation.id, body.id)), ...said };
    known.positions.set(placed(recommendation.id, body.id), position);
    if (!stored) return { rows: [{ table: 'position', insert: position }], output };
    const set = differing(stored, said);
    return { rows: Object.keys(set).length > 0 ? [{ table: 'position', id: stored.id, set }] : [], output };
  },
});

/** The cell of the matrix: a recommendation that the actor may read, a body for which it may act. */
const placeOf = (input: Input, known: Known) => {
  const recommendation = known.recommendations.get(input.recommendation);
  if (!recommendation) throw notFound();
  if (recommendation.archived_at) throw conflict('record.archived');
  const body = known.bodies.get(input.body);
  if (!body) throw notFound('body.unknown', { ref: input.body });
  if (!(input.decidedOn ? body.may_finalise : body.may_draft)) throw forbidden();
  return { recommendation, body };
};

const saysTheSame = (input: Input, stored: Position): boolean =>
  (!input.stance || input.stance === stored.stance) &&
  (!input.comment || input.comment.texts[input.comment.original] === stored.comment?.texts[input.comment.original]);

const saidBy = (input: Input, stored: Position | undefined, { actor, now }: Moment) => ({
  ...(input.stance ? { stance: input.stance } : {}),
  ...(input.comment ? { comment: overlayTexts(stored?.comment, input.comment) } : {}),
  ...(input.decidedOn
    ? {
        state: 'final' as const,
        decided_how: input.decidedHow ?? ('document' as const),
        decided_on: input.decidedOn,
        decided_link: input.decidedLink ?? null,
        finalised_at: now,
        finalised_by: actor.name,
      }
    : {}),
});

const blank = (id: number, recommendation_id: number, body_id: number): Position => ({
  id,
  recommendation_id,
  body_id,
  stance: null,
  comment: null,
  state: 'drafting',
  text_version: 1,
  decided_how: null,
  decided_on: null,
  decided_link: null,
  decided_note: null,
  finalised_at: null,
  finalised_by: null,
  drafted_by: null,
  archived_at: null,
  archived_reason: null,
});

const placed = (recommendation: number, body: number): string => `${recommendation} ${body}`;

type Inputs = readonly Input[];
type ValueOf<Entries> = Entries extends Map<string, infer Value> ? Value : never;

const recommendationsOf = async (tx: Writes<Tables>, inputs: Inputs, actor: Actor): Promise<Known['recommendations']> => {
  const rows = await tx
    .selectFrom('recommendation')
    .select(['id', 'ref', 'text_version', 'archived_at'])
    .where('ref', '=', anyOf([...new Set(inputs.map((input) => input.recommendation))]))
    .where(mayReadRecommendation(actor))
    .execute();
  return new Map(rows.map((row) => [row.ref, row]));
};

const bodiesOf = async (tx: Writes<Tables>, inputs: Inputs, actor: Actor): Promise<Known['bodies']> => {
  const rows = await tx
    .selectFrom('body')
    .select(['id', 'ref', mayDraftFor(actor).as('may_draft'), mayFinaliseFor(actor).as('may_finalise')])
    .where('ref', '=', anyOf([...new Set(inputs.map((input) => input.body))]))
    .where('archived_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.ref, row as ValueOf<Known['bodies']>]));
};

const positionsOf = async (
  tx: Writes<Tables>,
  recommendations: readonly { id: number }[],
  bodies: readonly { id: number }[],
  actor: Actor,
): Promise<Known['positions']> => {
  const ids = recommendations.map(({ id }) => id).sort((a, b) => a - b);
  // Two first drafts of one cell at the same moment come one after the other, so that the second finds what the first wrote.
  await sql`select pg_advisory_xact_lock(hashtext('position'), (id % 2147483647)::integer) from unnest(${ids}::bigint[]) id`.execute(tx);
  const rows = await tx
    .selectFrom('position')
    .selectAll()
    .where('recommendation_id', '=', anyOf(ids))
    .where('body_id', '=', anyOf(bodies.map(({ id }) => id)))
    .where(mayReadPosition(actor))
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [placed(row.recommendation_id, row.body_id), row]));
};
