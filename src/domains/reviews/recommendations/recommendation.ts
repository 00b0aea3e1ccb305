import { z } from 'zod';
import { choice, day, line, many, optional, reference, termKey, texts, url, version, whole } from '../../../platform/fields.ts';
import type { mergeTexts, Texts } from '../../../platform/i18n/texts.ts';

/** A review and the recommendations that it makes. */

export const reviewStates = ['draft', 'open', 'concluded'] as const;

const reviewFacts = {
  title: texts({ max: 300 }),
  examiner: optional(line({ max: 200 })),
  publishedOn: optional(day()),
  description: optional(texts({ max: 10_000 })),
  state: choice(reviewStates),
  sourceUrl: optional(url()),
};

export const newReview = z.object({
  ref: reference({ max: 40 }),
  prefix: reference({ max: 20 }),
  ...reviewFacts,
  state: reviewFacts.state.default('open'),
});

export const reviewChange = z.object({
  ref: reference(),
  version: optional(version()),
  ...reviewFacts,
  title: optional(reviewFacts.title),
  state: optional(reviewFacts.state),
});

const facts = {
  /** A few words that name it in lists. */
  title: texts({ max: 300 }),
  /** The exact wording, where we have it. */
  text: optional(texts({ max: 20_000 })),
  page: optional(line({ max: 40 })),
  themes: optional(many(termKey('theme'))),
  addressees: optional(many(reference())),
  ownerClass: optional(termKey('owner')),
  coordinationClass: optional(termKey('coordination')),
  position: optional(whole(0, 1_000_000)),
};

const number = line({ max: 20 });

/** `ref` is made from the review's prefix and the number unless it is given. */
export const newRecommendation = z.object({ review: reference(), number, ref: optional(reference({ max: 60 })), ...facts });

export const recommendationChange = z.object({ ref: reference(), version: optional(version()), ...facts, title: optional(facts.title) });

/** What an import sends: adds the recommendation or brings the known one up to date. Fields that are absent stay as they are. */
export const recommendationImport = z.object({
  review: reference(),
  number,
  ref: optional(reference()),
  ...facts,
  title: optional(facts.title),
  aliases: optional(many(line({ max: 100 }))),
});

/** `REC-ITEMS-07`, `REC-WS2-1.1`: single numbers get a nought before them so that they sort as they are read. */
export const referenceOf = (prefix: string, number: string): string =>
  `REC-${prefix}-${/^\d$/.test(number) ? `0${number}` : number.toUpperCase().replace(/[^A-Z0-9.]+/g, '-')}`;

/** Where a number stands among its fellows: `1.10` after `1.9`. */
export const placeOf = (number: string): number => {
  const [first = 0, second = 0, third = 0] = number
    .split(/[^\d]+/)
    .filter(Boolean)
    .map(Number);
  return Math.min(first, 999) * 1_000_000 + Math.min(second, 999) * 1000 + Math.min(third, 999);
};

/** The kind under which other names of a review's recommendations are kept. */
export const aliasKind = (reviewId: number): string => `recommendation/${reviewId}`;

/** What is said of a recommendation, by a form or by a line of an import. */
export type Facts = Partial<Omit<z.output<typeof recommendationImport>, 'review' | 'number' | 'ref' | 'aliases'>>;

export type NewRecommendation = Facts & { number: string; ref?: string | null | undefined; title: Texts };

export interface KnownRecommendation {
  title: Texts;
  text: Texts | null;
  text_version: number;
}

/** The row of a new recommendation but for its review. */
export const newFacts = (ref: string, input: NewRecommendation) => ({
  ref,
  number: input.number,
  position: input.position ?? placeOf(input.number),
  title: input.title,
  text: input.text ?? null,
  page: input.page ?? null,
  themes: input.themes ?? [],
  owner_class: input.ownerClass ?? null,
  coordination_class: input.coordinationClass ?? null,
});

/** What an input sets in the row of a known recommendation; fields that are absent stay as they are. `merge` lays texts over the known ones. */
export const changedFacts = (known: KnownRecommendation, input: Facts, merge: typeof mergeTexts) => {
  const text = input.text && merge(known.text, input.text);
  const reworded = input.text !== undefined && wording(text) !== wording(known.text);
  return {
    ...(input.title ? { title: merge(known.title, input.title) } : {}),
    ...(input.text !== undefined ? { text: text ?? null } : {}),
    // A first text is no rewording: nobody could have taken a position on another one.
    text_version: reworded && known.text ? known.text_version + 1 : known.text_version,
    ...(input.page !== undefined ? { page: input.page } : {}),
    ...(input.themes ? { themes: input.themes } : {}),
    ...(input.ownerClass !== undefined ? { owner_class: input.ownerClass } : {}),
    ...(input.coordinationClass !== undefined ? { coordination_class: input.coordinationClass } : {}),
    ...(input.position != null ? { position: input.position } : {}),
  };
};

/** Only the original counts: a new translation makes no position stale. */
const wording = (text: Texts | null | undefined): string => (text ? (text.texts[text.original] ?? '') : '');
