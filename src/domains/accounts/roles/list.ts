import { type SqlBool, sql } from 'kysely';
import { textIn } from '../../../platform/i18n/texts.ts';
import { list, type Reader } from '../../../platform/lists/list.ts';
import { seen, spelt } from '../../community/index.ts';
import { hasAddressLike } from '../../people/index.ts';
import { accountState, type Held, type PersonWithRoles, peopleWithRoles } from './queries.ts';

const said = (held: Held, { t, languages }: Reader): string => {
  const title = textIn(held.title, languages).text;
  return held.body ? t('grant.roleIn', { role: title, body: held.body }) : title;
};

/** Everybody who is known, the roles they hold today, and whether they can sign in. */
export const peopleList = list<PersonWithRoles>({
  name: 'people-and-roles',
  title: 'people.title',
  path: '/people-and-roles',
  rows: (db, reader) => peopleWithRoles(db, reader.actor, reader.today) as never,
  columns: [
    {
      key: 'name',
      label: 'person.name',
      kind: 'text',
      value: (row) => row.name,
      sort: () => sql`person.display_name collate "und-x-icu"`,
      standard: true,
    },
    {
      key: 'roles',
      label: 'people.roles',
      kind: 'text',
      value: (row, reader) => row.roles.map((held) => said(held, reader)).join('; '),
      shown: (row, reader) => row.roles.map((held) => ({ text: said(held, reader) })),
      standard: true,
    },
    {
      key: 'account',
      label: 'people.account',
      kind: 'text',
      value: (row) => row.account,
      shown: (row, { t }) => ({ text: t(`people.account.${row.account}`), ...look[row.account] }),
      sort: () => accountState,
      standard: true,
    },
    {
      key: 'language',
      label: 'person.language',
      kind: 'text',
      value: (row) => row.language,
      sort: () => sql`person.language`,
      standard: false,
    },
    { key: 'id', label: 'people.number', kind: 'number', value: (row) => row.id, sort: () => sql`person.id`, standard: false },
  ],
  filters: [
    {
      key: 'account',
      label: 'people.account',
      where: (values) => sql`${accountState} = any(${[...values]})`,
      facet: accountState,
      choices: (['active', 'suspended', 'none'] as const).map((value) => ({ value, label: `people.account.${value}` })),
    },
  ],
  groups: [],
  words: ({ actor }) => [sql`person.display_name`, sql`(${seen(actor, 'nativeName', sql`person.native_name`)})`],
  alsoFound: (word) => {
    const byName = spelt('person.name_key', word);
    return byName ? sql<SqlBool>`(${byName} or ${hasAddressLike(word)})` : hasAddressLike(word);
  },
  order: ['name', 'id'],
  href: (row) => `/people-and-roles/${row.id}`,
  empty: { title: 'people.empty', text: 'people.emptyAdvice' },
});

const look = {
  active: { tone: 'done', shape: 'check' },
  suspended: { tone: 'problem', shape: 'slash' },
  none: { tone: 'off', shape: 'ring' },
} as const;
