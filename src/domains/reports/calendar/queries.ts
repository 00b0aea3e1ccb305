import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Reads } from '../../../platform/db/tables.ts';
import { hasLeft } from '../../plans/index.ts';
import { mayKeepCalendar, mayReadReport, mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** Every calendar that was not stopped, with how far its review has been reported on and the report that is being written, as far as there is one. */
export const calendarsQuestion = (db: Reads<Tables>, actor: Actor) =>
  everyCalendar(db, actor).where('report_calendar.archived_at', 'is', null);

/** Also those that were stopped, with when and why. */
export const everyCalendar = (db: Reads<Tables>, actor: Actor) =>
  db
    .selectFrom('report_calendar')
    .innerJoin('review', 'review.id', 'report_calendar.review_id')
    .leftJoin('body', 'body.id', 'report_calendar.body_id')
    .leftJoin('person', 'person.id', 'report_calendar.person_id')
    .select([
      'report_calendar.id',
      'report_calendar.version',
      'report_calendar.begins_on',
      'report_calendar.months',
      'report_calendar.due_after',
      'report_calendar.person_id',
      'report_calendar.archived_at',
      'report_calendar.archived_reason',
      'review.ref as review_ref',
      'review.title as review_title',
      'body.ref as body_ref',
      'person.display_name as responsible',
      sql<boolean>`coalesce(${hasLeft}, false)`.as('left'),
      mayKeepCalendar(actor).as('may_keep'),
      sql<string | null>`(select max(to_on) from report where report.review_id = review.id and report.archived_at is null
        and report.state in ('submitted', 'acknowledged'))`.as('reported_until'),
      sql<string | null>`(select min(report.ref) from report where report.review_id = review.id and report.archived_at is null
        and report.state not in ('submitted', 'acknowledged') and ${mayReadReport(actor)})`.as('draft'),
    ])
    .where('review.archived_at', 'is', null)
    .where(mayReadReview(actor))
    .orderBy('review.ref');

export type Calendar = Awaited<ReturnType<ReturnType<typeof everyCalendar>['execute']>>[number];

/** Reports that are still being written, with their own due days; for the program. */
export const draftsQuestion = (db: Reads<Tables>) =>
  db
    .selectFrom('report')
    .innerJoin('review', 'review.id', 'report.review_id')
    .select(['report.ref', 'report.to_on', 'report.due_on', 'review.ref as review_ref'])
    .where('report.state', 'in', ['drafting', 'inReview', 'approved'])
    .where('report.archived_at', 'is', null)
    .orderBy('report.to_on');
