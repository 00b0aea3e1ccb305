import { sql } from 'kysely';
import type { Meanings, RecordNames } from '../../platform/audit/meanings.ts';
import { mayReadItem } from './policy.ts';

/** What stands in the columns of plans, for whoever reads a history. */
export const meanings: Meanings = {
  'plan_item.kind': { word: 'plan.kind' },
  'plan_item.review_id': { record: 'review' },
  'plan_item.workstream_id': { record: 'workstream' },
  'plan_item.body_id': { record: 'body' },
  'plan_item.parent_id': { record: 'plan_item' },
  'plan_item.status': { word: 'plan.status' },
  'plan_item.health': { word: 'plan.health' },
  'plan_item.state': { word: 'plan.state' },
  'plan_part.ends_precision': { word: 'plan.precision' },
  'plan_part.status': { word: 'plan.status' },
  'plan_lead.person_id': { record: 'person' },
  'plan_lead.role': { word: 'plan.role' },
  'plan_recommendation.recommendation_id': { record: 'recommendation' },
  'plan_closure.state': { word: 'closure.state' },
  'plan_progress.status': { word: 'plan.status' },
  'plan_progress.health': { word: 'plan.health' },
  'plan_dependency.on_item_id': { record: 'plan_item' },
  'plan_dependency.promised_precision': { word: 'plan.precision' },
  'plan_statement.field': { word: 'statement.field' },
  'plan_statement.review_id': { record: 'review' },
};

export const records: Readonly<Record<string, RecordNames>> = {
  workstream: { name: sql`workstream.title`, href: sql<string>`'/plans/workstreams'`, mayRead: () => sql<boolean>`true` },
  plan_item: { name: sql`plan_item.title`, href: sql<string>`'/plans/items/' || plan_item.ref`, mayRead: mayReadItem },
};
