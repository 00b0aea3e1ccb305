import { type SqlBool, sql } from 'kysely';
import { type Actor, holds } from '../../../platform/access/actor.ts';
import type { AnyReads, Reads } from '../../../platform/db/tables.ts';
import type { ImportColumn, Importer, Known, Resolver } from '../../../platform/imports/importer.ts';
import {
  bodyField,
  isRecommendationKind,
  languageField,
  namesKind,
  namesOfReviews,
  reviewField,
  textColumns,
  textsFrom,
  textsOf,
} from '../recommendations/import-names.ts';
import { numberedBy, numberedPlainly, recommendationWord } from '../recommendations/import-prose.ts';
import type { Tables } from '../tables.ts';
import { recognisePositions } from './import-recognise.ts';
import { mayReadPosition } from './policy.ts';
import { decidedHow } from './position.ts';
import { stanceWords } from './stance-words.ts';
import { takeInPosition } from './take-in.ts';

const howWord = (how: string): string => `position.how.${how}`;

const columns: readonly ImportColumn[] = [
  {
    key: 'recommendation',
    label: 'import.positions.recommendation',
    names: [
      'ref',
      'reference',
      'number',
      'no',
      'nr',
      'n°',
      'nº',
      '#',
      'rec',
      'rec no',
      'rec number',
      'recommendation no',
      'recommendation number',
      'recommendation',
      'recommandation',
      'référence',
      'numéro',
      'recomendación',
      'referencia',
      'número',
      'التوصية',
      'المرجع',
      'الرقم',
      'issue',
      'id',
    ],
    required: true,
  },
  {
    key: 'body',
    label: 'import.positions.body',
    names: ['group', 'organisation', 'organization', 'from', 'organe', 'groupe', 'órgano', 'grupo', 'الهيئة', 'المجموعة'],
  },
  {
    key: 'stance',
    label: 'import.positions.stance',
    scheme: 'stance',
    names: ['position', 'stand', 'answer', 'response', 'vote', 'avis', 'réponse', 'posición', 'postura', 'respuesta', 'الموقف', 'الرد'],
  },
  ...textColumns('comment', 'import.positions.comment', 'import.positions', [
    'comments',
    'rationale',
    'reason',
    'explanation',
    'assessment',
    'assessment comments on level of implementation',
    'commentaire',
    'commentaires',
    'comentario',
    'comentarios',
    'التعليق',
    'التعليقات',
  ]),
  {
    key: 'decidedOn',
    label: 'import.positions.decidedOn',
    names: ['decided', 'date', 'date of decision', 'décidé le', 'fecha', 'fecha de decisión', 'التاريخ', 'تاريخ القرار'],
  },
  {
    key: 'decidedHow',
    label: 'import.positions.decidedHow',
    names: ['how', 'decided by', 'comment décidé', 'cómo', 'كيف'],
    words: howWord,
  },
  { key: 'decidedLink', label: 'import.positions.decidedLink', names: ['link', 'url', 'lien', 'enlace', 'الرابط'] },
];

/** Where bodies stand: a body's answer as text, a table with a line per position, or a matrix with a column per body. */
export const positions: Importer = {
  kind: 'positions',
  title: 'import.positions.what',
  hint: 'import.positions.hint',
  right: 'position.draft',
  context: [
    reviewField,
    bodyField('import.positions.body'),
    languageField,
    { key: 'decidedOn', label: 'import.positions.decidedOn', required: false },
    {
      key: 'decidedHow',
      label: 'import.positions.decidedHow',
      required: false,
      options: async () => decidedHow.map((how) => [how, how] as const),
      words: howWord,
    },
  ],
  columns,
  command: takeInPosition,
  showsNames: isRecommendationKind,
  mayUndo: {
    position: (actor) => sql<SqlBool>`(${holds(actor, 'position.draft', 'position.body_id')}
      and (position.state <> 'final' or ${holds(actor, 'position.finalise', 'position.body_id')}))`,
  },
  recognise: (read) => recognisePositions(read, columns),
  names: async (db, actor, context) => ({
    ...(await namesOfReviews(db, actor, context, { schemes: ['stance'], more: ({ tone, alone }) => (alone ? stanceWords(tone) : []) })),
    'position/comment': await commentsKnown(db, actor, context.review ?? ''),
  }),
  understand: ({ cells }, context, resolver) => {
    const kind = namesKind(resolver, context.review ?? '');
    const label = [cells.recommendation, cells.body || context.body].filter(Boolean).join(' · ');
    const recommendation = recommendationMeant(cells.recommendation ?? '', kind, resolver);
    if (!recommendation)
      return cells.recommendation
        ? { problems: [], label, unknown: { kind, text: cells.recommendation } }
        : { problems: [{ path: ['recommendation'], key: 'import.positions.noRecommendation' }], label };
    const body = bodyMeant(cells, context.body, resolver);
    if (typeof body !== 'string') return { ...body, label };
    const stance = cells.stance ? resolver.find('stance', cells.stance) : undefined;
    if (cells.stance && !stance) return { problems: [], label, unknown: { kind: 'stance', text: cells.stance } };
    const known = textsOf(resolver, 'position/comment', `${recommendation} ${body}`);
    const comment = textsFrom(cells, 'comment', context.language ?? 'en', known) ?? (hasComment(cells) ? known : undefined);
    const on = cells.decidedOn || context.decidedOn;
    const how = cells.decidedHow || context.decidedHow;
    const input = {
      recommendation,
      body,
      ...(stance ? { stance } : {}),
      ...(comment ? { comment } : {}),
      ...(on
        ? { decidedOn: on, ...(how ? { decidedHow: how } : {}), ...(cells.decidedLink ? { decidedLink: cells.decidedLink } : {}) }
        : {}),
    };
    return { input, label: `${recommendation} · ${body}`, url: `/recommendations/${recommendation}/positions/${body}` };
  },
  identity: (input) => `${input.recommendation} ${input.body}`,
};

/** By reference, number or another name as it is written; `Recommendation 7` and `115.1 Text of it` also by the number within. */
const recommendationMeant = (text: string, kind: string, resolver: Resolver): string | undefined => {
  const whole = resolver.find(kind, text) ?? resolver.find('recommendation/any', text);
  if (whole || !text.trim()) return whole;
  const number = numberedBy(recommendationWord, text)?.number ?? numberedPlainly(text)?.number;
  return number ? resolver.find(kind, number) : undefined;
};

type Problems = { problems: { path: string[]; key: string; values?: Record<string, string> }[]; unknown?: { kind: string; text: string } };

/** The body that the source names or, where it names none that is known, the one that the person chose; the two must not differ. */
const bodyMeant = (cells: Record<string, string>, chosen: string | undefined, resolver: Resolver): string | Problems => {
  const named = cells.body?.trim();
  const found = named ? bodyIn(named, resolver) : undefined;
  if (found && chosen && found !== chosen)
    return { problems: [{ path: ['body'], key: 'import.positions.otherBody', values: { named: found, chosen } }] };
  const meant = found ?? chosen ?? (cells.heading ? bodyIn(cells.heading, resolver) : undefined);
  if (meant) return meant;
  return named
    ? { problems: [], unknown: { kind: 'body', text: named } }
    : { problems: [{ path: ['body'], key: 'import.positions.noBody' }] };
};

/** `Northern Working Group - Second Review` is a name as a whole, or in one of its parts, or in the words with which a part begins. */
const bodyIn = (text: string, resolver: Resolver): string | undefined => {
  const parts = text.split(/\s+[–—|-]\s+|[,:]\s+/);
  for (const part of [text, ...parts]) {
    const found = resolver.find('body', part);
    if (found) return found;
  }
  for (const part of parts) {
    const words = part.split(/\s+/);
    for (let length = words.length - 1; length > 0; length -= 1) {
      const found = resolver.find('body', words.slice(0, length).join(' '));
      if (found) return found;
    }
  }
  return undefined;
};

const hasComment = (cells: Record<string, string>): boolean =>
  Object.entries(cells).some(([key, text]) => (key === 'comment' || key.startsWith('comment.')) && text.trim());

/** Comments as they stand, so that a language of which the source does not speak is kept. */
const commentsKnown = async (db: AnyReads, actor: Actor, review: string): Promise<Known[]> => {
  const rows = await (db as Reads<Tables>)
    .selectFrom('position')
    .innerJoin('recommendation', 'recommendation.id', 'position.recommendation_id')
    .innerJoin('review', 'review.id', 'recommendation.review_id')
    .innerJoin('body', 'body.id', 'position.body_id')
    .select(['position.id', 'position.comment', 'recommendation.ref', 'body.ref as body'])
    .where('review.ref', '=', review.toUpperCase())
    .where('position.comment', 'is not', null)
    .where('position.archived_at', 'is', null)
    .where(mayReadPosition(actor))
    .execute();
  return rows.map((row) => ({ id: row.id, ref: JSON.stringify(row.comment), name: `of ${row.ref} ${row.body}` }));
};
