import { sql } from 'kysely';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { list } from '../../../platform/lists/list.ts';
import { spelt } from '../../community/index.ts';
import { bodyFilter, byBody, memberColumns } from '../member-columns.ts';
import type { Question } from './campaign.ts';
import { mayReadReport } from './policy.ts';
import { state } from './state.ts';
import type { Tables } from './tables.ts';
import { type ReportState, reportLook, reportStates } from './words.ts';

interface Row {
  id: number;
  ref: string;
  name: string;
  body_ref: string | null;
  title: Texts;
  state: ReportState;
  answered_on: Day | null;
  answered_by: string | null;
  reminders: number;
  changes_state: 'proposed' | 'applied' | 'declined' | null;
  answers: Record<string, string>;
  expectations: Record<string, string>;
  questions: Question[];
  correction_asked_on: Day | null;
}

/** What each member reported, as far as this reader may see it. */
export const reportRegister = list<Row>({
  name: 'member-reports',
  title: 'campaign.register',
  path: '/member-reports',
  href: (row) => `/member-reports/${row.id}`,
  empty: { title: 'campaign.none', text: 'campaign.noneHint' },
  order: ['-answeredOn', 'name', 'id'],
  alsoFound: (word) => spelt('organisation.name_key', word),
  words: () => [sql`organisation.ref`, sql`organisation.name`, sql`member_report.answers::text`],
  rows: (db: Reads<Tables>, { actor }) =>
    db
      .selectFrom('member_report')
      .innerJoin('organisation', 'organisation.id', 'member_report.organisation_id')
      .innerJoin('campaign', 'campaign.id', 'member_report.campaign_id')
      .innerJoin('campaign_form', 'campaign_form.id', 'campaign.form_id')
      .leftJoin('body', 'body.id', 'organisation.body_id')
      .select([
        'member_report.id',
        'organisation.ref',
        'organisation.name',
        'body.ref as body_ref',
        'campaign.title',
        state.as('state'),
        'member_report.answered_on',
        'member_report.answered_by',
        'member_report.reminders',
        'member_report.changes_state',
        'member_report.correction_asked_on',
        'member_report.answers',
        'member_report.expectations',
        'campaign_form.questions',
      ])
      .where('member_report.archived_at', 'is', null)
      .where(mayReadReport(actor)) as never,
  columns: [
    ...memberColumns,
    {
      key: 'campaign',
      label: 'campaign.one',
      kind: 'text',
      standard: true,
      value: (row, { languages }) => textIn(row.title, languages).text,
      sort: () => sql`campaign.due_on`,
    },
    {
      key: 'state',
      label: 'campaign.state',
      kind: 'text',
      standard: true,
      value: (row) => row.state,
      shown: (row, { t }) => ({ text: t(`campaign.state.${row.state}`), ...reportLook[row.state] }),
      sort: () => state,
    },
    {
      key: 'answeredOn',
      label: 'campaign.answeredOn',
      kind: 'day',
      standard: true,
      value: (row) => row.answered_on,
      sort: () => sql`coalesce(member_report.answered_on, '-infinity')`,
    },
    { key: 'answeredBy', label: 'campaign.answeredBy', kind: 'text', standard: false, value: (row) => row.answered_by },
    {
      key: 'reminders',
      label: 'campaign.reminders',
      kind: 'number',
      standard: true,
      value: (row) => row.reminders,
      sort: () => sql`member_report.reminders`,
    },
    {
      key: 'changes',
      label: 'campaign.changes',
      kind: 'text',
      standard: true,
      value: (row) => row.changes_state,
      shown: (row, { t }) => (row.changes_state ? { text: t(`campaign.changes.${row.changes_state}`) } : null),
    },
    {
      key: 'correction',
      label: 'campaign.correction',
      kind: 'day',
      standard: false,
      value: (row) => row.correction_asked_on,
      sort: () => sql`coalesce(member_report.correction_asked_on, '-infinity')`,
    },
    {
      key: 'answers',
      label: 'campaign.answers',
      kind: 'text',
      standard: false,
      value: (row, { languages }) =>
        row.questions
          .flatMap(({ key, text }) => (row.answers[key] ? [`${textIn(text, languages).text} ${row.answers[key]}`] : []))
          .join('\n'),
    },
    { key: 'ref', label: 'activity.ref', kind: 'text', standard: false, value: (row) => row.ref, sort: () => sql`organisation.number` },
    { key: 'id', label: 'ladder.number', kind: 'number', standard: false, value: (row) => row.id, sort: () => sql`member_report.id` },
  ],
  filters: [
    {
      key: 'campaign',
      label: 'campaign.one',
      where: (values) => sql`member_report.campaign_id::text = any(${[...values]})`,
      choices: [],
    },
    {
      key: 'state',
      label: 'campaign.state',
      where: (values) => sql`${state} = any(${[...values]})`,
      facet: state,
      choices: reportStates.map((value) => ({ value, label: `campaign.state.${value}` })),
    },
    bodyFilter,
    {
      key: 'changes',
      label: 'campaign.changes',
      where: (values) => sql`member_report.changes_state = any(${[...values]})`,
      choices: (['proposed', 'applied', 'declined'] as const).map((value) => ({ value, label: `campaign.changes.${value}` })),
    },
    {
      key: 'correction',
      label: 'campaign.correction',
      where: () => sql`member_report.correction_asked_on is not null`,
      choices: [{ value: 'asked', label: 'campaign.correction.asked' }],
    },
  ],
  groups: [byBody],
});
