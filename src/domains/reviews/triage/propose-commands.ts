import { sql } from 'kysely';
import type { z } from 'zod';
import { also, commandsOver } from '../../../platform/command.ts';
import { reading, type Writes } from '../../../platform/db/tables.ts';
import { conflict, invalid, invalidField, noneOf, type Problem } from '../../../platform/errors.ts';
import type { Tables } from '../tables.ts';
import { sendTriage } from './commands.ts';
import { classesKnown, officersOfEach } from './queries.ts';
import { reviewAndBody } from './stage-commands.ts';
import { batchReference, classes, newBatch, newBatches } from './triage.ts';

const command = commandsOver<Tables>();

export const proposeTriage = command({
  name: 'triage.propose',
  input: newBatch,
  subject: (tx, input: z.output<typeof newBatch>, actor) => reviewAndBody(tx, input, actor),
  perform: async ({ tx, input, subject, actor }) => {
    const { review, body } = subject;
    await mustBeClasses(tx, input);
    const recommendations = await tx
      .selectFrom('recommendation')
      .select(['id', 'ref', 'owner_class', 'coordination_class'])
      .where('review_id', '=', review.id)
      .where('archived_at', 'is', null)
      .orderBy('position')
      .execute();
    const taken = await liveItems(tx, review.id, body.id);
    const free = recommendations.filter((one) => !taken.has(one.id));
    const chosen = input.recommendations ?? free.map((one) => one.ref);
    if (input.recommendations?.length === 0) throw invalidField('recommendations', 'field.required');
    if (chosen.length === 0) throw conflict('triage.nothingLeft', { body: body.ref, review: review.ref });
    for (const ref of chosen) {
      const known = recommendations.find((one) => one.ref === ref);
      if (!known) throw invalidField('recommendations', 'triage.notInReview', { ref, review: review.ref });
      const batch = taken.get(known.id);
      if (batch) throw invalidField('recommendations', 'triage.alreadyIn', { ref, batch });
    }
    const ref = await freeReference(tx, review.prefix, body.ref);
    const { id } = await tx
      .insertInto('triage_batch')
      .values({ ref, review_id: review.id, body_id: body.id, note: input.note ?? null, proposed_by: actor.name })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('triage_item')
      .values(
        free
          .filter((one) => chosen.includes(one.ref))
          .map((one) => ({
            batch_id: id,
            recommendation_id: one.id,
            owner_class: input.ownerClass ?? one.owner_class,
            coordination_class: input.coordinationClass ?? one.coordination_class,
            priority: input.priority ?? null,
            rationale: input.rationale ?? null,
          })),
      )
      .execute();
    return { ref, items: chosen.length };
  },
});

/** A batch for each of several bodies, and with a deadline each is sent: for all of them, or for none. */
export const proposeTriageToMany = command({
  name: 'triage.proposeToMany',
  input: newBatches,
  subject: async (tx, input: z.output<typeof newBatches>, actor) => {
    const bodies: { id: number; ref: string }[] = [];
    for (const body of input.bodies) bodies.push((await reviewAndBody(tx, { review: input.review, body }, actor)).body);
    return bodies;
  },
  perform: async ({ tx, input: { bodies: _, dueOn, ...proposal }, subject, call, today }) => {
    if (dueOn) await mustBeReached(tx, subject, today);
    const batches: { body: string; ref: string; items: number; told: number }[] = [];
    for (const { ref: body } of subject) {
      const made = await also(tx, proposeTriage, { ...proposal, body }, call);
      const { told } = dueOn ? await also(tx, sendTriage, { ref: made.ref, dueOn }, call) : { told: 0 };
      batches.push({ body, ...made, told });
    }
    return { review: proposal.review, batches };
  },
});

/** All bodies to which no letter could go are named at once, so that they are put in order at once. */
const mustBeReached = async (tx: Writes<Tables>, bodies: readonly { id: number; ref: string }[], today: string): Promise<void> => {
  const officers = await officersOfEach(
    reading(tx),
    bodies.map(({ id }) => id),
    today,
  );
  const unheard = bodies.filter(({ id }) => !officers.some((officer) => officer.body === id && officer.address !== null));
  if (unheard.length > 0) throw conflict('triage.nobodyToAsk', { body: unheard.map(({ ref }) => ref).join(', ') });
};

/** Classes are words of the community's. */
const mustBeClasses = async (tx: Writes<Tables>, input: z.output<typeof newBatch>): Promise<void> => {
  const known = await classesKnown(reading(tx));
  const problems = classes.flatMap(([name, scheme]): Problem[] => {
    const offered = known.get(scheme) ?? [];
    const value = input[name];
    return value && !offered.includes(value) ? [{ path: [name], ...noneOf(value, offered) }] : [];
  });
  if (problems.length > 0) throw invalid(problems);
};

/** Which recommendations already lie in a batch of this body, and in which. */
const liveItems = async (tx: Writes<Tables>, reviewId: number, bodyId: number): Promise<ReadonlyMap<number, string>> => {
  const rows = await tx
    .selectFrom('triage_item')
    .innerJoin('triage_batch', 'triage_batch.id', 'triage_item.batch_id')
    .select(['triage_item.recommendation_id', 'triage_batch.ref'])
    .where('triage_batch.review_id', '=', reviewId)
    .where('triage_batch.body_id', '=', bodyId)
    .where('triage_batch.archived_at', 'is', null)
    .where('triage_item.archived_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.recommendation_id, row.ref]));
};

/** References are never reused: withdrawn batches count too. */
const freeReference = async (tx: Writes<Tables>, prefix: string, body: string): Promise<string> => {
  const stem = batchReference(prefix, body, 0).slice(0, -2);
  const known = await tx.selectFrom('triage_batch').select('ref').where(sql<boolean>`starts_with(ref, ${stem})`).execute();
  const numbers = known.map(({ ref }) => Number(ref.slice(stem.length))).filter(Number.isInteger);
  return batchReference(prefix, body, Math.max(0, ...numbers) + 1);
};
