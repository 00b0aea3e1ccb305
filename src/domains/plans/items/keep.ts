import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Writes } from '../../../platform/db/tables.ts';
import { mergeTexts, type Texts } from '../../../platform/i18n/texts.ts';
import { writeRows } from '../../../platform/imports/write-rows.ts';
import type { Tables } from '../tables.ts';
import { type ItemKind, refPrefix, type Status } from './item.ts';
import type { Place } from './places.ts';
import { type Facts, nothingHangs, type Rest, restOf } from './rest.ts';
import { namedIn, restsOf } from './rest-known.ts';

const textFields = [
  ['goal', 'goal'],
  ['currentState', 'current_state'],
  ['steps', 'steps'],
  ['metrics', 'metrics'],
  ['method', 'method'],
  ['outcome', 'outcome'],
  ['note', 'note'],
] as const;

type Stored = Partial<Record<(typeof textFields)[number][1], Texts | null>> & { title?: Texts };

/** The columns of `plan_item` of which the input speaks. What it does not speak of stays. */
export const columnsOf = (
  input: Facts,
  stored: Stored = {},
  merge: (stored: Texts | null | undefined, given: Texts) => Texts = mergeTexts,
) => ({
  ...(input.title ? { title: merge(stored.title, input.title) } : {}),
  ...(Object.fromEntries(
    textFields.flatMap(([field, column]) => {
      const given = input[field];
      return given === undefined ? [] : [[column, given ? merge(stored[column], given) : null]];
    }),
  ) as Partial<Record<(typeof textFields)[number][1], Texts | null>>),
  ...(input.phase !== undefined ? { phase: input.phase } : {}),
  ...(input.startsOn !== undefined ? { starts_on: input.startsOn } : {}),
  ...(input.endedOn !== undefined ? { ended_on: input.endedOn } : {}),
  ...(input.percent !== undefined ? { percent: input.percent } : {}),
  ...(input.rollUp != null ? { rolls_up: input.rollUp } : {}),
  ...(input.health !== undefined ? { health: input.health } : {}),
  ...(input.status ? { status: input.status } : {}),
  ...(input.position != null ? { position: input.position } : {}),
});

export type NewItem = Facts & { kind: ItemKind; title: Texts; number?: string | null | undefined; state?: 'draft' | 'open' };

/** The row of a new item. */
export const newColumns = (ref: string, { review, body_id, parent_id, workstream_id }: Place, input: NewItem) => ({
  ref,
  kind: input.kind,
  number: input.number ?? null,
  review_id: review?.id ?? null,
  body_id,
  parent_id,
  workstream_id,
  status: 'notStarted' as Status,
  ...noFacts,
  ...columnsOf(input),
  title: input.title,
  state: input.state ?? ('open' as const),
  position: input.position ?? positionOf(input.number),
});

const noFacts = {
  rolls_up: true,
  goal: null,
  current_state: null,
  steps: null,
  metrics: null,
  method: null,
  outcome: null,
  note: null,
  phase: null,
  starts_on: null,
  ended_on: null,
  percent: null,
  health: null,
};

const positionOf = (number: string | null | undefined): number => Math.min(Number(/^\d+/.exec(number ?? '')?.[0] ?? 0), 999_999);

/** Ends, leads, budget and recommendations of which the input speaks; gives what hung before and after. `startsOn` is the day that stands after the input. */
export const keepRest = async (
  tx: Writes<Tables>,
  item: { id: number; startsOn: string | null },
  input: Facts,
  { actor, now }: { actor: Actor; now: string },
): Promise<{ before: Rest; after: Rest }> => {
  const rests = await restsOf(tx, [item.id], [input]);
  const stored = rests.get(item.id) ?? nothingHangs;
  const { rows, rest } = restOf(item, input, stored, await namedIn(tx, [input], actor, rests), now, input.parts ? 'parts' : 'ends');
  await writeRows(
    tx,
    rows.map((row) => ({ row })),
  );
  return { before: stored, after: rest };
};

/** References that nothing bears yet, for items that carry none of their own; numbers that are not used in the end are no loss. */
export const freeRefs = async (tx: Writes<Tables>, kind: ItemKind, count: number): Promise<string[]> => {
  const free: string[] = [];
  // A plan that was brought in with its references may have taken a whole row of numbers before we come to them.
  for (let ask = count; free.length < count; ask = Math.max(50, 2 * ask)) {
    const { rows } = await sql<{ ref: string }>`
      select made.ref from (select ${`${refPrefix[kind]}-`} || nextval('plan_item_id_seq') as ref from generate_series(1, ${ask}::integer)) made
      where not exists (select from plan_item where plan_item.ref = made.ref)`.execute(tx);
    free.push(...rows.map(({ ref }) => ref));
  }
  return free.slice(0, count);
};
