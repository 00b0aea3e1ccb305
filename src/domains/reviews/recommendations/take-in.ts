import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Writes } from '../../../platform/db/tables.ts';
import { conflict, forbidden, invalidField, notFound } from '../../../platform/errors.ts';
import { overlayTexts } from '../../../platform/i18n/texts.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { Alone, anyOf, takingIn } from '../../../platform/imports/take-in.ts';
import { differing, type RowWrite } from '../../../platform/imports/write-rows.ts';
import { mayManageReview, mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { aliasKind, changedFacts, newFacts, recommendationImport, referenceOf } from './recommendation.ts';

type Input = z.output<typeof recommendationImport>;
type Recommendation = Omit<Selectable<Tables['recommendation']>, 'created_at' | 'version'>;

/** What lines about recommendations touch. */
interface Known {
  reviews: Map<string, { id: number; ref: string; prefix: string; archived_at: string | null; may_it: boolean }>;
  /** By review and number, and by reference. */
  numbered: Map<string, Recommendation>;
  referenced: Map<string, Recommendation>;
  bodies: Map<string, number>;
  /** By recommendation: the bodies addressed and the rows that say so, without a number where a line before this one is going to add it. */
  addressees: Map<number, Map<number, number | undefined>>;
  /** Whose name it is, by kind and key. */
  aliases: Map<string, number>;
}

/** One line of an import: a known number is brought up to date (and revived where it was archived), an unknown one is added. */
export const takeInRecommendation = takingIn<Tables>()({
  name: 'recommendation.takeIn',
  input: recommendationImport,
  makes: 'recommendation',
  ahead: async (tx, inputs: readonly Input[], actor): Promise<Known> => {
    const reviews = await reviewsOf(tx, inputs, actor);
    const recommendations = await recommendationsOf(tx, inputs, [...reviews.values()]);
    return {
      reviews,
      numbered: new Map(recommendations.map((one) => [numberedAs(one.review_id, one.number), one])),
      referenced: new Map(recommendations.map((one) => [one.ref, one])),
      bodies: await bodiesOf(tx, inputs),
      addressees: await addresseesOf(tx, inputs, recommendations),
      aliases: await aliasesOf(tx, inputs, [...reviews.values()]),
    };
  },
  decide: (input, known, { id }) => {
    const review = known.reviews.get(input.review);
    if (!review) throw notFound();
    if (!review.may_it) throw forbidden();
    if (review.archived_at) throw conflict('record.archived');
    const namesake = input.ref ? known.referenced.get(input.ref) : undefined;
    const stored = known.numbered.get(numberedAs(review.id, input.number)) ?? (namesake?.review_id === review.id ? namesake : undefined);
    const rows: RowWrite<Tables>[] = [];
    const recommendation = stored ? broughtUpToDate(stored, input, rows) : added(review, input, known, id, rows);
    const addressed = addressedTo(recommendation.id, input, known, rows);
    const named = namedAlso(recommendation, input, known, rows);
    known.numbered.set(numberedAs(review.id, recommendation.number), recommendation);
    known.referenced.set(recommendation.ref, recommendation);
    if (addressed) known.addressees.set(recommendation.id, addressed);
    for (const key of named) known.aliases.set(key, recommendation.id);
    return { rows, output: { ref: recommendation.ref } };
  },
});

const broughtUpToDate = (stored: Recommendation, input: Input, rows: RowWrite<Tables>[]): Recommendation => {
  const revived = stored.archived_at ? { archived_at: null, archived_reason: null } : {};
  const set = differing(stored, { ...revived, ...changedFacts(stored, input, overlayTexts) });
  if (Object.keys(set).length > 0) rows.push({ table: 'recommendation', id: stored.id, set });
  return { ...stored, ...set };
};

const added = (
  review: { id: number; prefix: string },
  input: Input,
  known: Known,
  id: number,
  rows: RowWrite<Tables>[],
): Recommendation => {
  const { title } = input;
  if (!title) throw invalidField('title', 'field.required');
  const ref = input.ref ?? referenceOf(review.prefix, input.number);
  if (known.referenced.has(ref)) throw conflict('recommendation.refTaken', { ref });
  const row = { id, review_id: review.id, ...newFacts(ref, { ...input, title }) };
  rows.push({ table: 'recommendation', insert: row });
  return { ...row, text_version: 1, archived_at: null, archived_reason: null };
};

/** Makes these bodies, and no others, the addressees; gives them, or undefined where the line does not speak of them. */
const addressedTo = (id: number, { addressees }: Input, known: Known, rows: RowWrite<Tables>[]) => {
  if (!addressees) return undefined;
  const missing = addressees.find((ref) => !known.bodies.has(ref));
  if (missing) throw invalidField('addressees', 'body.unknown', { ref: missing });
  const meant = new Set(addressees.map((ref) => known.bodies.get(ref) as number));
  const current = known.addressees.get(id) ?? new Map<number, number | undefined>();
  for (const [body, row] of current) {
    if (meant.has(body)) continue;
    if (row === undefined) throw new Alone();
    rows.push({ table: 'addressee', id: row, removed: true });
  }
  for (const body of meant) if (!current.has(body)) rows.push({ table: 'addressee', insert: { recommendation_id: id, body_id: body } });
  return new Map([...meant].map((body) => [body, current.get(body)]));
};

/** Names are unique within a review: two reviews may both have had an "Issue 9". */
const namedAlso = (recommendation: Recommendation, { aliases }: Input, known: Known, rows: RowWrite<Tables>[]): string[] => {
  const kind = aliasKind(recommendation.review_id);
  const added = new Map((aliases ?? []).map((alias) => [`${kind} ${aliasKey(alias)}`, alias]));
  for (const [key, text] of added) {
    const holder = known.aliases.get(key);
    if (holder !== undefined && holder !== recommendation.id) throw conflict('recommendation.aliasTaken', { alias: text });
    if (holder === undefined) rows.push({ table: 'alias', insert: { kind, text_key: aliasKey(text), record_id: recommendation.id, text } });
  }
  return [...added.keys()];
};

const numberedAs = (review: number, number: string): string => `${review} ${number}`;

type Inputs = readonly Input[];
type KnownReview = Known['reviews'] extends Map<string, infer Review> ? Review : never;

const reviewsOf = async (tx: Writes<Tables>, inputs: Inputs, actor: Actor): Promise<Known['reviews']> => {
  const rows = await tx
    .selectFrom('review')
    .select(['id', 'ref', 'prefix', 'archived_at', mayManageReview(actor).as('may_it')])
    .where('ref', '=', anyOf([...new Set(inputs.map((input) => input.review))]))
    .where(mayReadReview(actor))
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((review) => [review.ref, review as KnownReview]));
};

/** Those of the same numbers, and whatever stands under the references that the lines would take. */
const recommendationsOf = async (tx: Writes<Tables>, inputs: Inputs, reviews: readonly KnownReview[]): Promise<Recommendation[]> => {
  const prefixes = new Map(reviews.map((review) => [review.ref, review.prefix]));
  const refs = inputs.flatMap((input) => input.ref ?? referenceOf(prefixes.get(input.review) ?? '', input.number));
  return tx
    .selectFrom('recommendation')
    .selectAll()
    .where((row) =>
      row.or([
        row.and([row('review_id', '=', anyOf(reviews.map(({ id }) => id))), row('number', '=', anyOf(inputs.map(({ number }) => number)))]),
        row('ref', '=', anyOf(refs)),
      ]),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
};

const bodiesOf = async (tx: Writes<Tables>, inputs: Inputs): Promise<Known['bodies']> => {
  const refs = new Set(inputs.flatMap((input) => input.addressees ?? []));
  if (refs.size === 0) return new Map();
  const rows = await tx
    .selectFrom('body')
    .select(['id', 'ref'])
    .where('ref', '=', anyOf([...refs]))
    .execute();
  return new Map(rows.map(({ id, ref }) => [ref, id]));
};

const addresseesOf = async (tx: Writes<Tables>, inputs: Inputs, known: readonly Recommendation[]): Promise<Known['addressees']> => {
  if (known.length === 0 || inputs.every((input) => !input.addressees)) return new Map();
  const rows = await tx
    .selectFrom('addressee')
    .select(['id', 'recommendation_id', 'body_id'])
    .where('recommendation_id', '=', anyOf(known.map(({ id }) => id)))
    .execute();
  const byRecommendation = Map.groupBy(rows, (row) => row.recommendation_id);
  return new Map([...byRecommendation].map(([id, own]) => [id, new Map(own.map((row) => [row.body_id, row.id]))]));
};

const aliasesOf = async (tx: Writes<Tables>, inputs: Inputs, reviews: readonly KnownReview[]): Promise<Known['aliases']> => {
  const keys = inputs.flatMap((input) => input.aliases ?? []).map(aliasKey);
  if (keys.length === 0) return new Map();
  const rows = await tx
    .selectFrom('alias')
    .select(['kind', 'text_key', 'record_id'])
    .where('kind', '=', anyOf(reviews.map(({ id }) => aliasKind(id))))
    .where('text_key', '=', anyOf(keys))
    .where('archived_at', 'is', null)
    .execute();
  return new Map(rows.map(({ kind, text_key, record_id }) => [`${kind} ${text_key}`, record_id]));
};
