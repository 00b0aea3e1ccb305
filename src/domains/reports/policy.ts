import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holds, holdsSomewhere, holdsWholly } from '../../platform/access/actor.ts';

/** A right for the body that reports, or everywhere; a report of no body needs it everywhere. */
const over = (actor: Actor, right: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${holdsWholly(actor, right)} or ${holds(actor, right, 'report.body_id')})`;

const isAuthor = (actor: Actor): RawBuilder<SqlBool> =>
  actor.personId === null ? sql<SqlBool>`false` : sql<SqlBool>`(report.author_id is not distinct from ${actor.personId})`;

export const mayWriteReport = (actor: Actor): RawBuilder<SqlBool> => sql<SqlBool>`(${isAuthor(actor)} or ${over(actor, 'report.write')})`;
export const mayReviewReport = (actor: Actor): RawBuilder<SqlBool> => over(actor, 'report.review');
export const mayApproveReport = (actor: Actor): RawBuilder<SqlBool> => over(actor, 'report.approve');
export const maySubmitReport = (actor: Actor): RawBuilder<SqlBool> => over(actor, 'report.submit');
/** The committee to which it is submitted: acknowledges and asks, whoever reports. It sees no drafts. */
export const mayOverseeReport = (actor: Actor): RawBuilder<SqlBool> =>
  holdsSomewhere(actor, 'report.oversee') ? sql<SqlBool>`true` : sql<SqlBool>`false`;

/** Public once submitted; before that for those who write, review, approve or submit it. */
export const mayReadReport = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(report.state in ('submitted', 'acknowledged') or ${mayWriteReport(actor)} or ${mayReviewReport(actor)}
    or ${mayApproveReport(actor)} or ${maySubmitReport(actor)})`;

/** As the domain of reviews has it: a draft is for those who manage reviews. Asked of the table `review`. */
export const mayReadReview = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(review.state <> 'draft' or ${holdsWholly(actor, 'review.manage')})`;

/** Who keeps the calendar of a review. */
export const mayKeepCalendar = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${holdsWholly(actor, 'report.write')} or ${holds(actor, 'report.write', 'report_calendar.body_id')})`;
