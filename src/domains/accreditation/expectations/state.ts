import { sql } from 'kysely';
import type { ReportState } from './words.ts';

/** Whether a member has answered, and how; over the table `member_report`. */
export const state = sql<ReportState>`case when member_report.answered_on is null and member_report.reminders >= 3 then 'silent'
  when member_report.answered_on is null then 'waiting' when member_report.unchanged then 'unchanged' else 'answered' end`;
