import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Actor } from '../../../../platform/access/actor.ts';
import { mayReadItem } from '../../../plans/index.ts';
import { mayReadReview } from '../../../reviews/index.ts';

export interface Found {
  kind: 'recommendation' | 'item';
  id: number;
  ref: string;
  /** References of the recommendations out of which an item came. */
  from: string[];
}

export interface Scope {
  recommendations: RawBuilder<unknown>;
  items: RawBuilder<unknown>;
}

/** The ids of what belongs to a promise and this reader may see; `ever` with what once belonged to it and what is archived. */
export const scopeOf = (actor: Actor, { kind, id }: Found, ever: boolean): Scope => {
  const live = (table: string) => (ever ? sql`true` : sql`${sql.ref(`${table}.archived_at`)} is null`);
  const linked = (wanted: string, given: string) =>
    sql`select ${sql.ref(`plan_recommendation.${wanted}`)} from plan_recommendation where ${sql.ref(`plan_recommendation.${given}`)} = ${id} and ${live('plan_recommendation')}`;
  const recommendations = kind === 'recommendation' ? sql`select ${id}::bigint` : linked('recommendation_id', 'item_id');
  const first = kind === 'recommendation' ? linked('item_id', 'recommendation_id') : sql`select ${id}::bigint`;
  return {
    recommendations: sql`select recommendation.id from recommendation join review on review.id = recommendation.review_id
      where recommendation.id in (${recommendations}) and ${mayReadReview(actor)}
      and (recommendation.id = ${kind === 'recommendation' ? id : 0} or (${live('recommendation')} and ${live('review')}))`,
    items: sql`select plan_item.id from plan_item where plan_item.id in (
      with recursive inside as (select id from plan_item where id in (${first})
        union select below.id from plan_item below join inside on below.parent_id = inside.id) select id from inside)
      and ${mayReadItem(actor)} and (plan_item.id = ${kind === 'item' ? id : 0} or ${live('plan_item')})`,
  };
};

export const among = (column: string, ids: RawBuilder<unknown>): RawBuilder<SqlBool> => sql<SqlBool>`${sql.ref(column)} in (${ids})`;
