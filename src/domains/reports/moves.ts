import type { Moves } from '../../platform/merging/merging.ts';

/** How what somebody wrote for reports goes along when two records of one person become one. A frozen report stays as it is. */
export const moves: Moves = {
  'report.author_id': { label: 'merge.place.report' },
  'report_calendar.person_id': { label: 'merge.place.calendar' },
  'report_erratum.person_id': { label: 'merge.place.erratum' },
  'report_question.person_id': { label: 'merge.place.question' },
  'report_question.assigned_id': { label: 'merge.place.assigned' },
  'report_step.person_id': { label: 'merge.place.reportStep' },
};
