import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Writes } from '../../../platform/db/tables.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { anyOf } from '../../../platform/imports/take-in.ts';
import { freshIds } from '../../../platform/imports/write-rows.ts';
import { type Statements, statementsAbout } from '../statements/keep.ts';
import type { Tables } from '../tables.ts';
import { aliasKind, type ItemKind, type itemImport, wholePlan } from './item.ts';
import { freeRefs } from './keep.ts';
import { itemsWithRights, type KnownItem, type Places, placesOf } from './places.ts';
import type { Named, Rest } from './rest.ts';
import { namedIn, restsOf } from './rest-known.ts';

export type Input = z.output<typeof itemImport>;
export type ItemInput = Omit<Input, 'kind'> & { kind: ItemKind };

export interface Workstream {
  id: number;
  archived_at: string | null;
  archived_reason: string | null;
  leads: string | null;
  /** Of which reviews its items are; null for those of none. */
  reviews: (number | null)[];
}

/** What lines of a plan touch. */
export interface Known {
  places: Places;
  /** The references under which items are found by kind, review and number, or by kind, title and place. */
  numbered: Map<string, string>;
  titled: Map<string, string>;
  /** By title in lower case. */
  workstreams: Map<string, Workstream[]>;
  /** Numbers and the place after the last one, for workstreams that a line makes. */
  newWorkstreams: { ids: number[]; position: number };
  /** References for items that carry none, by kind. */
  refs: Map<ItemKind, string[]>;
  rests: Map<number, Rest>;
  named: Named;
  /** Whose name it is, by kind and key. */
  aliases: Map<string, number>;
  statements: Statements & Map<string, unknown>;
}

export const numberedAs = (kind: ItemKind, review: number, number: string): string => JSON.stringify([kind, review, number]);

type Standing = Pick<KnownItem, 'body_id' | 'parent_id'> & { workstream_id: number | null };
export const titledAs = (kind: ItemKind, title: string, { workstream_id, body_id, parent_id }: Standing): string =>
  JSON.stringify([kind, title.toLowerCase(), workstream_id, body_id, parent_id]);

export const titleOf = ({ title }: Pick<Input, 'title'>): string | undefined => title?.texts[title.original];

/** Plans are taken in one after another, so that two people who bring the same plan do not both add it. */
export const knownTo = async (tx: Writes<Tables>, all: readonly Input[], actor: Actor): Promise<Known> => {
  await sql`select pg_advisory_xact_lock(hashtext('plan.takeIn'), 0)`.execute(tx);
  const inputs = all.filter((input): input is ItemInput => input.kind !== wholePlan);
  const places = await placesOf(
    tx,
    all.map((input) => ({ ...input, kind: input.kind === wholePlan ? 'issue' : input.kind })),
    actor,
  );
  const titled = await titledItems(tx, inputs, actor);
  const items = [...new Map([...places.items.values(), ...titled.map(({ item }) => item)].map((item) => [item.id, item])).values()];
  for (const { item } of titled) if (!places.items.has(item.ref)) places.items.set(item.ref, item);
  const ids = items.map(({ id }) => id);
  const reviews = [...places.reviewsById.keys()];
  const workstreams = await workstreamsOf(tx, inputs);
  const rests = await restsOf(tx, ids, inputs);
  return {
    places,
    numbered: firstOf(
      items.flatMap((item) => (item.review_id && item.number ? [[numberedAs(item.kind, item.review_id, item.number), item.ref]] : [])),
    ),
    titled: firstOf(titled.map(({ title, item }) => [titledAs(item.kind, title, item), item.ref])),
    workstreams,
    newWorkstreams: await newWorkstreams(tx, inputs, workstreams, places),
    refs: await refsFor(tx, inputs),
    rests,
    named: await namedIn(tx, inputs, actor, rests),
    aliases: await aliasesOf(tx, inputs, [0, ...reviews]),
    statements: all.some((input) => input.statements) ? await statementsAbout(tx, ids, reviews) : new Map(),
  };
};

/** Of several, the one that was there first. */
const firstOf = (entries: readonly (readonly string[])[]): Map<string, string> => {
  const first = new Map<string, string>();
  for (const [key = '', ref = ''] of entries) if (!first.has(key)) first.set(key, ref);
  return first;
};

/** Items of the same titles, with the title as the input writes it. The database compares, because it knows more alphabets than we do. */
const titledItems = async (
  tx: Writes<Tables>,
  inputs: readonly ItemInput[],
  actor: Actor,
): Promise<{ title: string; item: KnownItem }[]> => {
  const titles = [...new Set(inputs.flatMap((input) => (input.ref || (input.number && input.review) ? [] : (titleOf(input) ?? []))))];
  if (titles.length === 0) return [];
  const kinds = [...new Set(inputs.map(({ kind }) => kind))];
  const inLower = sql<string>`lower(plan_item.title -> 'texts' ->> (plan_item.title ->> 'original'))`;
  const rows = await itemsWithRights(tx, actor)
    .select(inLower.as('in_lower'))
    .where('kind', '=', anyOf(kinds))
    .where(sql<boolean>`${inLower} = any(array(select lower(title) from unnest(${titles}::text[]) title))`)
    .orderBy('id')
    .forUpdate()
    .execute();
  if (rows.length === 0) return [];
  const { rows: lower } = await sql<{ title: string; lower: string }>`
    select title, lower(title) as lower from unnest(${titles}::text[]) title`.execute(tx);
  const byLower = Map.groupBy(lower, (one) => one.lower);
  return rows.flatMap(({ in_lower, ...item }) => (byLower.get(in_lower) ?? []).map(({ title }) => ({ title, item: item as KnownItem })));
};

const workstreamsOf = async (tx: Writes<Tables>, inputs: readonly ItemInput[]): Promise<Known['workstreams']> => {
  const titles = [...new Set(inputs.flatMap(({ workstreamTitle }) => workstreamTitle ?? []))];
  if (titles.length === 0) return new Map();
  const { rows } = await sql<Workstream & { title: string }>`
    select asked.title, workstream.id, workstream.archived_at, workstream.archived_reason, workstream.leads,
      array(select distinct plan_item.review_id from plan_item where plan_item.workstream_id = workstream.id) as reviews
    from unnest(${titles}::text[]) asked (title) join workstream
      on exists (select from jsonb_each_text(workstream.title -> 'texts') one where lower(one.value) = lower(asked.title))
    order by workstream.id`.execute(tx);
  return Map.groupBy(rows, ({ title }) => title.toLowerCase()) as unknown as Known['workstreams'];
};

/**
 * Of workstreams of one title those that a line of this review can mean: those in which the review stands, then those in which nothing
 * stands yet. Two reviews may call their work alike; it stays the work of each.
 */
export const ofReview = (streams: readonly Workstream[], review: { id: number } | null): Workstream[] => {
  const own = (stream: Workstream) => stream.reviews.includes(review?.id ?? null);
  const free = (stream: Workstream) => review === null || stream.reviews.length === 0;
  return [...streams.filter(own), ...streams.filter((stream) => !own(stream) && free(stream))];
};

const newWorkstreams = async (
  tx: Writes<Tables>,
  inputs: readonly ItemInput[],
  known: Known['workstreams'],
  places: Places,
): Promise<Known['newWorkstreams']> => {
  const made = inputs.flatMap(({ workstreamTitle, review, parent }) => {
    if (!workstreamTitle) return [];
    const title = workstreamTitle.toLowerCase();
    const above = places.items.get(parent ?? '');
    const id = review ? places.reviews.get(review)?.id : above?.review_id;
    if (ofReview(known.get(title) ?? [], id ? { id } : null).length > 0) return [];
    // What stands in a line of the same file is of a review that is not known yet.
    return JSON.stringify([title, id ?? null, review || above ? null : (parent ?? null)]);
  });
  const missing = new Set(made).size;
  if (missing === 0) return { ids: [], position: 0 };
  const { position } = await tx
    .selectFrom('workstream')
    .select(sql<number>`coalesce(max(position), 0) + 1`.as('position'))
    .executeTakeFirstOrThrow();
  return { ids: await freshIds(tx, 'workstream', missing), position };
};

const refsFor = async (tx: Writes<Tables>, inputs: readonly ItemInput[]): Promise<Known['refs']> => {
  const refs: Known['refs'] = new Map();
  const without = inputs.filter((input) => !input.ref && !(input.kind === 'issue' && input.number && input.review));
  for (const [kind, own] of Map.groupBy(without, ({ kind }) => kind)) refs.set(kind, await freeRefs(tx, kind, own.length));
  return refs;
};

const aliasesOf = async (tx: Writes<Tables>, inputs: readonly ItemInput[], reviews: readonly number[]): Promise<Known['aliases']> => {
  const keys = inputs.flatMap((input) => input.aliases ?? []).map(aliasKey);
  if (keys.length === 0) return new Map();
  const rows = await tx
    .selectFrom('alias')
    .select(['kind', 'text_key', 'record_id'])
    .where('kind', '=', anyOf(reviews.map(aliasKind)))
    .where('text_key', '=', anyOf(keys))
    .where('archived_at', 'is', null)
    .execute();
  return new Map(rows.map(({ kind, text_key, record_id }) => [`${kind} ${text_key}`, record_id]));
};
