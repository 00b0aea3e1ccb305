import { sql } from 'kysely';
import type { Day, Reads } from '../../../../platform/db/tables.ts';
import { countryName } from '../../../../platform/i18n/countries.ts';
import { languageName } from '../../../../platform/i18n/languages.ts';
import { type ListColumn, list, type Reader } from '../../../../platform/lists/list.ts';
import type { ListCard } from '../../../../platform/lists/office.ts';
import { spelt } from '../../../community/index.ts';
import { type ApplicationState, applicationStates, type Kind, kinds } from '../application/application.ts';
import { stateLook } from '../application/look.ts';
import { mayReadApplication } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { adviceWanted, allowed, applications, daysIn, staffWanted } from './queries.ts';

export interface ListedApplication {
  id: number;
  ref: string;
  name: string | null;
  kind: Kind;
  state: ApplicationState;
  state_on: Day;
  body_ref: string | null;
  country: string | null;
  language: string;
  received_on: Day | null;
  decided_on: Day | null;
  reason_class: string | null;
  hold_suggested_on: Day | null;
  days: number;
  allowed: number | null;
  wants_staff: boolean;
  wants_advice: boolean;
}
type Row = ListedApplication;

const plain = (key: string, label: string, value: (row: Row) => string | null, standard = false, sort?: string): ListColumn<Row> => ({
  key,
  label,
  kind: 'text',
  standard,
  value,
  ...(sort ? { sort: () => sql.ref(sort) } : {}),
});

const dayColumn = (key: string, label: string, column: 'received_on' | 'decided_on', standard: boolean): ListColumn<Row> => ({
  key,
  label,
  kind: 'day',
  standard,
  value: (row) => row[column],
  sort: () => sql.ref(`application.${column}`),
});

const clockWords = (row: Row, { t }: Reader) => {
  if (row.allowed === null) return null;
  const over = row.days - row.allowed;
  if (over > 0) return { text: t('application.daysOver', { days: row.days, over }), tone: 'problem', shape: 'alert' };
  return { text: t('application.daysOf', { days: row.days, allowed: row.allowed }), tone: 'neutral', shape: 'clock' };
};

const overdue = (today: Day) => sql<boolean>`coalesce(${daysIn(today)} > ${allowed}, false)`;

/** The queue: what was handed in, as far as the reader has to do with it. The longest overdue stands first. */
export const applicationList = (today: Day) =>
  list<Row>({
    name: 'applications',
    title: 'application.queue',
    path: '/applications',
    href: (row) => `/applications/${row.ref}`,
    empty: { title: 'application.none', text: 'application.noneHint' },
    order: ['-clock', 'ref'],
    alsoFound: (word) => spelt('application.name_key', word),
    words: () => [sql`coalesce(application.ref, '')`, sql`coalesce(application.name, '')`],
    rows: (db: Reads<Tables>, { actor }) =>
      applications(db)
        .select([
          'application.id',
          'application.ref',
          'application.name',
          'application.kind',
          'application.state',
          'application.state_on',
          'body.ref as body_ref',
          'country.code as country',
          'application.language',
          'application.received_on',
          'application.decided_on',
          'application.reason_class',
          'application.hold_suggested_on',
          daysIn(today).as('days'),
          allowed.as('allowed'),
          staffWanted.as('wants_staff'),
          adviceWanted.as('wants_advice'),
        ])
        .where(mayReadApplication(actor)) as never,
    columns: [
      plain('name', 'application.name', (row) => row.name, true, 'application.name'),
      {
        ...plain('kind', 'application.kind', (row) => row.kind, true, 'application.kind'),
        shown: (row, { t }) => ({ text: t(`application.kind.${row.kind}`) }),
      },
      {
        key: 'state',
        label: 'application.state',
        kind: 'text',
        standard: true,
        value: (row) => row.state,
        shown: (row, { t }) => [
          { text: t(`application.state.${row.state}`), ...stateLook[row.state] },
          ...(row.hold_suggested_on ? [{ text: t('application.holdSuggested'), tone: 'waiting', shape: 'diamond' }] : []),
        ],
        sort: () => sql`array_position(${[...applicationStates]}::text[], application.state)`,
      },
      {
        key: 'clock',
        label: 'application.clock',
        kind: 'number',
        standard: true,
        value: (row) => (row.allowed === null ? null : row.days),
        shown: clockWords,
        sort: () => sql`coalesce(${daysIn(today)} - ${allowed}, -1000000)`,
      },
      {
        ...plain('body', 'application.body', (row) => row.body_ref, true, 'body.ref'),
        shown: (row) => (row.body_ref ? { text: row.body_ref, href: `/bodies/${row.body_ref}` } : null),
      },
      {
        ...plain('country', 'application.country', (row) => row.country, false, 'country.code'),
        shown: (row, { t }) => (row.country ? { text: countryName(row.country, t.language) } : null),
      },
      dayColumn('received', 'application.received', 'received_on', true),
      plain('ref', 'application.ref', (row) => row.ref, false, 'application.number'),
      {
        ...plain('language', 'application.language', (row) => row.language, false, 'application.language'),
        shown: (row, { t }) => ({ text: languageName(row.language, t.language) }),
      },
      dayColumn('decided', 'application.decided', 'decided_on', false),
      plain('reasonClass', 'application.reasonClass', (row) => row.reason_class),
    ],
    filters: [
      {
        key: 'waits',
        label: 'application.waits',
        where: ([value]) => (value === 'advice' ? adviceWanted : value === 'late' ? overdue(today) : staffWanted),
        choices: [
          { value: 'staff', label: 'application.waits.staff' },
          { value: 'advice', label: 'application.waits.advice' },
          { value: 'late', label: 'application.waits.late' },
        ],
      },
      {
        key: 'state',
        label: 'application.state',
        many: true,
        where: (values) => sql`application.state = any(${[...values]})`,
        facet: sql`application.state`,
        choices: applicationStates.filter((state) => state !== 'draft').map((value) => ({ value, label: `application.state.${value}` })),
      },
      {
        key: 'kind',
        label: 'application.kind',
        where: (values) => sql`application.kind = any(${[...values]})`,
        facet: sql`application.kind`,
        choices: kinds.map((value) => ({ value, label: `application.kind.${value}` })),
      },
      {
        key: 'body',
        label: 'application.body',
        where: (values) => sql`body.ref = any(${[...values]})`,
        facet: sql`body.ref`,
        choices: 'found',
      },
      {
        key: 'country',
        label: 'application.country',
        where: (values) => sql`country.code = any(${values.map((value) => value.toUpperCase())})`,
        choices: [],
      },
    ],
    groups: [
      {
        key: 'state',
        label: 'application.state',
        by: () => sql`application.state`,
        name: (row, { t }) => t(`application.state.${row.state}`),
      },
      { key: 'body', label: 'application.body', by: () => sql`body.ref`, name: (row) => row.body_ref ?? '' },
    ],
  });

export const applicationCard: ListCard = {
  name: 'applications',
  title: 'application.queue',
  path: '/applications',
  open: (_db, { today }) => applicationList(today),
};
