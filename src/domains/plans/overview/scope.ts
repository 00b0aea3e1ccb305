import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Day } from '../../../platform/db/tables.ts';
import { readDay } from '../../../platform/i18n/days.ts';
import { type Attention, attention, attentions } from '../items/attention.ts';
import { itemKinds } from '../items/item.ts';
import { mayReadReview } from '../policy.ts';

/** Which part of the plan a picture shows. Its address holds it, in the words of the table's own filters. */
export interface Scope {
  review: string;
  body: string;
  workstream: string;
  kind: string;
  attention: string;
  /** Of a timeline: only what lies between these days. */
  from: Day | '';
  to: Day | '';
}

export const scopeOf = (query: (name: string) => string | undefined): Scope => {
  const one = (name: string) => (query(name) ?? '').trim().toUpperCase();
  const day = (name: string): Day | '' => {
    const read = readDay(query(name) ?? '');
    return 'day' in read ? read.day : '';
  };
  const word = (name: string, known: readonly string[]) => known.find((value) => value === query(name)) ?? '';
  return {
    review: one('review'),
    body: one('body'),
    workstream: one('workstream'),
    kind: word('kind', itemKinds),
    attention: word('attention', attentions),
    from: day('from'),
    to: day('to'),
  };
};

export const isNarrowed = (scope: Scope): boolean => Object.values(scope).some((value) => value !== '');

/** As it stands in an address, without the question mark. */
export const queryOf = (scope: Scope): string => new URLSearchParams(Object.entries(scope).filter(([, value]) => value !== '')).toString();

/** The scope as a condition over `plan_item`; of a review only what the reader may see of it. */
export const within = (scope: Scope, actor: Actor, today: Day): RawBuilder<boolean> => {
  const named = (column: string, table: 'body' | 'workstream', ref: string) =>
    sql<boolean>`plan_item.${sql.ref(column)} = (select id from ${sql.table(table)} where ref = ${ref})`;
  const conditions = [
    ...(scope.review
      ? [sql<boolean>`plan_item.review_id = (select review.id from review where review.ref = ${scope.review} and ${mayReadReview(actor)})`]
      : []),
    ...(scope.body ? [named('body_id', 'body', scope.body)] : []),
    ...(scope.workstream ? [named('workstream_id', 'workstream', scope.workstream)] : []),
    ...(scope.kind ? [sql<boolean>`plan_item.kind = ${scope.kind}`] : []),
    ...(scope.attention ? [attention[scope.attention as Attention](today)] : []),
  ];
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
};
