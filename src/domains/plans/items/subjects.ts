import { type Actor, holdsEverywhere, holdsFor, holdsSomewhere } from '../../../platform/access/actor.ts';
import { existing } from '../../../platform/command.ts';
import type { AnyWrites, Writes } from '../../../platform/db/tables.ts';
import { forbidden, invalidField } from '../../../platform/errors.ts';
import { mayManageItem, mayReadItem, mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { type ItemKind, mayStandIn } from './item.ts';

/** The item that an input names, under a permission of the caller's. */
export const itemNamed = <Input>(by: (input: Input) => string, may = mayManageItem) =>
  existing<Tables, 'plan_item'>('plan_item')<Input>({
    by: (row, input) => row.and([row('plan_item.ref', '=', by(input))]),
    mayRead: mayReadItem,
    may,
  });

interface Placed {
  kind: ItemKind;
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

/** Where a new item is to stand, which the actor may manage: what its body answers for, or, without a body, everything. */
export const placeOf = async (tx: AnyWrites, input: Placed, actor: Actor): Promise<Place> => {
  if (!holdsSomewhere(actor, 'plan.manage')) throw forbidden();
  const db = tx as Writes<Tables>;
  const parent = input.parent ? await parentNamed(db, input.parent, input.kind, actor) : null;
  const body = input.body ? await bodyNamed(db, input.body) : (parent?.body_id ?? null);
  const allowed = body === null ? holdsEverywhere(actor, 'plan.manage') : holdsFor(actor, 'plan.manage', body);
  if (!allowed) throw forbidden();
  const review = input.review ? await reviewNamed(db, input.review, actor) : null;
  return {
    review: review ?? (parent?.review_id ? await reviewById(db, parent.review_id) : null),
    body_id: body,
    parent_id: parent?.id ?? null,
    workstream_id: input.workstream ? await workstreamNamed(db, input.workstream) : (parent?.workstream_id ?? null),
  };
};

export const parentNamed = async (tx: Writes<Tables>, ref: string, kind: ItemKind, actor: Actor) => {
  const parent = await tx
    .selectFrom('plan_item')
    .select(['id', 'kind', 'body_id', 'review_id', 'workstream_id'])
    .where('ref', '=', ref)
    .where('archived_at', 'is', null)
    .where(mayReadItem(actor))
    .executeTakeFirst();
  if (!parent) throw invalidField('parent', 'plan.unknown', { ref });
  if (!mayStandIn[kind].includes(parent.kind)) throw invalidField('parent', 'plan.cannotStandIn', { ref });
  return parent;
};

export const bodyNamed = async (tx: Writes<Tables>, ref: string): Promise<number> => {
  const body = await tx.selectFrom('body').select('id').where('ref', '=', ref).where('archived_at', 'is', null).executeTakeFirst();
  if (!body) throw invalidField('body', 'body.unknown', { ref });
  return body.id;
};

export const workstreamNamed = async (tx: Writes<Tables>, ref: string): Promise<number> => {
  const found = await tx.selectFrom('workstream').select('id').where('ref', '=', ref).where('archived_at', 'is', null).executeTakeFirst();
  if (!found) throw invalidField('workstream', 'workstream.unknown', { ref });
  return found.id;
};

const reviewNamed = async (tx: Writes<Tables>, ref: string, actor: Actor) => {
  const review = await tx
    .selectFrom('review')
    .select(['id', 'prefix'])
    .where('ref', '=', ref)
    .where('archived_at', 'is', null)
    .where(mayReadReview(actor))
    .executeTakeFirst();
  if (!review) throw invalidField('review', 'plan.unknownReview', { ref });
  return review;
};

const reviewById = (tx: Writes<Tables>, id: number) =>
  tx.selectFrom('review').select(['id', 'prefix']).where('id', '=', id).executeTakeFirstOrThrow();
