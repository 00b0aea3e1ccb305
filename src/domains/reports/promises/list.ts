import { sql } from 'kysely';
import type { AnyReads } from '../../../platform/db/tables.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { list } from '../../../platform/lists/list.ts';
import type { ListCard } from '../../../platform/lists/office.ts';
import { type Terms, termIn, termsOf } from '../../../platform/terms/terms.ts';
import { columns } from './list-columns.ts';
import { filters } from './list-filters.ts';
import { promiseRows, type Row } from './list-rows.ts';

/** Every promise with how far it is, as this reader may know it. `terms` are the community's words, loaded once by the page. */
export const promiseList = (terms: Terms) =>
  list<Row>({
    name: 'promises',
    title: 'promise.register',
    path: '/promises',
    href: (row) => `/promises/${row.ref}`,
    empty: { title: 'promise.none', text: 'promise.noneHint' },
    order: ['review', 'number', 'ref'],
    key: sql`promise.ref`,
    words: () => [sql`promise.words`],
    wordsFolded: true,
    rows: (db, { actor, today }) => promiseRows(db as AnyReads, actor, today) as never,
    columns: columns(terms),
    filters: filters(terms),
    groups: [
      {
        key: 'review',
        label: 'promise.review',
        by: () => sql`promise.review_ref`,
        name: (row, { languages }) => (row.review_title ? textIn(row.review_title, languages).text : ''),
      },
      { key: 'stage', label: 'promise.stage', by: () => sql`promise.stage`, name: (row, { t }) => t(`promise.stage.${row.stage}`) },
      {
        key: 'theme',
        label: 'promise.themes',
        by: () => sql`promise.themes[1]`,
        name: (row, reader) => termIn(terms, 'theme', row.themes?.[0] ?? null, reader.languages),
      },
    ],
  });

export const promiseCard: ListCard = {
  name: 'promises',
  title: 'promise.register',
  path: '/promises',
  open: async (db) => promiseList(await termsOf(db, ['stance', 'theme'])),
};
