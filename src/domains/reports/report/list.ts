import { sql } from 'kysely';
import type { Reads } from '../../../platform/db/tables.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { list } from '../../../platform/lists/list.ts';
import { mayReadReport } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { type ReportState, reportStates, stateShape, stateTone } from './report.ts';

interface Row {
  id: number;
  ref: string;
  title: Texts;
  from_on: string;
  to_on: string;
  due_on: string | null;
  state: ReportState;
  author_name: string;
  review_ref: string;
  body_ref: string | null;
  submitted_on: string | null;
  open_questions: number;
}

/** All reports that the reader may see, newest period first. */
export const reportList = list<Row>({
  name: 'reports',
  title: 'report.all',
  path: '/reports',
  href: (row) => `/reports/${row.ref}`,
  empty: { title: 'report.none', text: 'report.noneHint' },
  order: ['-to', 'ref'],
  words: () => [sql`report.ref`, sql`report.title::text`, sql`report.author_name`],
  rows: (db: Reads<Tables>, { actor }) =>
    db
      .selectFrom('report')
      .innerJoin('review', 'review.id', 'report.review_id')
      .leftJoin('body', 'body.id', 'report.body_id')
      .select([
        'report.id',
        'report.ref',
        'report.title',
        'report.from_on',
        'report.to_on',
        'report.due_on',
        'report.state',
        'report.author_name',
        'review.ref as review_ref',
        'body.ref as body_ref',
        sql<string | null>`(select max(happened_on) from report_step where report_step.report_id = report.id and step = 'submitted')`.as(
          'submitted_on',
        ),
        sql<number>`(select count(*) from report_question where report_question.report_id = report.id and answered_on is null and archived_at is null)`.as(
          'open_questions',
        ),
      ])
      .where('report.archived_at', 'is', null)
      .where(mayReadReport(actor)) as never,
  columns: [
    {
      key: 'title',
      label: 'report.title',
      kind: 'text',
      standard: true,
      value: (row, reader) => textIn(row.title, reader.languages).text,
      shown: (row, reader) => {
        const { text, language } = textIn(row.title, reader.languages);
        return { text, href: `/reports/${row.ref}`, ...(language === reader.languages[0] ? {} : { language }) };
      },
    },
    { key: 'review', label: 'report.review', kind: 'text', standard: true, value: (row) => row.review_ref, sort: () => sql`review.ref` },
    { key: 'from', label: 'report.from', kind: 'day', standard: false, value: (row) => row.from_on, sort: () => sql`report.from_on` },
    { key: 'to', label: 'report.to', kind: 'day', standard: true, value: (row) => row.to_on, sort: () => sql`report.to_on` },
    {
      key: 'state',
      label: 'report.state',
      kind: 'text',
      standard: true,
      value: (row, { t }) => t(`report.state.${row.state}`),
      shown: (row, { t }) => ({ text: t(`report.state.${row.state}`), tone: stateTone[row.state], shape: stateShape[row.state] }),
      sort: () => sql`array_position(${[...reportStates]}, report.state)`,
    },
    { key: 'dueOn', label: 'report.dueOn', kind: 'day', standard: true, value: (row) => row.due_on, sort: () => sql`report.due_on` },
    { key: 'submittedOn', label: 'report.step.submitted', kind: 'day', standard: true, value: (row) => row.submitted_on },
    { key: 'ref', label: 'report.ref', kind: 'text', standard: true, value: (row) => row.ref, sort: () => sql`report.ref` },
    {
      key: 'author',
      label: 'report.author',
      kind: 'text',
      standard: false,
      value: (row) => row.author_name,
      sort: () => sql`report.author_name`,
    },
    { key: 'body', label: 'report.body', kind: 'text', standard: false, value: (row) => row.body_ref, sort: () => sql`body.ref` },
    { key: 'openQuestions', label: 'report.openQuestions', kind: 'number', standard: false, value: (row) => Number(row.open_questions) },
  ],
  filters: [
    {
      key: 'state',
      label: 'report.state',
      where: (values) => sql`report.state = any(${values})`,
      facet: sql`report.state`,
      choices: reportStates.map((value) => ({ value, label: `report.state.${value}` })),
    },
    {
      key: 'review',
      label: 'report.review',
      where: (values) => sql`review.ref = any(${values})`,
      facet: sql`review.ref`,
      choices: 'found',
    },
    {
      key: 'waits',
      label: 'report.waits',
      where: (values) =>
        values.includes('questions')
          ? sql`exists (select from report_question where report_question.report_id = report.id and answered_on is null and archived_at is null)`
          : sql`true`,
      choices: [{ value: 'questions', label: 'report.waits.questions' }],
    },
  ],
  groups: [
    { key: 'review', label: 'report.review', by: () => sql`review.ref`, name: (row) => row.review_ref },
    { key: 'state', label: 'report.state', by: () => sql`report.state`, name: (row, { t }) => t(`report.state.${row.state}`) },
  ],
});
