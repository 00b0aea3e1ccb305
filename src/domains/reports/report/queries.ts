import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import type { Before } from '../content/content.ts';
import {
  mayApproveReport,
  mayOverseeReport,
  mayReadReport,
  mayReadReview,
  mayReviewReport,
  maySubmitReport,
  mayWriteReport,
} from '../policy.ts';
import type { Tables } from '../tables.ts';

/** The report by its reference, with what this actor may do with it; archived ones too, for their address keeps answering. */
export const reportByRef = (db: Reads<Tables>, actor: Actor, ref: string) =>
  db
    .selectFrom('report')
    .innerJoin('review', 'review.id', 'report.review_id')
    .leftJoin('body', 'body.id', 'report.body_id')
    .selectAll('report')
    .select([
      'review.ref as review_ref',
      'review.title as review_title',
      'body.ref as body_ref',
      'body.name as body_name',
      mayWriteReport(actor).as('may_write'),
      mayReviewReport(actor).as('may_review'),
      mayApproveReport(actor).as('may_approve'),
      maySubmitReport(actor).as('may_submit'),
      mayOverseeReport(actor).as('may_oversee'),
    ])
    .where('report.ref', '=', ref.toUpperCase())
    .where(mayReadReport(actor))
    .executeTakeFirst();

export type WholeReport = NonNullable<Awaited<ReturnType<typeof reportByRef>>>;

// Ask the following only for a report that the actor may read.

export const sectionsQuestion = (db: Reads<Tables>, reportId: number) =>
  db
    .selectFrom('report_section')
    .leftJoin('plan_item', 'plan_item.id', 'report_section.item_id')
    .select([
      'report_section.id',
      'report_section.version',
      'report_section.position',
      'report_section.kind',
      'report_section.title',
      'report_section.text',
      'report_section.left_out',
      'plan_item.ref as item_ref',
    ])
    .where('report_section.report_id', '=', reportId)
    .where('report_section.archived_at', 'is', null)
    .orderBy('report_section.position')
    .orderBy('report_section.id');

export type Section = Awaited<ReturnType<ReturnType<typeof sectionsQuestion>['execute']>>[number];

export const stepsQuestion = (db: Reads<Tables>, reportId: number) =>
  db
    .selectFrom('report_step')
    .select(['step', 'happened_on', 'by_name', 'note', 'link'])
    .where('report_id', '=', reportId)
    .where('archived_at', 'is', null)
    .orderBy('id');

export type Step = Awaited<ReturnType<ReturnType<typeof stepsQuestion>['execute']>>[number];

export const snapshotQuestion = (db: Reads<Tables>, reportId: number) =>
  db.selectFrom('report_snapshot').select(['taken_at', 'checksum', 'content', 'removals']).where('report_id', '=', reportId);

export interface Earlier {
  ref: string;
  to_on: string;
  items: (Before & { ref: string; number: string | null; title: Tables['report']['title']['__select__']; kind: string })[];
}

/** The last two submitted reports of the review whose period ended before that day, newest first, with what their lines said. */
export const earlierQuestion = (db: Reads<Tables>, reviewId: number, before: string) =>
  db
    .selectFrom('report')
    .innerJoin('report_snapshot', 'report_snapshot.report_id', 'report.id')
    .select(['report.ref', 'report.to_on'])
    .select(
      sql<
        Earlier['items']
      >`(select coalesce(jsonb_agg(jsonb_build_object('ref', item -> 'ref', 'number', item -> 'number', 'title', item -> 'title',
        'kind', item -> 'kind', 'percent', item -> 'percent', 'status', item -> 'status', 'startsOn', item -> 'startsOn', 'ends', item -> 'ends')), '[]')
        from jsonb_array_elements(report_snapshot.content -> 'items') item)`.as('items'),
    )
    .where('report.review_id', '=', reviewId)
    .where('report.to_on', '<', before)
    .where('report.archived_at', 'is', null)
    .where('report.state', 'in', ['submitted', 'acknowledged'])
    .orderBy('report.to_on', 'desc')
    .limit(2);

/** The report of the review whose structure a new one takes over: the last that was written here. */
export const lastReportOf = (db: Reads<Tables>, reviewId: number) =>
  db
    .selectFrom('report')
    .select(['id', 'ref'])
    .where('review_id', '=', reviewId)
    .where('archived_at', 'is', null)
    .where('source', 'is', null)
    .orderBy('to_on', 'desc')
    .limit(1)
    .executeTakeFirst();

export const erratumQuestion = (db: Reads<Tables>, reportId: number) =>
  db
    .selectFrom('report_erratum')
    .select(['id', 'happened_on', 'place', 'text', 'by_name'])
    .where('report_id', '=', reportId)
    .where('archived_at', 'is', null)
    .orderBy('id');

export type Erratum = Awaited<ReturnType<ReturnType<typeof erratumQuestion>['execute']>>[number];

export const questionsQuestion = (db: Reads<Tables>, actor: Actor, reportId: number) =>
  db
    .selectFrom('report_question')
    .leftJoin('person', 'person.id', 'report_question.assigned_id')
    .select([
      'report_question.number',
      'report_question.version',
      'report_question.asked_on',
      'report_question.by_name',
      'report_question.text',
      'report_question.due_on',
      'report_question.answer',
      'report_question.answered_on',
      'report_question.answered_by',
      'person.display_name as assigned',
      sql<boolean>`report_question.assigned_id is not distinct from ${actor.personId ?? -1}`.as('is_mine'),
    ])
    .where('report_question.report_id', '=', reportId)
    .where('report_question.archived_at', 'is', null)
    .orderBy('report_question.number');

export type Question = Awaited<ReturnType<ReturnType<typeof questionsQuestion>['execute']>>[number];

export const reviewChoices = (db: Reads<Tables>, actor: Actor) =>
  db.selectFrom('review').select(['ref', 'title']).where('archived_at', 'is', null).where(mayReadReview(actor)).orderBy('ref');

export const bodyChoices = (db: Reads<Tables>) =>
  db.selectFrom('body').select(['ref', 'name']).where('archived_at', 'is', null).orderBy('position').orderBy('ref');

/** Of these references those that the public plan still has. */
export const presentItems = (db: Reads<Tables>, refs: readonly string[]) =>
  db
    .selectFrom('plan_item')
    .select('ref')
    .where('ref', 'in', refs.length > 0 ? [...refs] : [''])
    .where('state', '<>', 'draft')
    .execute();
