import { sql } from 'kysely';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { languageName, languages } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { list } from '../../../platform/lists/list.ts';
import type { ListCard } from '../../../platform/lists/office.ts';
import { type Terms, termIn, termOptions, termsOf } from '../../../platform/terms/terms.ts';
import { type BodyState, bodyStates, type Joining, joinings } from '../body.ts';
import { lasts } from '../lasting.ts';
import { mayRead } from '../policy.ts';
import type { Tables } from '../tables.ts';

interface Row {
  id: number;
  ref: string;
  name: Texts;
  acronym: string | null;
  kind: string;
  state: BodyState;
  state_on: Day | null;
  joining: Joining;
  languages: string[];
  purpose: Texts | null;
  members: number;
}

/** Which group can I join: every body with how one joins it, its languages and how many belong to it. */
export const groupRegister = (terms: Terms, today: Day) => {
  const members = sql<number>`(select count(distinct membership.person_id) from membership where membership.body_id = body.id and ${lasts('membership', today)})`;
  return list<Row>({
    name: 'groups',
    title: 'group.register',
    path: '/groups',
    href: (row) => `/bodies/${row.ref}`,
    empty: { title: 'group.none', text: 'group.noneHint' },
    order: ['joining', 'name', 'ref'],
    words: () => [sql`body.ref`, sql`body.name::text`, sql`coalesce(body.acronym, '')`, sql`coalesce(body.purpose::text, '')`],
    rows: (db: Reads<Tables>, { actor }) =>
      db
        .selectFrom('body')
        .select([
          'body.id',
          'body.ref',
          'body.name',
          'body.acronym',
          'body.kind',
          'body.state',
          'body.state_on',
          'body.joining',
          'body.languages',
          'body.purpose',
          members.as('members'),
        ])
        .where('body.archived_at', 'is', null)
        .where(mayRead(actor)) as never,
    columns: [
      {
        key: 'name',
        label: 'body.name',
        kind: 'text',
        standard: true,
        value: (row, reader) => textIn(row.name, reader.languages).text,
        shown: (row, reader) => {
          const { text, language } = textIn(row.name, reader.languages);
          return { text, href: `/bodies/${row.ref}`, ...(language === reader.t.language ? {} : { language }) };
        },
        sort: ({ languages: wanted }) =>
          sql`coalesce(body.name -> 'texts' ->> ${wanted[0] ?? 'en'}, body.name -> 'texts' ->> (body.name ->> 'original')) collate "und-x-icu"`,
      },
      {
        key: 'kind',
        label: 'body.kind',
        kind: 'text',
        standard: true,
        value: (row) => row.kind,
        shown: (row, reader) => ({ text: termIn(terms, 'body.kind', row.kind, reader.languages) }),
        sort: () => sql`body.kind`,
      },
      {
        key: 'joining',
        label: 'body.joining',
        kind: 'text',
        standard: true,
        value: (row) => row.joining,
        shown: (row, { t }) => ({ text: t(`body.joining.${row.joining}`), ...look[row.joining] }),
        sort: () => sql`array_position(${[...joinings]}::text[], body.joining)`,
      },
      {
        key: 'members',
        label: 'group.members',
        kind: 'number',
        standard: true,
        value: (row) => row.members,
        sort: () => members,
      },
      {
        key: 'languages',
        label: 'body.languages',
        kind: 'text',
        standard: true,
        value: (row) => row.languages.join('; '),
        shown: (row, { t }) => ({ text: t.list(row.languages.map((code) => languageName(code, t.language))) }),
      },
      {
        key: 'state',
        label: 'body.state',
        kind: 'text',
        standard: true,
        value: (row) => row.state,
        shown: (row, { t }) => ({ text: t(`body.state.${row.state}`) }),
        sort: () => sql`array_position(${[...bodyStates]}::text[], body.state)`,
      },
      { key: 'stateOn', label: 'body.stateOn', kind: 'day', standard: false, value: (row) => row.state_on, sort: () => sql`body.state_on` },
      { key: 'ref', label: 'body.ref', kind: 'text', standard: false, value: (row) => row.ref, sort: () => sql`body.ref` },
      { key: 'acronym', label: 'body.acronym', kind: 'text', standard: false, value: (row) => row.acronym },
      {
        key: 'purpose',
        label: 'body.purpose',
        kind: 'text',
        standard: false,
        value: (row, reader) => (row.purpose ? textIn(row.purpose, reader.languages).text : null),
      },
    ],
    filters: [
      {
        key: 'joining',
        label: 'body.joining',
        where: (values) => sql`body.joining = any(${[...values]})`,
        facet: sql`body.joining`,
        choices: joinings.map((value) => ({ value, label: `body.joining.${value}` })),
      },
      {
        key: 'state',
        label: 'body.state',
        where: (values) => sql`body.state = any(${[...values]})`,
        facet: sql`body.state`,
        choices: bodyStates.map((value) => ({ value, label: `body.state.${value}` })),
      },
      {
        key: 'kind',
        label: 'body.kind',
        where: (values) => sql`body.kind = any(${[...values]})`,
        facet: sql`body.kind`,
        choices: (_db, reader) => termOptions(terms, 'body.kind', reader.languages),
      },
      {
        key: 'language',
        label: 'body.languages',
        where: (values) => sql`body.languages && ${[...values]}::text[]`,
        choices: (_db, { t }) => languages.map(({ code }) => ({ value: code, label: languageName(code, t.language) })),
      },
    ],
    groups: [
      {
        key: 'kind',
        label: 'body.kind',
        by: () => sql`body.kind`,
        name: (row, reader) => termIn(terms, 'body.kind', row.kind, reader.languages),
      },
      { key: 'joining', label: 'body.joining', by: () => sql`body.joining`, name: (row, { t }) => t(`body.joining.${row.joining}`) },
    ],
  });
};

const look = {
  open: { tone: 'done', shape: 'check' },
  asks: { tone: 'waiting', shape: 'half' },
  closed: { tone: 'off', shape: 'ring' },
} as const;

export const groupCard: ListCard = {
  name: 'groups',
  title: 'group.register',
  path: '/groups',
  about: { noun: 'body', id: 'body.id' },
  open: async (db, { today }) => groupRegister(await termsOf(db, ['body.kind']), today),
};
