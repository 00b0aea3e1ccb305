import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import { saidBy } from '../policy.ts';
import type { Tables } from '../tables.ts';

// Ask these only of an item that the actor may read.

/** What happened, newest first. */
export const progressQuestion = (db: Reads<Tables>, actor: Actor, itemId: number) =>
  db
    .selectFrom('plan_progress')
    .select([
      'plan_progress.id',
      'plan_progress.happened_on',
      'plan_progress.text',
      'plan_progress.percent',
      'plan_progress.status',
      'plan_progress.health',
      'plan_progress.part',
      'plan_progress.ended_before',
      'plan_progress.ended_after',
      'plan_progress.reason',
      saidBy(actor, 'plan_progress.by_name').as('by_name'),
    ])
    .where('plan_progress.item_id', '=', itemId)
    .where('plan_progress.archived_at', 'is', null)
    .orderBy('plan_progress.happened_on', 'desc')
    .orderBy('plan_progress.id', 'desc')
    .limit(200);

export const evidenceQuestion = (db: Reads<Tables>, itemId: number) =>
  db
    .selectFrom('plan_evidence')
    .leftJoin('file', 'file.id', 'plan_evidence.file_id')
    .select([
      'plan_evidence.id',
      'plan_evidence.progress_id',
      'plan_evidence.title',
      'plan_evidence.url',
      'file.name as file_name',
      'file.media_type as media_type',
      'file.size as file_size',
    ])
    .where('plan_evidence.item_id', '=', itemId)
    .where('plan_evidence.archived_at', 'is', null)
    .orderBy('plan_evidence.id');

/** The file of a piece of evidence, as long as it stands. */
export const evidenceFile = (db: Reads<Tables>, itemId: number, id: number) =>
  db
    .selectFrom('plan_evidence')
    .innerJoin('file', 'file.id', 'plan_evidence.file_id')
    .select(['file.sha256', 'file.name', 'file.media_type'])
    .where('plan_evidence.item_id', '=', itemId)
    .where('plan_evidence.id', '=', id)
    .where('plan_evidence.archived_at', 'is', null)
    .executeTakeFirst();

/** Claims that it is done, with what became of them, newest first. */
export const closuresQuestion = (db: Reads<Tables>, actor: Actor, itemId: number) =>
  db
    .selectFrom('plan_closure')
    .select(['state', 'claimed_on', 'claimed_person_id', 'note', 'judged_on', 'judgement'])
    .select([saidBy(actor, 'claimed_by').as('claimed_by'), saidBy(actor, 'judged_by').as('judged_by')])
    .where('item_id', '=', itemId)
    .where('archived_at', 'is', null)
    .orderBy('id', 'desc');
