import { type GroupedBars, groupedBars } from '../../../platform/charts/charts.ts';
import type { Figure } from '../../../platform/documents/document.ts';
import { type Content, issuesOf } from './content.ts';
import { nameOf, periodName, type Reading } from './words.ts';

/** So many issues stand in one drawing; more make a second one, so that each fits on a page. */
const most = 16;

/** Percent completed of every issue over the periods, as one figure or several. A value that nobody stated says so. */
export const progressCharts = (reading: Reading, content: Content): GroupedBars[] => {
  const { t, language } = reading;
  const issues = issuesOf(content);
  const count = Math.ceil(issues.length / most);
  return Array.from({ length: count }, (_, at) => ({
    title: count === 1 ? t('report.figureTitle') : t('report.figureTitlePart', { part: at + 1, of: count }),
    language,
    rowTitle: t('report.issue'),
    series: content.periods.map(({ to }) => ({ key: to, label: periodName(reading, to) })),
    rows: issues.slice(at * most, (at + 1) * most).map((row) => ({ label: nameOf(reading, row), values: row.series })),
    most: 100,
    notStated: t('report.notStated'),
    write: (value) => t.percent(value),
  }));
};

/** The same as drawings for files. */
export const progressFigures = (reading: Reading, content: Content): Figure[] => progressCharts(reading, content).map(groupedBars);
