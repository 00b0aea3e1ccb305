import { sql } from 'kysely';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { list } from '../../../platform/lists/list.ts';
import { spelt } from '../../community/index.ts';
import { bodyFilter, byBody, memberColumns } from '../member-columns.ts';
import type { LadderStep } from './ladder.ts';
import { mayReadLadder } from './policy.ts';
import type { CaseState, Tables } from './tables.ts';
import { caseLook } from './words.ts';

interface Row {
  id: number;
  ref: string;
  name: string;
  body_ref: string | null;
  state: CaseState;
  began_on: Day;
  last_step: LadderStep | null;
  last_on: Day | null;
  next_step: LadderStep | null;
  next_on: Day | null;
}

const states = ['open', 'withdrawn', 'kept', 'ended'] as const;
const last = (column: 'step' | 'taken_on') => sql`(select ${sql.ref(`ladder_step.${column}`)} from ladder_step
  where ladder_step.case_id = ladder_case.id and ladder_step.archived_at is null order by ladder_step.id desc limit 1)`;

/** Every ladder that this reader may see: how far it is, and from which day it can go on. */
export const ladderRegister = list<Row>({
  name: 'ladders',
  title: 'ladder.all',
  path: '/ladders',
  href: (row) => `/organisations/${encodeURIComponent(row.ref)}/ladder`,
  empty: { title: 'ladder.none', text: 'ladder.noneHint' },
  order: ['nextOn', 'name', 'id'],
  alsoFound: (word) => spelt('organisation.name_key', word),
  words: () => [sql`organisation.ref`, sql`organisation.name`],
  rows: (db: Reads<Tables>, { actor }) =>
    db
      .selectFrom('ladder_case')
      .innerJoin('organisation', 'organisation.id', 'ladder_case.organisation_id')
      .leftJoin('body', 'body.id', 'organisation.body_id')
      .select([
        'ladder_case.id',
        'organisation.ref',
        'organisation.name',
        'body.ref as body_ref',
        'ladder_case.state',
        'ladder_case.began_on',
        'ladder_case.next_step',
        'ladder_case.next_on',
        last('step').as('last_step'),
        last('taken_on').as('last_on'),
      ])
      .where(mayReadLadder(actor)) as never,
  columns: [
    ...memberColumns,
    {
      key: 'state',
      label: 'ladder.state',
      kind: 'text',
      standard: true,
      value: (row) => row.state,
      shown: (row, { t }) => ({ text: t(`ladder.state.${row.state}`), ...caseLook[row.state] }),
      sort: () => sql`ladder_case.state`,
    },
    {
      key: 'began',
      label: 'ladder.began',
      kind: 'day',
      standard: false,
      value: (row) => row.began_on,
      sort: () => sql`ladder_case.began_on`,
    },
    {
      key: 'last',
      label: 'ladder.last',
      kind: 'text',
      standard: true,
      value: (row) => row.last_step,
      shown: (row, { t }) => (row.last_step ? { text: t(`ladder.step.${row.last_step}`) } : null),
    },
    { key: 'lastOn', label: 'ladder.lastOn', kind: 'day', standard: true, value: (row) => row.last_on },
    {
      key: 'next',
      label: 'ladder.next',
      kind: 'text',
      standard: true,
      value: (row) => row.next_step,
      shown: (row, { t }) => (row.next_step ? { text: t(`ladder.step.${row.next_step}`) } : null),
    },
    {
      key: 'nextOn',
      label: 'ladder.nextOn',
      kind: 'day',
      standard: true,
      value: (row) => row.next_on,
      sort: () => sql`ladder_case.next_on`,
    },
    { key: 'id', label: 'ladder.number', kind: 'number', standard: false, value: (row) => row.id, sort: () => sql`ladder_case.id` },
  ],
  filters: [
    {
      key: 'state',
      label: 'ladder.state',
      where: (values) => sql`ladder_case.state = any(${[...values]})`,
      facet: sql`ladder_case.state`,
      choices: states.map((value) => ({ value, label: `ladder.state.${value}` })),
    },
    {
      key: 'due',
      label: 'ladder.due',
      many: false,
      where: ([value], { today }) => (value === 'yes' ? sql`ladder_case.next_on <= ${today}::date` : sql`true`),
      choices: [{ value: 'yes', label: 'ladder.due.yes' }],
    },
    bodyFilter,
  ],
  groups: [byBody],
});
