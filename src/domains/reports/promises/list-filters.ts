import { sql } from 'kysely';
import { keyOf } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { kept } from '../../../platform/lists/kept.ts';
import type { ListFilter, Reader } from '../../../platform/lists/list.ts';
import { type Terms, termOptions } from '../../../platform/terms/terms.ts';
import { mayReadItem } from '../../plans/index.ts';
import { mayReadReview } from '../../reviews/index.ts';
import { itemsOfPromise } from './list-rows.ts';
import { stages } from './promise.ts';
import type { Tables } from './tables.ts';

export const filters = (terms: Terms): readonly ListFilter[] => [
  {
    key: 'stage',
    label: 'promise.stage',
    where: (values) => sql`promise.stage = any(${values})`,
    facet: sql`promise.stage`,
    choices: stages.map((value) => ({ value, label: `promise.stage.${value}` })),
  },
  {
    key: 'late',
    label: 'promise.time',
    where: () => sql`promise.late`,
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
        union all select plan_item.body_id ${itemsOfPromise(actor)}))`,
    choices: (db, reader) =>
      kept(db, reader.moment, `bodies of promises ${reader.languages} ${keyOf(reader.actor)}`, () =>
        bodyChoices(db as Reads<Tables>, reader),
      ),
  },
];

/** Bodies that were asked, or answer for something planned. */
const bodyChoices = async (db: Reads<Tables>, { actor, languages }: Reader) =>
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
