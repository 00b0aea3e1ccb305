import type { Selectable } from 'kysely';
import type { Tables } from '../tables.ts';

// The rows of which a promise is told: as they are, or as they stood at the end of a past day. Both have the same columns, so that both
// are told by the same words.

export const columns = {
  review: ['id', 'ref', 'title', 'examiner', 'published_on', 'source_url', 'state'],
  recommendation: ['id', 'ref', 'number', 'position', 'title', 'text', 'text_version', 'page', 'themes', 'review_id', 'archived_at'],
  addressee: ['recommendation_id', 'body_id'],
  position: [
    'id',
    'recommendation_id',
    'body_id',
    'stance',
    'comment',
    'state',
    'text_version',
    'decided_how',
    'decided_on',
    'decided_link',
  ],
  answer: ['id', 'recommendation_id', 'body_id', 'answer', 'explanation', 'alternative_wording', 'decided_on', 'decided_link'],
  plan_recommendation: ['item_id', 'recommendation_id'],
  plan_item: [
    'id',
    'ref',
    'kind',
    'number',
    'position',
    'parent_id',
    'body_id',
    'title',
    'goal',
    'current_state',
    'steps',
    'metrics',
    'method',
    'outcome',
    'note',
    'phase',
    'starts_on',
    'ended_on',
    'percent',
    'status',
    'health',
    'state',
    'archived_at',
  ],
  plan_part: ['id', 'item_id', 'label', 'title', 'ends_on', 'ends_precision', 'baseline_on', 'status', 'percent'],
  plan_lead: ['item_id', 'role', 'person_id', 'name'],
  plan_budget: ['item_id', 'year', 'currency', 'planned', 'approved', 'spent'],
  plan_progress: [
    'id',
    'item_id',
    'happened_on',
    'text',
    'percent',
    'status',
    'health',
    'part',
    'ended_before',
    'ended_after',
    'reason',
    'person_id',
    'by_name',
  ],
  plan_evidence: ['id', 'item_id', 'title', 'url'],
  plan_closure: ['id', 'item_id', 'state', 'claimed_on', 'claimed_by', 'claimed_person_id', 'note', 'judged_on', 'judged_by', 'judgement'],
  plan_dependency: ['id', 'item_id', 'owner', 'promise', 'promised_on', 'promised_precision', 'last_asked_on', 'kept_on'],
  plan_statement: ['id', 'item_id', 'field', 'part', 'value', 'source', 'place', 'stated_on'],
} as const satisfies { [Table in keyof Tables]?: readonly (keyof Tables[Table])[] };

type Told = typeof columns;
/** Statements of sources stand here only where they speak of an item. */
type OfItem<Table> = Table extends 'plan_statement' ? { item_id: number } : unknown;
export type Rows = {
  [Table in keyof Told]: (Pick<Selectable<Tables[Table]>, Told[Table][number] & keyof Selectable<Tables[Table]>> & OfItem<Table>)[];
};
