import { sql } from 'kysely';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { list } from '../../../platform/lists/list.ts';
import type { ListCard } from '../../../platform/lists/office.ts';
import { memberStates, spelt } from '../../community/index.ts';
import { bodyFilter } from '../member-columns.ts';
import { type ActivityStatus, activityStatuses, type Because } from './activity.ts';
import { differs, judgedOn, lastStatus } from './judged.ts';
import { mayReadStatus } from './policy.ts';
import type { Tables } from './tables.ts';
import { statusLook } from './words.ts';

interface Row {
  id: number;
  ref: string;
  name: string;
  body_ref: string | null;
  body_name: Texts | null;
  status: ActivityStatus | null;
  since_on: Day | null;
  because: Because | null;
  computed: ActivityStatus | null;
  meetings: number | null;
  contributions: number | null;
  votes: number | null;
}

const number = (key: 'meetings' | 'contributions' | 'votes') =>
  ({
    key,
    label: `activity.${key}`,
    kind: 'number',
    standard: true,
    value: (row: Row) => row[key],
    sort: () => sql.ref(`judged.${key}`),
  }) as const;

/** Every member with its status, and what its facts say under the rule of its region today. */
export const activityRegister = (today: Day) =>
  list<Row>({
    name: 'activity',
    title: 'activity.register',
    path: '/activity/organisations',
    href: (row) => `/organisations/${encodeURIComponent(row.ref)}/standing`,
    empty: { title: 'activity.none', text: 'activity.noneHint' },
    order: ['name', 'ref'],
    alsoFound: (word) => spelt('organisation.name_key', word),
    words: () => [sql`organisation.ref`, sql`organisation.name`],
    rows: (db: Reads<Tables>, { actor }) =>
      db
        .selectFrom('organisation')
        .leftJoin('body', 'body.id', 'organisation.body_id')
        .leftJoin(lastStatus.as('last'), 'last.organisation_id', 'organisation.id')
        .leftJoin(judgedOn(today).as('judged'), 'judged.organisation_id', 'organisation.id')
        .select([
          'organisation.id',
          'organisation.ref',
          'organisation.name',
          'body.ref as body_ref',
          'body.name as body_name',
          'last.status',
          'last.since_on',
          'last.because',
          'judged.computed',
          'judged.meetings',
          'judged.contributions',
          'judged.votes',
        ])
        .where('organisation.archived_at', 'is', null)
        .where('organisation.state', 'in', memberStates)
        .where(mayReadStatus(actor)) as never,
    columns: [
      {
        key: 'name',
        label: 'organisation.name',
        kind: 'text',
        standard: true,
        value: (row) => row.name,
        sort: () => sql`organisation.name collate "und-x-icu"`,
      },
      {
        key: 'body',
        label: 'organisation.body',
        kind: 'text',
        standard: true,
        value: (row) => row.body_ref,
        shown: (row) => (row.body_ref ? { text: row.body_ref, href: `/activity/${row.body_ref}` } : null),
        sort: () => sql`body.ref`,
      },
      {
        key: 'status',
        label: 'activity.status',
        kind: 'text',
        standard: true,
        value: (row) => row.status ?? 'active',
        shown: (row, { t }) => ({ text: t(`activity.status.${row.status ?? 'active'}`), ...statusLook[row.status ?? 'active'] }),
        sort: () => sql`array_position(${[...activityStatuses]}::text[], coalesce(last.status, 'active'))`,
      },
      { key: 'since', label: 'activity.since', kind: 'day', standard: true, value: (row) => row.since_on, sort: () => sql`last.since_on` },
      number('meetings'),
      number('contributions'),
      number('votes'),
      {
        key: 'computed',
        label: 'activity.computed',
        kind: 'text',
        standard: false,
        value: (row) => row.computed,
        shown: (row, { t }) => (row.computed ? { text: t(`activity.status.${row.computed}`), ...statusLook[row.computed] } : null),
        sort: () => sql`judged.computed`,
      },
      { key: 'ref', label: 'activity.ref', kind: 'text', standard: false, value: (row) => row.ref, sort: () => sql`organisation.number` },
    ],
    filters: [
      bodyFilter,
      {
        key: 'status',
        label: 'activity.status',
        where: (values) => sql`coalesce(last.status, 'active') = any(${[...values]})`,
        facet: sql`coalesce(last.status, 'active')`,
        choices: activityStatuses.map((value) => ({ value, label: `activity.status.${value}` })),
      },
      {
        key: 'differs',
        label: 'activity.differs',
        many: false,
        where: ([value]) => (value === 'yes' ? sql`(judged.computed is not null and ${differs})` : sql`true`),
        choices: [{ value: 'yes', label: 'activity.differs.yes' }],
      },
    ],
    groups: [
      {
        key: 'body',
        label: 'organisation.body',
        by: () => sql`body.ref`,
        name: (row, { languages }) => (row.body_name ? textIn(row.body_name, languages).text : ''),
      },
      {
        key: 'status',
        label: 'activity.status',
        by: () => sql`coalesce(last.status, 'active')`,
        name: (row, { t }) => t(`activity.status.${row.status ?? 'active'}`),
      },
    ],
  });

export const activityCard: ListCard = {
  name: 'activity',
  title: 'activity.register',
  path: '/activity/organisations',
  about: { noun: 'organisation', id: 'organisation.id' },
  open: (_db, { today }) => activityRegister(today),
};
