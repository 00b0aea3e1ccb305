import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyReads, Reads } from '../../../platform/db/tables.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { list, type Reader } from '../../../platform/lists/list.ts';
import type { ListCard } from '../../../platform/lists/office.ts';
import { type Terms, termIn, termOptions, termsOf } from '../../../platform/terms/terms.ts';
import { attention, mayReadItem, type Precision, type Status } from '../../plans/index.ts';
import { mayReadPosition, mayReadReview } from '../../reviews/index.ts';
import { acceptingAnswers, type Stage, stageShape, stages, stageTone } from './promise.ts';
import type { Tables } from './tables.ts';

interface Row {
  kind: 'recommendation' | 'item';
  id: number;
  ref: string;
  number: string | null;
  title: Texts;
  review_ref: string | null;
  review_title: Texts | null;
  themes: string[] | null;
  answer: string | null;
  stage: Stage;
  late: boolean;
  stances: { stance: string; count: number }[];
  items: { ref: string; status: Status; percent: number | null; parts: { label: string; percent: number | null }[] }[];
  ends: { ends_on: string; ends_precision: Precision } | null;
  ended_on: string | null;
}

/** All promises: every recommendation, and whatever is planned at the top without one. Over other tables than its own it asks as their pages do. */
const promises = (actor: Actor): RawBuilder<unknown> => {
  const readable = sql`recommendation.archived_at is null and review.archived_at is null and ${mayReadReview(actor)}`;
  return sql`(
    select 'recommendation' as kind, recommendation.id, recommendation.ref, recommendation.number, recommendation.position, recommendation.title,
      recommendation.text, review.ref as review_ref, review.title as review_title, recommendation.themes
    from recommendation join review on review.id = recommendation.review_id where ${readable}
    union all
    select 'item', plan_item.id, plan_item.ref, plan_item.number, plan_item.position, plan_item.title, plan_item.goal, review.ref, review.title, null
    from plan_item left join review on review.id = plan_item.review_id and ${mayReadReview(actor)}
    where plan_item.parent_id is null and plan_item.archived_at is null and ${mayReadItem(actor)}
      and not exists (select from plan_recommendation join recommendation on recommendation.id = plan_recommendation.recommendation_id
        join review on review.id = recommendation.review_id
        where plan_recommendation.item_id = plan_item.id and plan_recommendation.archived_at is null and ${readable}))`;
};

// What follows is asked of single rows, so that a page asks it of its fifty and not of all of them.

/** Something about all that is planned for the promise and its reader may see. */
const work = (actor: Actor, what: RawBuilder<unknown>) =>
  sql`(select ${what} from (
      select item_id from plan_recommendation where promise.kind = 'recommendation' and recommendation_id = promise.id and archived_at is null
      union all select promise.id where promise.kind = 'item') part
    join plan_item on plan_item.id = part.item_id where plan_item.archived_at is null and ${mayReadItem(actor)})`;

const answer = sql`(select answer.answer from answer where promise.kind = 'recommendation' and answer.recommendation_id = promise.id
  and answer.archived_at is null order by answer.decided_on desc nulls last, answer.id desc limit 1)`;

/** As `stageOf` tells it of one story. */
const stage = (actor: Actor) =>
  sql<Stage>`coalesce(${work(
    actor,
    sql`case when count(*) = 0 then null when bool_and(plan_item.status = 'retired') then 'dropped'
      when bool_and(plan_item.status in ('completed', 'retired')) then case when bool_and(plan_item.status = 'retired' or exists (
        select from plan_closure where plan_closure.item_id = plan_item.id and plan_closure.state = 'verified' and plan_closure.archived_at is null))
        then 'verified' else 'completed' end
      when bool_or(plan_item.status not in ('notStarted', 'retired')) then 'inProgress' else 'planned' end`,
  )}, case when ${answer} = 'rejected' then 'declined' when ${answer} = any(${[...acceptingAnswers]}) then 'accepted' else 'asked' end)`;

const late = (actor: Actor, today: string) => sql<boolean>`coalesce(${work(actor, sql`bool_or(${attention.overdue(today)})`)}, false)`;
const endedOn = (actor: Actor) => sql<string | null>`${work(actor, sql`max(plan_item.ended_on)::text`)}`;

/** What is planned for the promise of the row and its reader may see. */
const ofPromise = (actor: Actor) =>
  sql`from plan_item where plan_item.archived_at is null and ${mayReadItem(actor)} and plan_item.id in (
    select item_id from plan_recommendation where promise.kind = 'recommendation' and recommendation_id = promise.id and archived_at is null
    union all select promise.id where promise.kind = 'item')`;

const percentOf = (row: Row, { t }: Reader): string =>
  row.items
    .flatMap((item) => {
      const parts = item.parts.filter((part) => part.percent !== null);
      if (item.percent !== null) return [t.percent(Number(item.percent))];
      return parts.map((part) => `${part.label ? `${part.label}) ` : ''}${t.percent(Number(part.percent))}`);
    })
    .join('; ');

/** Every promise with how far it is, as this reader may know it. `terms` are the community's words, loaded once by the page. */
export const promiseList = (terms: Terms, reader: Actor) =>
  list<Row>({
    name: 'promises',
    title: 'promise.register',
    path: '/promises',
    href: (row) => `/promises/${row.ref}`,
    empty: { title: 'promise.none', text: 'promise.noneHint' },
    order: ['review', 'number', 'ref'],
    words: () => [sql`promise.ref`, sql`promise.title::text`, sql`promise.text::text`],
    rows: (db: Reads<Tables>, { actor, today }) =>
      (db as AnyReads).selectFrom(sql`${promises(actor)}`.as('promise')).select([
        'promise.kind',
        'promise.id',
        'promise.ref',
        'promise.number',
        'promise.title',
        'promise.review_ref',
        'promise.review_title',
        'promise.themes',
        answer.as('answer'),
        stage(actor).as('stage'),
        late(actor, today).as('late'),
        endedOn(actor).as('ended_on'),
        sql<Row['stances']>`coalesce((select json_agg(json_build_object('stance', per.stance, 'count', per.count)) from
            (select position.stance, count(*) from position where promise.kind = 'recommendation' and position.recommendation_id = promise.id
              and position.archived_at is null and position.state = 'final' and position.stance is not null and ${mayReadPosition(actor)} group by 1) per), '[]')`.as(
          'stances',
        ),
        sql<
          Row['items']
        >`coalesce((select json_agg(json_build_object('ref', plan_item.ref, 'status', plan_item.status, 'percent', plan_item.percent,
            'parts', (select coalesce(json_agg(json_build_object('label', label, 'percent', percent) order by label), '[]') from plan_part
              where plan_part.item_id = plan_item.id and plan_part.archived_at is null)) order by plan_item.position, plan_item.id) ${ofPromise(actor)}), '[]')`.as(
          'items',
        ),
        sql<Row['ends']>`(select json_build_object('ends_on', plan_part.ends_on, 'ends_precision', plan_part.ends_precision) from plan_part
            where plan_part.archived_at is null and plan_part.ends_on is not null and plan_part.item_id in (select plan_item.id ${ofPromise(actor)})
            order by plan_part.ends_on desc limit 1)`.as('ends'),
      ]) as never,
    columns: [
      { key: 'ref', label: 'promise.ref', kind: 'text', standard: true, value: (row) => row.ref, sort: () => sql`promise.ref` },
      {
        key: 'title',
        label: 'promise.one',
        kind: 'text',
        standard: true,
        value: (row, reader) => textIn(row.title, reader.languages).text,
        shown: (row, reader) => {
          const { text, language } = textIn(row.title, reader.languages);
          return { text, href: `/promises/${row.ref}`, ...(language === reader.languages[0] ? {} : { language }) };
        },
        sort: (reader) =>
          sql`coalesce(promise.title -> 'texts' ->> ${reader.languages[0] ?? 'en'}, promise.title -> 'texts' ->> (promise.title ->> 'original'))`,
      },
      {
        key: 'review',
        label: 'promise.review',
        kind: 'text',
        standard: true,
        value: (row) => row.review_ref,
        shown: (row) => (row.review_ref ? { text: row.review_ref, href: `/reviews/${row.review_ref}` } : null),
        sort: () => sql`promise.review_ref`,
      },
      {
        key: 'number',
        label: 'promise.number',
        kind: 'text',
        standard: false,
        value: (row) => row.number,
        sort: () => sql`promise.position`,
      },
      {
        key: 'stage',
        label: 'promise.stage',
        kind: 'text',
        standard: true,
        value: (row, { t }) => t(`promise.stage.${row.stage}`),
        shown: (row, { t }) => [
          { text: t(`promise.stage.${row.stage}`), tone: stageTone[row.stage], shape: stageShape[row.stage] },
          ...(row.late ? [{ text: t('promise.late'), tone: 'problem' }] : []),
        ],
        sort: () => sql`array_position(${[...stages]}, ${stage(reader)})`,
      },
      { key: 'percent', label: 'promise.percent', kind: 'text', standard: true, value: percentOf },
      {
        key: 'endsOn',
        label: 'promise.endsOn',
        kind: 'day',
        standard: true,
        value: (row) => row.ends?.ends_on ?? null,
      },
      {
        key: 'stances',
        label: 'promise.stances',
        kind: 'text',
        standard: false,
        value: (row, reader) =>
          row.stances.map(({ stance, count }) => `${termIn(terms, 'stance', stance, reader.languages)}: ${count}`).join('; '),
      },
      {
        key: 'answer',
        label: 'promise.answer',
        kind: 'text',
        standard: false,
        value: (row, { t }) => (row.answer ? t(`answer.${row.answer}`) : ''),
        sort: () => answer,
      },
      {
        key: 'late',
        label: 'promise.late',
        kind: 'text',
        standard: false,
        value: (row, { t }) => (row.late ? t('promise.late') : ''),
        sort: ({ actor, today }) => late(actor, today),
      },
      {
        key: 'endedOn',
        label: 'promise.endedOn',
        kind: 'day',
        standard: false,
        value: (row) => row.ended_on,
        sort: ({ actor }) => endedOn(actor),
      },
      { key: 'items', label: 'promise.items', kind: 'text', standard: false, value: (row) => row.items.map((item) => item.ref).join('; ') },
      {
        key: 'themes',
        label: 'promise.themes',
        kind: 'text',
        standard: false,
        value: (row, reader) => (row.themes ?? []).map((theme) => termIn(terms, 'theme', theme, reader.languages)).join('; '),
      },
      {
        key: 'kind',
        label: 'promise.kind',
        kind: 'text',
        standard: false,
        value: (row, { t }) => t(`promise.kind.${row.kind}`),
        sort: () => sql`promise.kind`,
      },
    ],
    filters: [
      {
        key: 'stage',
        label: 'promise.stage',
        where: (values) => sql`${stage(reader)} = any(${values})`,
        facet: stage(reader),
        choices: stages.map((value) => ({ value, label: `promise.stage.${value}` })),
      },
      {
        key: 'late',
        label: 'promise.time',
        where: (_values, { actor, today }) => late(actor, today),
        choices: [{ value: 'yes', label: 'promise.late' }],
      },
      {
        key: 'review',
        label: 'promise.review',
        where: (values) => sql`promise.review_ref = any(${values})`,
        facet: sql`promise.review_ref`,
        choices: 'found',
      },
      {
        key: 'theme',
        label: 'promise.themes',
        where: (values) => sql`promise.themes && ${values}`,
        choices: (_db, reader) => termOptions(terms, 'theme', reader.languages),
      },
      {
        key: 'body',
        label: 'promise.body',
        where: (values, { actor }) =>
          sql`exists (select from body where body.ref = any(${values}) and body.id in (
            select body_id from addressee where promise.kind = 'recommendation' and addressee.recommendation_id = promise.id
            union all select plan_item.body_id ${ofPromise(actor)}))`,
        choices: (db, { actor, languages }) => bodyChoices(db as Reads<Tables>, actor, languages),
      },
    ],
    groups: [
      {
        key: 'review',
        label: 'promise.review',
        by: () => sql`promise.review_ref`,
        name: (row, { languages }) => (row.review_title ? textIn(row.review_title, languages).text : ''),
      },
      { key: 'stage', label: 'promise.stage', by: () => stage(reader), name: (row, { t }) => t(`promise.stage.${row.stage}`) },
      {
        key: 'theme',
        label: 'promise.themes',
        by: () => sql`promise.themes[1]`,
        name: (row, reader) => termIn(terms, 'theme', row.themes?.[0] ?? null, reader.languages),
      },
    ],
  });

/** Bodies that were asked, or answer for something planned. */
const bodyChoices = async (db: Reads<Tables>, actor: Actor, languages: readonly string[]) =>
  (
    await db
      .selectFrom('body')
      .select(['body.ref', 'body.name', 'body.acronym'])
      .where(
        sql<boolean>`(exists (select from addressee join recommendation on recommendation.id = addressee.recommendation_id
            join review on review.id = recommendation.review_id where addressee.body_id = body.id and ${mayReadReview(actor)})
          or exists (select from plan_item where plan_item.body_id = body.id and plan_item.archived_at is null and ${mayReadItem(actor)}))`,
      )
      .orderBy('body.position')
      .orderBy('body.ref')
      .limit(200)
      .execute()
  ).map((body) => ({ value: body.ref, label: body.acronym ?? textIn(body.name, languages).text }));

export const promiseCard: ListCard = {
  name: 'promises',
  title: 'promise.register',
  path: '/promises',
  open: async (db, { actor }) => promiseList(await termsOf(db, ['stance', 'theme']), actor),
};
