import type { ImportColumn, Importer, Resolver } from '../../../platform/imports/importer.ts';
import { shortened } from '../../../platform/imports/words.ts';
import {
  factOf,
  isRecommendationKind,
  languageField,
  namesKind,
  namesOfReviews,
  reviewField,
  textColumns,
  textsFrom,
  textsOf,
} from './import-names.ts';
import { titleFrom } from './import-prose.ts';
import { gist, recogniseRecommendations } from './import-recognise.ts';
import { takeInRecommendation } from './take-in.ts';

const columns: readonly ImportColumn[] = [
  { key: 'ref', label: 'recommendation.ref', names: ['reference', 'référence', 'referencia', 'المرجع'] },
  {
    key: 'number',
    label: 'recommendation.number',
    names: [
      'no',
      'nr',
      'n°',
      'nº',
      '#',
      'recommendation number',
      'recommendation no',
      'rec',
      'rec no',
      'rec number',
      'numéro',
      'número',
      'الرقم',
      'رقم',
      'id',
    ],
  },
  ...textColumns('title', 'recommendation.title', 'import.recommendations', [
    'name',
    'short title',
    'titre',
    'intitulé',
    'título',
    'العنوان',
    'issue',
    'topic',
    'sujet',
    'tema',
  ]),
  ...textColumns('text', 'recommendation.text', 'import.recommendations', [
    'recommendation',
    'recommendations',
    'recommendation text',
    'full text',
    'wording',
    'recommandation',
    'texte',
    'recomendación',
    'texto',
    'النص',
    'التوصية',
    'نص التوصية',
    'description',
  ]),
  { key: 'review', label: 'recommendation.review', names: ['revue', 'revisión', 'المراجعة'] },
  {
    key: 'themes',
    label: 'recommendation.themes',
    scheme: 'theme',
    names: ['theme', 'full list of themes', 'thème', 'thèmes', 'temas', 'tags', 'clusters', 'الموضوعات'],
  },
  {
    key: 'owner',
    label: 'recommendation.owner',
    scheme: 'owner',
    names: ['owner class', 'responsable', 'responsable de la mise en œuvre', 'المالك', 'الجهة المسؤولة'],
  },
  {
    key: 'coordination',
    label: 'recommendation.coordination',
    scheme: 'coordination',
    names: ['coordination class', 'coordinación', 'التنسيق'],
  },
  {
    key: 'addressees',
    label: 'import.recommendations.addressees',
    names: ['addressee', 'addressed to', 'destinataires', 'destinatarios', 'الجهات المخاطبة'],
  },
  { key: 'page', label: 'recommendation.page', names: ['source page', 'página', 'الصفحة'] },
  {
    key: 'aliases',
    label: 'import.recommendations.aliases',
    names: ['alias', 'also known as', 'formerly', 'autres noms', 'otros nombres', 'أسماء أخرى'],
  },
];

/** Recommendations of a review: tables, numbered texts and lists. A known number is brought up to date, an unknown one added. */
export const recommendations: Importer = {
  kind: 'recommendations',
  title: 'import.recommendations.what',
  hint: 'import.recommendations.hint',
  right: 'review.manage',
  context: [reviewField, languageField],
  columns,
  command: takeInRecommendation,
  showsNames: isRecommendationKind,
  recognise: (read) => recogniseRecommendations(read, columns),
  names: (db, actor, context) =>
    namesOfReviews(db, actor, context, {
      schemes: ['theme', 'owner', 'coordination'],
      more: ({ scheme, labels }) => (scheme === 'coordination' ? labels.map(gist) : []),
    }),
  understand: ({ cells }, context, resolver) => {
    const language = context.language ?? 'en';
    const review = named(resolver, 'review', cells.review) ?? context.review ?? '';
    const kind = namesKind(resolver, review);
    const alias = cells.alias ?? (cells.onlyIfNew && resolver.find(kind, cells.aliases ?? '') ? cells.aliases : undefined);
    if (alias) return otherName(alias, cells, review, kind, resolver);
    const ref = knownRef(cells, kind, resolver);
    const number = cells.number?.trim() || (ref && factOf(resolver, 'number', ref));
    const known = ref ? textsOf(resolver, 'recommendation/title', ref) : undefined;
    const called = shortened(known?.texts[known.original] || cells.title || cells.derivedTitle || titleFrom(cells.text ?? ''), 110);
    const label = ref ? [ref, called].filter(Boolean).join(' · ') : [number, called].filter(Boolean).join('. ');
    if (!number && cells.name) return { problems: [], label: cells.name, unknown: { kind, text: cells.name } };
    if (!number) return { problems: [{ path: ['number'], key: 'import.recommendations.noNumber' }], label };
    const words = wordsOf(cells, resolver);
    if ('unknown' in words) return { problems: [], label, unknown: words.unknown };
    const title = textsFrom(cells, 'title', language, known);
    const text = textsFrom(cells, 'text', language, ref ? textsOf(resolver, 'recommendation/text', ref) : undefined);
    // A title that the source does not give is made from its text only where there is none yet.
    const derived = ref ? undefined : textsFrom({ title: cells.derivedTitle ?? '' }, 'title', language);
    const said = {
      ...(title || derived ? { title: title ?? derived } : {}),
      ...(text && !(ref && cells.onlyIfNew) ? { text } : {}),
      ...(cells.page ? { page: cells.page } : {}),
      ...(cells.aliases ? { aliases: pieces(cells.aliases) } : {}),
      ...words.input,
    };
    const given = cells.ref?.trim().toUpperCase();
    return {
      input: { review: ref ? (factOf(resolver, 'review', ref) ?? review) : review, number, ...(given ? { ref: given } : {}), ...said },
      label,
      ...(ref ? { url: `/recommendations/${ref}` } : {}),
    };
  },
  identity: (input) => `${input.review} ${onlyAlias(input) ?? String(input.number).toLowerCase()}`,
};

/**
 * "Table 1 calls this 8, the list above 9": two lines claim the number 8, one as another name of 9 and one as a recommendation of its own.
 * As they contradict each other, neither is imported until a person has chosen. Once the name is known, both say the same.
 */
const otherName = (alias: string, cells: Record<string, string>, review: string, kind: string, resolver: Resolver) => {
  const settled = resolver.find(kind, alias);
  const number = (settled && factOf(resolver, 'number', settled)) ?? cells.number ?? '';
  return { input: { review, number, aliases: [alias] }, label: `${alias} → ${number}. ${shortened(cells.like ?? '', 100)}` };
};

const onlyAlias = (input: Record<string, unknown>): string | undefined => {
  const { aliases } = input;
  if (!Array.isArray(aliases) || aliases.length !== 1 || Object.keys(input).length !== 3) return undefined;
  return /\d[\d.]*$/.exec(String(aliases[0]))?.[0];
};

/** The reference of the recommendation that the line is about, where it is known already. */
const knownRef = (cells: Record<string, string>, kind: string, resolver: Resolver): string | undefined =>
  named(resolver, 'recommendation/any', cells.ref) ?? named(resolver, kind, cells.number) ?? named(resolver, kind, cells.name);

const named = (resolver: Resolver, kind: string, text: string | undefined): string | undefined =>
  text?.trim() ? resolver.find(kind, text) : undefined;

/** Themes, classes and addressees by the community's words. A theme without a term stays as it is written; a class or a body must be known. */
const wordsOf = (
  cells: Record<string, string>,
  resolver: Resolver,
): { input: Record<string, unknown> } | { unknown: { kind: string; text: string } } => {
  const input: Record<string, unknown> = {};
  if (cells.themes) input.themes = [...new Set(themesIn(cells.themes).map((theme) => resolver.find('theme', theme) ?? theme))];
  else if (cells.section && resolver.find('theme', cells.section)) input.themes = [resolver.find('theme', cells.section)];
  for (const [cell, kind, field] of classes) {
    const text = cells[cell];
    if (!text) continue;
    const found = resolver.find(kind, text) ?? resolver.find(kind, gist(text));
    if (!found) return { unknown: { kind, text } };
    input[field] = found;
  }
  const addressees = pieces(cells.addressees ?? '');
  for (const body of addressees) if (!resolver.find('body', body)) return { unknown: { kind: 'body', text: body } };
  if (addressees.length > 0) input.addressees = addressees.map((body) => resolver.find('body', body));
  return { input };
};

const classes = [
  ['owner', 'owner', 'ownerClass'],
  ['coordination', 'coordination', 'coordinationClass'],
] as const;

const pieces = (cell: string): string[] =>
  (cell.includes('\n') ? cell.split('\n') : cell.split(/[;؛]/)).map((piece) => piece.replace(/^[-•·]\s*/, '').trim()).filter(Boolean);

/** A thematic list also says who is affected, under a heading that ends with a colon: not themes. */
const themesIn = (cell: string): string[] => {
  const all = pieces(cell);
  const end = all.findIndex((piece) => piece.endsWith(':'));
  return (end < 0 ? all : all.slice(0, end)).map((theme) => theme.slice(0, 60));
};
