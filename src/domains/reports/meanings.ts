import type { Meanings } from '../../platform/audit/meanings.ts';

/** What stands in the columns of reports, for whoever reads a history. Who did something stands above what changed, and not once more in it. */
export const meanings: Meanings = {
  'report.review_id': { record: 'review' },
  'report.body_id': { record: 'body' },
  'report.state': { word: 'report.state' },
  'report_calendar.review_id': { record: 'review' },
  'report_calendar.body_id': { record: 'body' },
  'report_section.kind': { word: 'report.kind' },
  'report_section.item_id': { record: 'plan_item' },
  'report_step.step': { word: 'report.step' },
  'report_step.by_name': 'hidden',
  'report_erratum.by_name': 'hidden',
  'report_question.by_name': 'hidden',
  'report_question.answered_by': 'hidden',
};
