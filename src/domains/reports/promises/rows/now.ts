import { type SqlBool, sql } from 'kysely';
import type { Actor } from '../../../../platform/access/actor.ts';
import type { Reads } from '../../../../platform/db/tables.ts';
import { together } from '../../../../platform/db/together.ts';
import { mayReadPosition } from '../../../reviews/index.ts';
import type { Tables } from '../tables.ts';
import { type Around, aroundQuestions } from './around.ts';
import { columns, type Rows } from './columns.ts';
import { among, type Found, scopeOf } from './scope.ts';

/** The rows as they are now, in one round trip. Positions only where the body has decided. `ever`: what is around also covers what once belonged to it. */
export const rowsNow = async (db: Reads<Tables>, actor: Actor, found: Found, ever = false): Promise<{ rows: Rows; around: Around }> => {
  const scope = scopeOf(actor, found, false);
  const ofItem = <
    Table extends
      | 'plan_part'
      | 'plan_lead'
      | 'plan_budget'
      | 'plan_evidence'
      | 'plan_closure'
      | 'plan_dependency'
      | 'plan_statement'
      | 'plan_progress'
      | 'plan_recommendation',
  >(
    table: Table,
  ) => sql<SqlBool>`${among(`${table}.item_id`, scope.items)} and ${sql.ref(`${table}.archived_at`)} is null`;
  const { bodies, people, managed, aliases, reported, opened, ...rows } = await together(db, {
    review: db
      .selectFrom('review')
      .select(columns.review)
      .where(sql<SqlBool>`id in (select review_id from recommendation where ${among('recommendation.id', scope.recommendations)})`),
    recommendation: db.selectFrom('recommendation').select(columns.recommendation).where(among('recommendation.id', scope.recommendations)),
    addressee: db.selectFrom('addressee').select(columns.addressee).where(among('addressee.recommendation_id', scope.recommendations)),
    position: db
      .selectFrom('position')
      .select(columns.position)
      .where(among('position.recommendation_id', scope.recommendations))
      .where('position.state', '=', 'final')
      .where('position.archived_at', 'is', null)
      .where(mayReadPosition(actor)),
    answer: db
      .selectFrom('answer')
      .select(columns.answer)
      .where(among('answer.recommendation_id', scope.recommendations))
      .where('answer.archived_at', 'is', null),
    plan_recommendation: db
      .selectFrom('plan_recommendation')
      .select(columns.plan_recommendation)
      .where(ofItem('plan_recommendation'))
      .where(among('plan_recommendation.recommendation_id', scope.recommendations)),
    plan_item: db.selectFrom('plan_item').select(columns.plan_item).where(among('plan_item.id', scope.items)),
    plan_part: db.selectFrom('plan_part').select(columns.plan_part).where(ofItem('plan_part')),
    plan_lead: db.selectFrom('plan_lead').select(columns.plan_lead).where(ofItem('plan_lead')).orderBy('id'),
    plan_budget: db.selectFrom('plan_budget').select(columns.plan_budget).where(ofItem('plan_budget')),
    plan_progress: db.selectFrom('plan_progress').select(columns.plan_progress).where(ofItem('plan_progress')),
    plan_evidence: db.selectFrom('plan_evidence').select(columns.plan_evidence).where(ofItem('plan_evidence')),
    plan_closure: db.selectFrom('plan_closure').select(columns.plan_closure).where(ofItem('plan_closure')),
    plan_dependency: db.selectFrom('plan_dependency').select(columns.plan_dependency).where(ofItem('plan_dependency')),
    plan_statement: db.selectFrom('plan_statement').select(columns.plan_statement).where(ofItem('plan_statement')),
    ...aroundQuestions(db, actor, found, ever ? scopeOf(actor, found, true) : scope),
  });
  return { rows: rows as unknown as Rows, around: { bodies, people, managed, aliases, reported, opened } as Around };
};
