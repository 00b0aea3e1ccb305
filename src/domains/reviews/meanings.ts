import { sql } from 'kysely';
import type { Meanings, RecordNames } from '../../platform/audit/meanings.ts';
import { mayReadRecommendation, mayReadReview } from './policy.ts';

/** What stands in the columns of reviews, for whoever reads a history. */
export const meanings: Meanings = {
  'review.state': { word: 'review.state' },
  'recommendation.themes': { term: 'theme' },
  'recommendation.owner_class': { term: 'owner' },
  'recommendation.coordination_class': { term: 'coordination' },
  'addressee.body_id': { record: 'body' },
  'recommendation_link.from_id': { record: 'recommendation' },
  'recommendation_link.to_id': { record: 'recommendation' },
  'recommendation_link.kind': { word: 'link' },
  'position.stance': { term: 'stance' },
  'position.state': { word: 'position.state' },
  'position.decided_how': { word: 'position.how' },
  'feasibility.support': { word: 'assessment.support' },
  'answer.body_id': { record: 'body' },
  'answer.answer': { word: 'answer' },
  'comment.recommendation_id': { record: 'recommendation' },
  'comment.author_id': { record: 'person' },
  'agreed_priority.level': { word: 'priority' },
  'triage_batch.state': { word: 'triage.state' },
  'triage_item.owner_class': { term: 'owner' },
  'triage_item.coordination_class': { term: 'coordination' },
  // A copy of the item's own values at the sending.
  'triage_item.proposal': 'hidden',
  'triage_stage.stage': { word: 'triage.stage' },
};

export const records: Readonly<Record<string, RecordNames>> = {
  review: { name: sql`review.title`, href: sql<string>`'/reviews/' || review.ref`, mayRead: mayReadReview },
  recommendation: {
    name: sql`recommendation.ref`,
    href: sql<string>`'/recommendations/' || recommendation.ref`,
    mayRead: mayReadRecommendation,
  },
  // Whoever sees a batch sees what it is about.
  triage_item: {
    name: sql`(select recommendation.ref from recommendation where recommendation.id = triage_item.recommendation_id)`,
    href: sql<string>`(select '/recommendations/' || recommendation.ref from recommendation where recommendation.id = triage_item.recommendation_id)`,
    part: true,
    mayRead: () => sql<boolean>`true`,
  },
};
