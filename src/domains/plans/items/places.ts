import { type Selectable, sql } from 'kysely';
import { type Actor, holdsEverywhere, holdsFor, holdsSomewhere } from '../../../platform/access/actor.ts';
import type { AnyWrites, Writes } from '../../../platform/db/tables.ts';
import { forbidden, invalidField } from '../../../platform/errors.ts';
import { anyOf } from '../../../platform/imports/take-in.ts';
import { mayManageItem, mayReadItem, mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { type ItemKind, issueReference, mayStandIn } from './item.ts';

/** What an input says of the place of an item. */
export interface Placed {
  kind: ItemKind;
  ref?: string | null | undefined;
  number?: string | null | undefined;
  review?: string | null | undefined;
  body?: string | null | undefined;
  parent?: string | null | undefined;
  workstream?: string | null | undefined;
}

export interface Place {
  review: { id: number; prefix: string } | null;
  body_id: number | null;
  parent_id: number | null;
  workstream_id: number | null;
}

export type Item = Omit<Selectable<Tables['plan_item']>, 'created_at' | 'version' | 'words'>;
export type KnownItem = Item & { may_read: boolean; may_manage: boolean };

/** Everything that inputs name as a place, by reference. */
export interface Places {
  items: Map<string, KnownItem>;
  /** Those that the actor may read and that are not archived. */
  reviews: Map<string, { id: number; prefix: string }>;
  reviewsById: Map<number, { id: number; prefix: string }>;
  bodies: Map<string, number>;
  workstreams: Map<string, number>;
}

/** Asks and locks the items, and asks the rest. */
export const placesOf = async (tx: AnyWrites, inputs: readonly Placed[], actor: Actor): Promise<Places> => {
  const db = tx as Writes<Tables>;
  const reviews = await reviewsOf(db, inputs, actor);
  const items = await itemsOf(db, inputs, reviews, actor);
  const above = inputs.flatMap(({ parent }) => (parent ? (items.get(parent)?.review_id ?? []) : []));
  const reviewsById = new Map([...reviews.values()].map((review) => [review.id, review]));
  const missing = above.filter((id) => !reviewsById.has(id));
  if (missing.length > 0)
    for (const row of await db.selectFrom('review').select(['id', 'prefix']).where('id', '=', anyOf(missing)).execute())
      reviewsById.set(row.id, row);
  return {
    items,
    reviews,
    reviewsById,
    bodies: await idsOf(db, 'body', inputs, (input) => input.body),
    workstreams: await idsOf(db, 'workstream', inputs, (input) => input.workstream),
  };
};

/** Where a new item is to stand, which the actor may manage: what its body answers for, or, without a body, everything. */
export const placeIn = (places: Places, input: Placed, actor: Actor): Place => {
  if (!holdsSomewhere(actor, 'plan.manage')) throw forbidden();
  const parent = input.parent ? parentIn(places, input.parent, input.kind) : null;
  const body = input.body ? bodyIn(places, input.body) : (parent?.body_id ?? null);
  const allowed = body === null ? holdsEverywhere(actor, 'plan.manage') : holdsFor(actor, 'plan.manage', body);
  if (!allowed) throw forbidden();
  const review = input.review ? places.reviews.get(input.review) : places.reviewsById.get(parent?.review_id ?? 0);
  if (input.review && !review) throw invalidField('review', 'plan.unknownReview', { ref: input.review });
  return {
    review: review ?? null,
    body_id: body,
    parent_id: parent?.id ?? null,
    workstream_id: input.workstream ? workstreamIn(places, input.workstream) : (parent?.workstream_id ?? null),
  };
};

/** The same for one input. */
export const placeOf = async (tx: AnyWrites, input: Placed, actor: Actor): Promise<Place> =>
  placeIn(await placesOf(tx, [input], actor), input, actor);

export const parentIn = (places: Places, ref: string, kind: ItemKind): KnownItem => {
  const parent = places.items.get(ref);
  if (!parent?.may_read || parent.archived_at) throw invalidField('parent', 'plan.unknown', { ref });
  if (!mayStandIn[kind].includes(parent.kind)) throw invalidField('parent', 'plan.cannotStandIn', { ref });
  return parent;
};

export const bodyIn = ({ bodies }: Places, ref: string): number => {
  const body = bodies.get(ref);
  if (body === undefined) throw invalidField('body', 'body.unknown', { ref });
  return body;
};

export const workstreamIn = ({ workstreams }: Places, ref: string): number => {
  const found = workstreams.get(ref);
  if (found === undefined) throw invalidField('workstream', 'workstream.unknown', { ref });
  return found;
};

const reviewsOf = async (tx: Writes<Tables>, inputs: readonly Placed[], actor: Actor): Promise<Places['reviews']> => {
  const refs = [...new Set(inputs.flatMap(({ review }) => review ?? []))];
  if (refs.length === 0) return new Map();
  const rows = await tx
    .selectFrom('review')
    .select(['id', 'ref', 'prefix'])
    .where('ref', '=', anyOf(refs))
    .where('archived_at', 'is', null)
    .where(mayReadReview(actor))
    .execute();
  return new Map(rows.map(({ ref, ...review }) => [ref, review]));
};

/** Those named, those above them, and whatever stands under a number or the reference that comes of it. */
const itemsOf = async (
  tx: Writes<Tables>,
  inputs: readonly Placed[],
  reviews: Places['reviews'],
  actor: Actor,
): Promise<Places['items']> => {
  const numbered = inputs.flatMap(({ review, number }) => {
    const found = review && number ? reviews.get(review) : undefined;
    return found && number ? [{ id: found.id, number, ref: issueReference(found.prefix, number) }] : [];
  });
  const refs = inputs.flatMap(({ ref, parent }) => [ref ?? [], parent ?? []].flat()).concat(numbered.map((one) => one.ref));
  if (refs.length === 0) return new Map();
  const rows = await itemsWithRights(tx, actor)
    .where((row) =>
      row.or([
        row('ref', '=', anyOf([...new Set(refs)])),
        row.and([
          row('review_id', '=', anyOf([...new Set(numbered.map(({ id }) => id))])),
          row('number', '=', anyOf(numbered.map(({ number }) => number))),
        ]),
      ]),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((item) => [item.ref, item as KnownItem]));
};

export const itemsWithRights = (tx: Writes<Tables>, actor: Actor) =>
  tx
    .selectFrom('plan_item')
    .selectAll('plan_item')
    .select([sql<boolean>`${mayReadItem(actor)}`.as('may_read'), sql<boolean>`${mayManageItem(actor)}`.as('may_manage')]);

const idsOf = async (
  tx: Writes<Tables>,
  table: 'body' | 'workstream',
  inputs: readonly Placed[],
  named: (input: Placed) => string | null | undefined,
): Promise<Map<string, number>> => {
  const refs = [...new Set(inputs.flatMap((input) => named(input) ?? []))];
  if (refs.length === 0) return new Map();
  const rows = await tx.selectFrom(table).select(['id', 'ref']).where('ref', '=', anyOf(refs)).where('archived_at', 'is', null).execute();
  return new Map(rows.map(({ id, ref }) => [ref, id]));
};
