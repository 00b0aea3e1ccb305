import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyReads, Day, Reads } from '../../../platform/db/tables.ts';
import type { Due } from '../../../platform/domain.ts';
import { hasLeft } from '../../plans/index.ts';
import { mayApproveReport, mayKeepCalendar, mayOverseeReport, maySubmitReport, mayWriteReport } from '../policy.ts';
import type { Tables } from '../tables.ts';

/**
 * What waits for one person: own drafts that are due within a month or late, reports to approve, submit or acknowledge, questions to answer;
 * and for whoever keeps calendars those whose reminders reach nobody.
 */
export const dueQuestions = (any: AnyReads, actor: Actor, today: Day) => {
  const db = any as Reads<Tables>;
  const count = sql<number>`count(*)`.as('count');
  const reports = () => db.selectFrom('report').select(count).where('report.archived_at', 'is', null);
  return {
    own: reports()
      .where('report.author_id', '=', actor.personId)
      .where('report.state', '=', 'drafting')
      .where(sql<boolean>`report.due_on <= ${today}::date + 30`),
    approve: reports().where('report.state', '=', 'inReview').where(mayApproveReport(actor)),
    submit: reports().where('report.state', '=', 'approved').where(maySubmitReport(actor)),
    calendars: db
      .selectFrom('report_calendar')
      .innerJoin('review', 'review.id', 'report_calendar.review_id')
      .leftJoin('person', 'person.id', 'report_calendar.person_id')
      .select(count)
      .where('report_calendar.archived_at', 'is', null)
      .where('review.archived_at', 'is', null)
      .where(sql<boolean>`(person.id is null or ${hasLeft})`)
      .where(mayKeepCalendar(actor)),
    acknowledge: reports().where('report.state', '=', 'submitted').where('report.source', 'is', null).where(mayOverseeReport(actor)),
    questions: db
      .selectFrom('report_question')
      .innerJoin('report', 'report.id', 'report_question.report_id')
      .select(count)
      .where('report_question.answered_on', 'is', null)
      .where('report_question.archived_at', 'is', null)
      .where((row) =>
        row.or([
          row('report_question.assigned_id', '=', actor.personId),
          row.and([row('report_question.assigned_id', 'is', null), mayWriteReport(actor)]),
        ]),
      ),
  };
};

const hrefs = {
  own: '/reports?state=drafting',
  approve: '/reports?state=inReview',
  submit: '/reports?state=approved',
  calendars: '/reports/calendar',
  acknowledge: '/reports?state=submitted',
  questions: '/reports?waits=questions',
} as const;

export const readDue = (answers: Readonly<Record<string, readonly Record<string, unknown>[]>>): Due[] =>
  Object.entries(hrefs)
    .map(([name, href]) => ({ label: `report.due.${name}`, href, count: Number(answers[name]?.[0]?.count ?? 0) }))
    .filter(({ count }) => count > 0);
