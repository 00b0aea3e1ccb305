import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyReads } from '../../../platform/db/tables.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { attention, mayReadItem, type Precision, type Status } from '../../plans/index.ts';
import { mayReadPosition, mayReadReview } from '../../reviews/index.ts';
import { acceptingAnswers, type Stage } from './promise.ts';

export interface Row {
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
  ended_on: string | null;
  stances: { stance: string; count: number }[];
  items: { ref: string; status: Status; percent: number | null; parts: Part[] }[];
}

interface Part {
  label: string;
  percent: number | null;
  ends_on: string | null;
  ends_precision: Precision;
}

/** A row for each promise that this reader may see, as `promise`. */
export const promiseRows = (db: AnyReads, actor: Actor, today: string) =>
  db.selectFrom(promises(actor, today).as('promise')).select([
    'promise.kind',
    'promise.id',
    'promise.ref',
    'promise.number',
    'promise.title',
    'promise.review_ref',
    'promise.review_title',
    'promise.themes',
    'promise.answer',
    'promise.stage',
    'promise.late',
    'promise.ended_on',
    sql<Row['stances']>`coalesce((select json_agg(json_build_object('stance', per.stance, 'count', per.count)) from
        (select position.stance, count(*) from position where promise.kind = 'recommendation' and position.recommendation_id = promise.id
          and position.archived_at is null and position.state = 'final' and position.stance is not null and ${mayReadPosition(actor)} group by 1) per), '[]')`.as(
      'stances',
    ),
    sql<
      Row['items']
    >`coalesce((select json_agg(json_build_object('ref', plan_item.ref, 'status', plan_item.status, 'percent', plan_item.percent,
        'parts', (select coalesce(json_agg(json_build_object('label', label, 'percent', percent, 'ends_on', ends_on, 'ends_precision', ends_precision) order by label), '[]')
          from plan_part where plan_part.item_id = plan_item.id and plan_part.archived_at is null)) order by plan_item.position, plan_item.id) ${itemsOfPromise(actor)}), '[]')`.as(
      'items',
    ),
  ]);

/** What is planned for the promise of the row and its reader may see. */
export const itemsOfPromise = (actor: Actor): RawBuilder<unknown> =>
  sql`from plan_item where plan_item.archived_at is null and ${mayReadItem(actor)} and plan_item.id in (
    select item_id from plan_recommendation where promise.kind = 'recommendation' and recommendation_id = promise.id and archived_at is null
    union all select promise.id where promise.kind = 'item')`;

/**
 * All promises: every recommendation, and whatever is planned at the top without one. Over other tables than its own it asks as their
 * pages do. How far one is stands in columns here, because it is told otherwise of the two kinds; nobody asks them, nothing is computed.
 */
const promises = (actor: Actor, today: string) => {
  const readable = sql`recommendation.archived_at is null and review.archived_at is null and ${mayReadReview(actor)}`;
  const linked = (what: RawBuilder<unknown>) =>
    sql`(select ${what} from plan_recommendation join plan_item on plan_item.id = plan_recommendation.item_id
      where plan_recommendation.recommendation_id = recommendation.id and plan_recommendation.archived_at is null
      and plan_item.archived_at is null and ${mayReadItem(actor)})`;
  const every = (fact: RawBuilder<unknown>) => sql`bool_and(${fact})`;
  const itself = (fact: RawBuilder<unknown>) => fact;
  return sql<unknown>`(
    select 'recommendation' as kind, recommendation.id, recommendation.ref, recommendation.number, recommendation.position, recommendation.title,
      recommendation.words, review.ref as review_ref, review.title as review_title, recommendation.themes,
      ${latestAnswer} as answer, coalesce(${linked(sql`case when count(*) > 0 then ${stage(every)} end`)}, ${stageOfAnswer}) as stage,
      coalesce(${linked(sql`bool_or(${attention.overdue(today)})`)}, false) as late, ${linked(sql`max(plan_item.ended_on)::text`)} as ended_on
    from recommendation join review on review.id = recommendation.review_id where ${readable}
    union all
    select 'item', plan_item.id, plan_item.ref, plan_item.number, plan_item.position, plan_item.title,
      plan_item.words, review.ref, review.title, null,
      null, ${stage(itself)}, ${attention.overdue(today)}, plan_item.ended_on::text
    from plan_item left join review on review.id = plan_item.review_id and ${mayReadReview(actor)}
    where plan_item.parent_id is null and plan_item.archived_at is null and ${mayReadItem(actor)}
      and not exists (select from plan_recommendation join recommendation on recommendation.id = plan_recommendation.recommendation_id
        join review on review.id = recommendation.review_id
        where plan_recommendation.item_id = plan_item.id and plan_recommendation.archived_at is null and ${readable}))`;
};

const verified = sql`exists (select from plan_closure
  where plan_closure.item_id = plan_item.id and plan_closure.state = 'verified' and plan_closure.archived_at is null)`;

/** As `stageOf` tells it of one story, of what is planned: `every` says of how many items something has to hold. */
const stage = (every: (fact: RawBuilder<unknown>) => RawBuilder<unknown>) =>
  sql`case when ${every(sql`plan_item.status = 'retired'`)} then 'dropped'
    when ${every(sql`plan_item.status in ('completed', 'retired')`)} then
      case when ${every(sql`plan_item.status = 'retired' or ${verified}`)} then 'verified' else 'completed' end
    when ${every(sql`plan_item.status in ('notStarted', 'retired')`)} then 'planned' else 'inProgress' end`;

const latestAnswer = sql`(select answer.answer from answer where answer.recommendation_id = recommendation.id
  and answer.archived_at is null order by answer.decided_on desc nulls last, answer.id desc limit 1)`;

/** Where nothing is planned. */
const stageOfAnswer = sql`case ${latestAnswer} when 'rejected' then 'declined'
  ${sql.join(
    acceptingAnswers.map((answer) => sql`when ${sql.lit(answer)} then 'accepted'`),
    sql` `,
  )} else 'asked' end`;
