import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { underAudit } from './0001-platform.ts';

/** A report of a member is final once it is sent; a correction is asked for, and those who lead the region open the report again. */
export const finalReports: Migration = {
  name: '0082-final-reports',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `alter table member_report
    add column correction text,
    add column correction_asked_on date,
    add column open_until date`,
  'drop trigger member_report_version on member_report',
  'drop trigger member_report_audit on member_report',
  underAudit('member_report', ['changes', 'correction']),
  // Links lasted sixty days beyond the day on which a report is due; those that are out keep to the shorter time as well.
  `update member_report_link set expires_on = least(expires_on, (
    select campaign.due_on + 14 from member_report join campaign on campaign.id = member_report.campaign_id
    where member_report.id = member_report_link.report_id))`,
];
