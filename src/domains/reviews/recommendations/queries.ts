import { type RawBuilder, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import { list, type Reader } from '../../../platform/lists/list.ts';
import { type Terms, type TermTables, termIn, termOptions, termsOf } from '../../../platform/terms/terms.ts';
import { mayEditRecommendation, mayManageReview, mayReadRecommendation, mayReadReview } from '../policy.ts';
import { mayReadPosition } from '../positions/policy.ts';
import type { Tables } from '../tables.ts';

/**
 * All reviews that the actor may read, newest first, with how many recommendations each has, how many positions are final, and of how many
 * recommendations the positions that the actor may read disagree or do not exist. All positions are gone through once.
 */
export const reviewsQuestion = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('review')
    .leftJoin(
      (row) =>
        row
          .selectFrom('recommendation')
          .leftJoin(standings(actor).as('standing'), 'standing.recommendation_id', 'recommendation.id')
          .select([
            'recommendation.review_id',
            sql<number>`count(*)`.as('recommendations'),
            sql<number>`coalesce(sum(standing.final), 0)`.as('final_positions'),
            sql<number>`count(*) filter (where standing.lowest <> standing.highest)`.as('disagree'),
            sql<number>`count(*) filter (where standing.lowest is null)`.as('unanswered'),
          ])
          .where('recommendation.archived_at', 'is', null)
          .groupBy('recommendation.review_id')
          .as('counted'),
      (join) => join.onRef('counted.review_id', '=', 'review.id'),
    )
    .select([
      'review.id',
      'review.ref',
      'review.prefix',
      'review.title',
      'review.examiner',
      'review.published_on',
      'review.state',
      'review.description',
    ])
    .select([
      sql<number>`coalesce(counted.recommendations, 0)`.as('recommendations'),
      sql<number>`coalesce(counted.final_positions, 0)`.as('final_positions'),
      sql<number>`coalesce(counted.disagree, 0)`.as('disagree'),
      sql<number>`coalesce(counted.unanswered, 0)`.as('unanswered'),
    ])
    .where('review.archived_at', 'is', null)
    .where(mayReadReview(actor))
    .orderBy(sql`review.published_on desc nulls last`)
    .orderBy('review.ref');

export const listReviews = (db: Reads<Tables>, actor: Actor) => reviewsQuestion(db, actor).execute();

interface Standing {
  recommendation_id: number;
  final: number;
  lowest: string | null;
  highest: string | null;
}

/** Of each recommendation with positions that the actor may read: how many are final, and the first and last stance of the alphabet. */
const standings = (actor: Actor) => sql<Standing>`(
  select position.recommendation_id, count(*) filter (where position.state = 'final') as final,
    min(position.stance) as lowest, max(position.stance) as highest
  from position where position.archived_at is null and ${mayReadPosition(actor)} group by 1)`;

export const reviewByRef = (db: Reads<Tables>, actor: Actor, ref: string) =>
  db
    .selectFrom('review')
    .selectAll('review')
    .select(mayManageReview(actor).as('may_manage'))
    .where('review.ref', '=', ref.toUpperCase())
    .where(mayReadReview(actor))
    .executeTakeFirst();

export type WholeReview = NonNullable<Awaited<ReturnType<typeof reviewByRef>>>;

/** The recommendation by its reference or, failing that, by another name of it ("Issue 9"); archived ones too, for their address keeps answering. */
export const recommendationByRef = async (db: Reads<Tables>, actor: Actor, ref: string) =>
  (await whole(db, actor, sql<boolean>`recommendation.ref = ${ref.toUpperCase()}`)) ?? (await byAlias(db, actor, ref));

const byAlias = (db: Reads<Tables>, actor: Actor, name: string) =>
  whole(
    db,
    actor,
    sql<boolean>`recommendation.id = (select min(recommendation.id) from alias join recommendation on recommendation.id = alias.record_id
      where alias.kind like 'recommendation/%' and alias.text_key = ${aliasKey(name)} and alias.archived_at is null and ${mayReadRecommendation(actor)} having count(distinct recommendation.id) = 1)`,
  );

const whole = (db: Reads<Tables>, actor: Actor, which: RawBuilder<boolean>) =>
  db
    .selectFrom('recommendation')
    .innerJoin('review', 'review.id', 'recommendation.review_id')
    .leftJoin('agreed_priority', (join) =>
      join.onRef('agreed_priority.recommendation_id', '=', 'recommendation.id').on('agreed_priority.archived_at', 'is', null),
    )
    .selectAll('recommendation')
    .select([
      'review.ref as review_ref',
      'review.title as review_title',
      'review.source_url',
      'agreed_priority.level as priority',
      mayEditRecommendation(actor).as('may_edit'),
    ])
    .select((row) => [
      jsonArrayFrom(
        row
          .selectFrom('addressee')
          .innerJoin('body', 'body.id', 'addressee.body_id')
          .select(['body.ref', 'body.name', 'body.acronym'])
          .whereRef('addressee.recommendation_id', '=', 'recommendation.id')
          .orderBy('body.position'),
      ).as('addressees'),
      jsonArrayFrom(
        row
          .selectFrom('alias')
          .select(['alias.text'])
          .where('alias.kind', 'like', 'recommendation/%')
          .whereRef('alias.record_id', '=', 'recommendation.id')
          .where('alias.shown', '=', true)
          .where('alias.archived_at', 'is', null)
          .orderBy('alias.text'),
      ).as('aliases'),
    ])
    .where(which)
    .where(mayReadRecommendation(actor))
    .executeTakeFirst();

export type WholeRecommendation = NonNullable<Awaited<ReturnType<typeof recommendationByRef>>>;

export const schemes = ['stance', 'theme', 'owner', 'coordination'] as const;

/** The words that this domain's pages need, in one question. */
export const wordsOfReviews = (db: Reads<TermTables>): Promise<Terms> => termsOf(db, schemes);

interface ListedRow {
  id: number;
  ref: string;
  number: string;
  title: Tables['recommendation']['title']['__select__'];
  review_ref: string;
  themes: string[];
  owner_class: string | null;
  coordination_class: string | null;
  priority: string | null;
  answer: string | null;
  /** Positions by stance; those without one too. */
  stances: { stance: string | null; count: number; stale: number }[];
  page: string | null;
}

/** The register over all reviews. `terms` are the community's words, loaded once by the page. */
export const recommendationRegister = (terms: Terms) => {
  const word = (scheme: string, key: string | null, reader: Reader) => termIn(terms, scheme, key, reader.languages);
  const count = (row: ListedRow, stance: string) => row.stances.find((one) => one.stance === stance)?.count ?? 0;
  const titleText = (reader: Reader) =>
    sql`coalesce(recommendation.title -> 'texts' ->> ${reader.languages[0] ?? 'en'}, recommendation.title -> 'texts' ->> (recommendation.title ->> 'original'))`;
  const stances = [...(terms.get('stance')?.values() ?? [])];
  return list<ListedRow>({
    name: 'recommendations',
    title: 'recommendation.register',
    path: '/recommendations',
    href: (row) => `/recommendations/${row.ref}`,
    empty: { title: 'recommendation.none', text: 'recommendation.noneHint' },
    order: ['review', 'number'],
    words: () => [sql`recommendation.words`],
    wordsFolded: true,
    rows: (db: Reads<Tables>, { actor }) =>
      db
        .selectFrom('recommendation')
        .innerJoin('review', 'review.id', 'recommendation.review_id')
        .leftJoin('agreed_priority', (join) =>
          join.onRef('agreed_priority.recommendation_id', '=', 'recommendation.id').on('agreed_priority.archived_at', 'is', null),
        )
        .leftJoin('answer', (join) =>
          join
            .onRef('answer.recommendation_id', '=', 'recommendation.id')
            .on('answer.archived_at', 'is', null)
            .on(sql<boolean>`answer.id = (select max(a.id) from answer a where a.recommendation_id = recommendation.id)`),
        )
        .select([
          'recommendation.id',
          'recommendation.ref',
          'recommendation.number',
          'recommendation.title',
          'review.ref as review_ref',
          'recommendation.themes',
          'recommendation.owner_class',
          'recommendation.coordination_class',
          'recommendation.page',
          'agreed_priority.level as priority',
          'answer.answer',
          sql<ListedRow['stances']>`coalesce((select json_agg(per) from (
            select position.stance, count(*) as count, count(*) filter (where position.text_version < recommendation.text_version) as stale
            from position where ${readable(actor)} group by 1) per), '[]')`.as('stances'),
        ])
        .where('recommendation.archived_at', 'is', null)
        .where('review.archived_at', 'is', null)
        .where(mayReadReview(actor)),
    columns: [
      {
        key: 'ref',
        label: 'recommendation.ref',
        kind: 'text',
        standard: true,
        value: (row) => row.ref,
        sort: () => sql`recommendation.ref`,
      },
      {
        key: 'title',
        label: 'recommendation.title',
        kind: 'text',
        standard: true,
        value: (row, reader) => textIn(row.title, reader.languages).text,
        shown: (row, reader) => {
          const { text, language } = textIn(row.title, reader.languages);
          return { text, href: `/recommendations/${row.ref}`, ...(language === reader.languages[0] ? {} : { language }) };
        },
        sort: titleText,
      },
      {
        key: 'review',
        label: 'recommendation.review',
        kind: 'text',
        standard: true,
        value: (row) => row.review_ref,
        shown: (row) => ({ text: row.review_ref, href: `/reviews/${row.review_ref}` }),
        sort: () => sql`review.ref`,
      },
      {
        key: 'number',
        label: 'recommendation.number',
        kind: 'text',
        standard: false,
        value: (row) => row.number,
        sort: () => sql`recommendation.position`,
      },
      {
        key: 'themes',
        label: 'recommendation.themes',
        kind: 'text',
        standard: true,
        value: (row, reader) => row.themes.map((theme) => word('theme', theme, reader)).join('; '),
      },
      {
        key: 'owner',
        label: 'recommendation.owner',
        kind: 'text',
        standard: false,
        value: (row, reader) => word('owner', row.owner_class, reader),
        sort: () => sql`recommendation.owner_class`,
      },
      {
        key: 'coordination',
        label: 'recommendation.coordination',
        kind: 'text',
        standard: false,
        value: (row, reader) => word('coordination', row.coordination_class, reader),
        sort: () => sql`recommendation.coordination_class`,
      },
      ...stances.map((stance) => ({
        key: `stance-${stance.key}`,
        label: 'recommendation.stance',
        name: (reader: Reader) => textIn(stance.label, reader.languages).text,
        kind: 'number' as const,
        standard: true,
        value: (row: ListedRow) => count(row, stance.key),
        shown: (row: ListedRow) =>
          count(row, stance.key) === 0
            ? null
            : {
                text: String(count(row, stance.key)),
                ...(stance.tone ? { tone: stance.tone } : {}),
                ...(stance.shape ? { shape: stance.shape } : {}),
                href: `/recommendations/${row.ref}#positions`,
              },
        sort: ({ actor }: Reader) =>
          sql`(select count(*) from position where position.recommendation_id = recommendation.id and position.archived_at is null and position.stance = ${stance.key} and ${mayReadPosition(actor)})`,
      })),
      {
        key: 'answer',
        label: 'recommendation.answer',
        kind: 'text',
        standard: false,
        value: (row, { t }) => (row.answer ? t(`answer.${row.answer}`) : ''),
        sort: () => sql`answer.answer`,
      },
      {
        key: 'priority',
        label: 'recommendation.priority',
        kind: 'text',
        standard: true,
        value: (row) => row.priority,
        sort: () => sql`agreed_priority.level`,
      },
      {
        key: 'stale',
        label: 'recommendation.stale',
        kind: 'number',
        standard: false,
        value: (row) => row.stances.reduce((sum, { stale }) => sum + stale, 0),
      },
      { key: 'page', label: 'recommendation.page', kind: 'text', standard: false, value: (row) => row.page },
    ],
    filters: [
      {
        key: 'review',
        label: 'recommendation.review',
        many: true,
        where: (values) => sql`review.ref = any(${values})`,
        facet: sql`review.ref`,
        choices: 'found',
      },
      {
        key: 'theme',
        label: 'recommendation.themes',
        where: (values) => sql`recommendation.themes && ${values}`,
        choices: (_db, reader) => termOptions(terms, 'theme', reader.languages),
      },
      {
        key: 'owner',
        label: 'recommendation.owner',
        where: (values) => sql`recommendation.owner_class = any(${values})`,
        facet: sql`recommendation.owner_class`,
        choices: (_db, reader) => termOptions(terms, 'owner', reader.languages),
      },
      {
        key: 'coordination',
        label: 'recommendation.coordination',
        where: (values) => sql`recommendation.coordination_class = any(${values})`,
        facet: sql`recommendation.coordination_class`,
        choices: (_db, reader) => termOptions(terms, 'coordination', reader.languages),
      },
      {
        key: 'stance',
        label: 'recommendation.anyStance',
        where: (values, { actor }) =>
          sql`exists (select from position where position.recommendation_id = recommendation.id and position.archived_at is null and position.stance = any(${values}) and ${mayReadPosition(actor)})`,
        choices: (_db, reader) => termOptions(terms, 'stance', reader.languages),
      },
      {
        key: 'positions',
        label: 'recommendation.positions',
        where: (values, { actor }) =>
          sql.join(
            values.map((value) =>
              Object.hasOwn(positionConditions, value) ? positionConditions[value as keyof typeof positionConditions](actor) : sql`true`,
            ),
            sql` and `,
          ),
        choices: Object.keys(positionConditions).map((value) => ({ value, label: `recommendation.positions.${value}` })),
      },
      {
        key: 'priority',
        label: 'recommendation.priority',
        where: (values) => sql`coalesce(agreed_priority.level, 'none') = any(${values})`,
        facet: sql`coalesce(agreed_priority.level, 'none')`,
        choices: [
          ...['P1', 'P2', 'P3', 'P4'].map((level) => ({ value: level, label: `priority.${level}` })),
          { value: 'none', label: 'priority.none' },
        ],
      },
    ],
    groups: [
      { key: 'review', label: 'recommendation.review', by: () => sql`review.ref`, name: (row) => row.review_ref },
      {
        key: 'theme',
        label: 'recommendation.themes',
        by: () => sql`recommendation.themes[1]`,
        name: (row, reader) => word('theme', row.themes[0] ?? null, reader),
      },
      {
        key: 'coordination',
        label: 'recommendation.coordination',
        by: () => sql`recommendation.coordination_class`,
        name: (row, reader) => word('coordination', row.coordination_class, reader),
      },
      { key: 'priority', label: 'recommendation.priority', by: () => sql`agreed_priority.level`, name: (row) => row.priority ?? '' },
    ],
  });
};

const readable = (actor: Actor) =>
  sql`position.recommendation_id = recommendation.id and position.archived_at is null and ${mayReadPosition(actor)}`;

/** What the filter `positions` of the register asks of a recommendation. */
export const positionConditions = {
  disagree: (actor: Actor) => sql`(select count(distinct position.stance) from position where ${readable(actor)}) > 1`,
  unanswered: (actor: Actor) => sql`not exists (select from position where ${readable(actor)} and position.stance is not null)`,
  stale: (actor: Actor) =>
    sql`exists (select from position where ${readable(actor)} and position.text_version < recommendation.text_version)`,
};
