import { sql } from 'kysely';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { countryName } from '../../../platform/i18n/countries.ts';
import { dayNamed } from '../../../platform/i18n/days.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { list, type Reader } from '../../../platform/lists/list.ts';
import type { ListCard } from '../../../platform/lists/office.ts';
import { type Terms, termIn, termsOf } from '../../../platform/terms/terms.ts';
import { spelt } from '../name-words.ts';
import type { Tables } from '../tables.ts';
import { columnsOf, type ListedOrganisation } from './columns.ts';
import { filtersOf } from './filters.ts';
import { mayReadOrganisation } from './policy.ts';
import { organisationsOn, periodsBefore } from './queries.ts';
import { schemes } from './words.ts';

/** The register of organisations. `terms` are the community's words, loaded once by the page; regions and dates are those of `today`. */
export const organisationRegister = (terms: Terms, today: Day) => {
  const word = (scheme: string, key: string | null, reader: Reader) => termIn(terms, scheme, key, reader.languages);
  return list<ListedOrganisation>({
    name: 'organisations',
    title: 'organisation.register',
    path: '/organisations',
    href: (row) => `/organisations/${encodeURIComponent(row.ref)}`,
    empty: { title: 'organisation.none', text: 'organisation.noneHint' },
    order: ['name', 'ref'],
    key: sql`organisation.id`,
    alsoFound: (word) => spelt('organisation.name_key', word),
    words: () => [
      sql`organisation.ref`,
      sql`organisation.name`,
      sql`coalesce(organisation.native_name, '')`,
      sql`coalesce(organisation.acronym, '')`,
      sql`coalesce(organisation.city, '')`,
    ],
    rows: (db: Reads<Tables>, { actor }) =>
      organisationsOn(db, today)
        .select([
          'organisation.id',
          'organisation.ref',
          'organisation.name',
          'organisation.native_name',
          'organisation.acronym',
          'country.code as country',
          'region.key as region',
          'region.title as region_title',
          'organisation.region_reason',
          'body.ref as body_ref',
          'organisation.city',
          'organisation.type',
          'organisation.website',
          'organisation.email',
          'organisation.founded_on',
          'organisation.founded_span',
          'organisation.members_from',
          'organisation.members_to',
          'organisation.languages',
          'organisation.mission',
          'organisation.state',
          'organisation.accredited_on',
          'organisation.accredited_span',
          'organisation.withdrawn_on',
          'organisation.withdrawn_span',
          'organisation.reason_class',
          'organisation.vote_url',
          periodsBefore.as('periods'),
          sql<string[]>`coalesce((select json_agg(alias.text order by alias.text) from alias
            where alias.kind = 'organisation' and alias.record_id = organisation.id and alias.archived_at is null), '[]')`.as('aliases'),
        ])
        .where('organisation.archived_at', 'is', null)
        .where(mayReadOrganisation(actor)) as never,
    columns: columnsOf(word),
    filters: filtersOf(terms, today),
    groups: [
      {
        key: 'region',
        label: 'organisation.region',
        by: () => sql`region.key`,
        name: (row, { languages }) => (row.region_title ? textIn(row.region_title, languages).text : ''),
      },
      {
        key: 'country',
        label: 'organisation.country',
        by: () => sql`country.code`,
        name: (row, { t }) => (row.country ? countryName(row.country, t.language) : ''),
      },
      { key: 'body', label: 'organisation.body', by: () => sql`body.ref`, name: (row) => row.body_ref ?? '' },
      {
        key: 'state',
        label: 'organisation.state',
        by: () => sql`organisation.state`,
        name: (row, { t }) => t(`organisation.state.${row.state}`),
      },
      {
        key: 'type',
        label: 'organisation.type',
        by: () => sql`organisation.type`,
        name: (row, reader) => word('organisation.type', row.type, reader),
      },
    ],
  });
};

export const organisationCard: ListCard = {
  name: 'organisations',
  title: 'organisation.register',
  path: '/organisations',
  about: { noun: 'organisation', id: 'organisation.id' },
  open: async (db, { today }, query) => organisationRegister(await termsOf(db, schemes), dayNamed(query.get('when') ?? undefined) ?? today),
};
