import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyReads, Reads } from '../../../platform/db/tables.ts';
import { together } from '../../../platform/db/together.ts';
import { languages } from '../../../platform/i18n/languages.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import {
  aliasKey,
  type ContextField,
  type ImportColumn,
  type ImportContext,
  type Known,
  type Resolver,
} from '../../../platform/imports/importer.ts';
import { mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { aliasKind } from './recommendation.ts';

// What the imports of this domain know of the community before they read the first line. An importer only sees a resolver, so that facts
// about a known record (its number, what is written there in other languages) are asked of it too, each under a kind of its own.

export interface KnownRecommendation {
  id: number;
  ref: string;
  number: string;
  review_id: number;
  review_ref: string;
  title: Texts;
  text: Texts | null;
}

/** Words of the community that a source may hold: each scheme is a kind, `more` adds what texts write for a word beside its labels. */
export interface WordsOfSource {
  schemes: readonly string[];
  more: (term: { scheme: string; tone: string | null; labels: readonly string[]; alone: boolean }) => readonly string[];
}

/** Everything that can be named in a document about the review of the context; recommendations of other reviews by their reference. */
export const namesOfReviews = async (
  db: AnyReads,
  actor: Actor,
  context: ImportContext,
  words: WordsOfSource = { schemes: [], more: () => [] },
): Promise<Record<string, readonly Known[]>> => {
  const tables = db as Reads<Tables>;
  const { reviews, recommendations, aliases, bodies, terms } = await together(db, {
    reviews: tables
      .selectFrom('review')
      .select(['id', 'ref', 'prefix', 'title'])
      .where('archived_at', 'is', null)
      .where(mayReadReview(actor)),
    recommendations: tables
      .selectFrom('recommendation')
      .innerJoin('review', 'review.id', 'recommendation.review_id')
      .select([
        'recommendation.id',
        'recommendation.ref',
        'recommendation.number',
        'review_id',
        'review.ref as review_ref',
        'recommendation.title',
        'recommendation.text',
      ])
      .where(mayReadReview(actor))
      .where('recommendation.archived_at', 'is', null),
    aliases: tables
      .selectFrom('alias')
      .select(['record_id', 'text'])
      .where('kind', 'like', 'recommendation/%')
      .where('archived_at', 'is', null),
    bodies: bodiesQuestion(tables),
    terms: tables
      .selectFrom('term')
      .select(['id', 'scheme', 'key', 'label', 'tone'])
      .where('scheme', 'in', ['', ...words.schemes])
      .where('archived_at', 'is', null)
      .orderBy('position'),
  });
  const review = reviews.find((one) => one.ref === context.review?.toUpperCase());
  const other = Map.groupBy(aliases, (alias) => alias.record_id);
  const inReview = recommendations.filter((one) => one.review_id === review?.id);
  const all = recommendations as KnownRecommendation[];
  return {
    review: reviews.map((one) => ({ id: one.id, ref: one.ref, name: one.ref, names: [one.prefix, ...Object.values(one.title.texts)] })),
    'review/aliases': reviews.map((one) => ({ id: one.id, ref: aliasKind(one.id), name: one.ref })),
    [review ? aliasKind(review.id) : 'recommendation']: inReview.map((one) => ({
      id: one.id,
      ref: one.ref,
      name: `${one.number}. ${one.title.texts[one.title.original] ?? ''}`,
      names: [one.number, ...(other.get(one.id) ?? []).map((alias) => alias.text), ...Object.values(one.title.texts)],
    })),
    'recommendation/any': all.map((one) => ({ id: one.id, ref: one.ref, name: one.ref })),
    'recommendation/number': all.map((one) => ({ id: one.id, ref: one.number, name: `of ${one.ref}` })),
    'recommendation/review': all.map((one) => ({ id: one.id, ref: one.review_ref, name: `of ${one.ref}` })),
    'recommendation/title': all.map((one) => ({ id: one.id, ref: JSON.stringify(one.title), name: `of ${one.ref}` })),
    'recommendation/text': all.flatMap((one) => (one.text ? [{ id: one.id, ref: JSON.stringify(one.text), name: `of ${one.ref}` }] : [])),
    body: bodies.map(knownBody),
    ...wordsKnown(terms, words),
  };
};

const bodiesQuestion = (tables: Reads<Tables>) =>
  tables.selectFrom('body').select(['id', 'ref', 'acronym', 'name']).where('archived_at', 'is', null);

const knownBody = ({ id, ref, acronym, name }: { id: number; ref: string; acronym: string | null; name: Texts }): Known => ({
  id,
  ref,
  name: name.texts[name.original] ?? ref,
  names: [...(acronym ? [acronym] : []), ...Object.values(name.texts)],
});

/** Bodies with all that texts call them. */
export const namesOfBodies = async (db: AnyReads): Promise<Known[]> => (await bodiesQuestion(db as Reads<Tables>).execute()).map(knownBody);

type Word = { id: number; scheme: string; key: string; label: Texts; tone: string | null };

const wordsKnown = (terms: readonly Word[], { schemes, more }: WordsOfSource): Record<string, readonly Known[]> => {
  const known = (scheme: string) => terms.filter((term) => term.scheme === scheme);
  return Object.fromEntries(
    schemes.map((scheme) => [
      scheme,
      known(scheme).map((term): Known => {
        const labels = Object.values(term.label.texts);
        const alone = known(scheme).filter((one) => one.tone === term.tone).length === 1;
        return {
          id: term.id,
          ref: term.key,
          name: term.label.texts[term.label.original] ?? term.key,
          names: [...labels, ...more({ scheme, tone: term.tone, labels, alone })],
        };
      }),
    ]),
  );
};

/** What a known recommendation is asked under the reference: its number, its review, its texts. */
export const factOf = (resolver: Resolver, fact: 'number' | 'review', ref: string): string | undefined =>
  resolver.find(`recommendation/${fact}`, `of ${ref}`);
export const textsOf = (resolver: Resolver, kind: string, ref: string): Texts | undefined => {
  const found = resolver.find(kind, `of ${ref}`);
  return found === undefined ? undefined : (JSON.parse(found) as Texts);
};

/** The kind under which names of the review's recommendations are found and learned. */
export const namesKind = (resolver: Resolver, review: string): string => resolver.find('review/aliases', review) ?? 'recommendation';

/** The columns of a text in several languages: `title` in the language of the document, and `title.en`, `title.fr` … beside it. */
export const textColumns = (field: string, label: string, prefix: string, names: readonly string[]): ImportColumn[] => [
  { key: field, label, names },
  ...languages.map(({ code, name }) => ({
    key: `${field}.${code}`,
    label: `${prefix}.${field}.${code}`,
    names: [`${field} ${code}`, `${field} (${code})`, `${field} ${name}`],
  })),
];

/** A line's text in the languages in which it is given, laid over what is known: what the line does not speak of is kept. Undefined where it says nothing new. */
export const textsFrom = (cells: Record<string, string>, field: string, language: string, known?: Texts): Texts | undefined => {
  const given = Object.fromEntries(
    [[language, cells[field]] as const, ...languages.map(({ code }) => [code, cells[`${field}.${code}`]] as const)].flatMap(
      ([code, text]) => (text?.trim() ? [[code, text.trim().normalize('NFC').replace(/\r\n?/g, '\n')]] : []),
    ),
  );
  const spoken = Object.keys(given);
  if (spoken.length === 0 || spoken.every((code) => known?.texts[code] === given[code])) return undefined;
  const original = known?.original ?? (given[language] ? language : (spoken[0] as string));
  return { original, texts: { ...known?.texts, ...given } };
};

/** Which review the document belongs to, and in which language it is written. */
export const reviewField: ContextField = {
  key: 'review',
  label: 'import.review',
  required: true,
  addAt: '/reviews/new',
  options: async (db, actor) => {
    const rows = await (db as Reads<Tables>)
      .selectFrom('review')
      .select(['ref', 'title'])
      .where('archived_at', 'is', null)
      .where(mayReadReview(actor))
      .orderBy('ref')
      .execute();
    return rows.map(({ ref, title }) => [ref, `${ref} · ${title.texts[title.original] ?? ''}`] as const);
  },
};

export const languageField: ContextField = {
  key: 'language',
  label: 'import.language',
  required: false,
  options: async () => languages.map(({ code, name }) => [code, name] as const),
};

export const bodyField = (label: string): ContextField => ({
  key: 'body',
  label,
  required: false,
  addAt: '/bodies/new',
  options: async (db) => (await namesOfBodies(db as AnyReads)).map(({ ref, name }) => [ref, `${ref} · ${name}`] as const),
});

export const isKnownHeading = (heading: string, columns: readonly ImportColumn[]): string | undefined => {
  const key = aliasKey(heading);
  return columns.find((column) => [column.key, ...column.names].some((name) => aliasKey(name) === key))?.key;
};

/** Other names of a recommendation are shown beside it, "formerly Issue 9". */
export const isRecommendationKind = (kind: string): boolean => kind.startsWith(aliasKind(0).slice(0, -1));
