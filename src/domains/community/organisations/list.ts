import { type RawBuilder, sql } from 'kysely';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { countryName } from '../../../platform/i18n/countries.ts';
import { dayNamed, type FlexibleDay } from '../../../platform/i18n/days.ts';
import { kept, written } from '../../../platform/i18n/flexible-words.ts';
import { languageName } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { type ListColumn, list, type Reader } from '../../../platform/lists/list.ts';
import type { ListCard } from '../../../platform/lists/office.ts';
import { type Terms, termIn, termOptions, termsOf } from '../../../platform/terms/terms.ts';
import { wasMemberOn } from '../lasting.ts';
import { ownSystem } from '../regions.ts';
import type { Tables } from '../tables.ts';
import { type OrganisationState, organisationStates, writtenRange } from './organisation.ts';
import { mayReadOrganisation } from './policy.ts';
import { organisationsOn } from './queries.ts';
import { schemes, stateLook } from './words.ts';

interface Row {
  id: number;
  ref: string;
  name: string;
  native_name: string | null;
  acronym: string | null;
  country: string | null;
  region: string | null;
  region_title: Texts | null;
  region_reason: string | null;
  body_ref: string | null;
  city: string | null;
  type: string | null;
  website: string | null;
  email: string | null;
  founded_on: Day | null;
  founded_span: FlexibleDay | null;
  members_from: number | null;
  members_to: number | null;
  languages: string[];
  mission: Texts | null;
  state: OrganisationState;
  accredited_on: Day | null;
  accredited_span: FlexibleDay | null;
  withdrawn_on: Day | null;
  withdrawn_span: FlexibleDay | null;
  reason_class: string | null;
  vote_url: string | null;
  aliases: string[];
}

const approximate = (key: 'founded' | 'accredited' | 'withdrawn', standard: boolean): ListColumn<Row> => {
  const day = (row: Row) => ({ on: row[`${key}_on`], span: row[`${key}_span`] });
  return {
    key,
    label: `organisation.${key}`,
    kind: 'text',
    standard,
    value: (row) => written(day(row)),
    shown: (row, { t }) => ({ text: kept(day(row), t) }),
    sort: () => sql.ref(`organisation.${key}_on`),
  };
};

const plain = (key: string, value: (row: Row) => string | null, sort?: RawBuilder<unknown>, standard = false): ListColumn<Row> => ({
  key,
  label: `organisation.${key}`,
  kind: 'text',
  standard,
  value,
  ...(sort ? { sort: () => sort } : {}),
});

/** The register of organisations. `terms` are the community's words, loaded once by the page; regions and dates are those of `today`. */
export const organisationRegister = (terms: Terms, today: Day) => {
  const word = (scheme: string, key: string | null, reader: Reader) => termIn(terms, scheme, key, reader.languages);
  return list<Row>({
    name: 'organisations',
    title: 'organisation.register',
    path: '/organisations',
    href: (row) => `/organisations/${encodeURIComponent(row.ref)}`,
    empty: { title: 'organisation.none', text: 'organisation.noneHint' },
    order: ['name', 'ref'],
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
          sql<string[]>`coalesce((select json_agg(alias.text order by alias.text) from alias
            where alias.kind = 'organisation' and alias.record_id = organisation.id and alias.archived_at is null), '[]')`.as('aliases'),
        ])
        .where('organisation.archived_at', 'is', null)
        .where(mayReadOrganisation(actor)) as never,
    columns: [
      plain('name', (row) => row.name, sql`organisation.name collate "und-x-icu"`, true),
      {
        key: 'country',
        label: 'organisation.country',
        kind: 'text',
        standard: true,
        value: (row) => row.country,
        shown: (row, { t }) => (row.country ? { text: countryName(row.country, t.language) } : null),
        sort: () => sql`country.code`,
      },
      {
        key: 'region',
        label: 'organisation.region',
        kind: 'text',
        standard: true,
        value: (row) => row.region,
        shown: (row, { languages }) => (row.region_title ? { text: textIn(row.region_title, languages).text } : null),
        sort: () => sql`region.key`,
      },
      {
        key: 'body',
        label: 'organisation.body',
        kind: 'text',
        standard: true,
        value: (row) => row.body_ref,
        shown: (row) => (row.body_ref ? { text: row.body_ref, href: `/bodies/${row.body_ref}` } : null),
        sort: () => sql`body.ref`,
      },
      {
        key: 'state',
        label: 'organisation.state',
        kind: 'text',
        standard: true,
        value: (row) => row.state,
        shown: (row, { t }) => ({ text: t(`organisation.state.${row.state}`), ...stateLook[row.state] }),
        sort: () => sql`array_position(${[...organisationStates]}::text[], organisation.state)`,
      },
      approximate('accredited', true),
      approximate('withdrawn', false),
      {
        key: 'reasonClass',
        label: 'organisation.reasonClass',
        kind: 'text',
        standard: false,
        value: (row) => row.reason_class,
        shown: (row, reader) => (row.reason_class ? { text: word('organisation.reason', row.reason_class, reader) } : null),
        sort: () => sql`organisation.reason_class`,
      },
      plain('ref', (row) => row.ref, sql`organisation.number`),
      plain('nativeName', (row) => row.native_name),
      plain('acronym', (row) => row.acronym, sql`organisation.acronym`),
      plain('city', (row) => row.city, sql`organisation.city`),
      {
        key: 'type',
        label: 'organisation.type',
        kind: 'text',
        standard: false,
        value: (row) => row.type,
        shown: (row, reader) => (row.type ? { text: word('organisation.type', row.type, reader) } : null),
        sort: () => sql`organisation.type`,
      },
      {
        key: 'members',
        label: 'organisation.members',
        kind: 'text',
        standard: false,
        value: (row) => writtenRange(row.members_from, row.members_to),
        sort: () => sql`organisation.members_from`,
      },
      {
        key: 'languages',
        label: 'organisation.languages',
        kind: 'text',
        standard: false,
        value: (row) => row.languages.join('; '),
        shown: (row, { t }) => ({ text: t.list(row.languages.map((code) => languageName(code, t.language))) }),
      },
      approximate('founded', false),
      plain('website', (row) => row.website),
      plain('email', (row) => row.email),
      plain('mission', (row) => (row.mission ? (row.mission.texts[row.mission.original] ?? null) : null)),
      plain('regionReason', (row) => row.region_reason),
      plain('voteUrl', (row) => row.vote_url),
      plain('aliases', (row) => row.aliases.join('; ')),
    ],
    filters: [
      {
        key: 'when',
        label: 'when.label',
        many: false,
        standard: ['current'],
        choices: [],
        where: ([value]) => (value === 'all' ? sql`true` : wasMemberOn(/^\d{4}-\d\d-\d\d$/.test(value ?? '') ? (value as Day) : today)),
      },
      {
        key: 'region',
        label: 'organisation.region',
        where: (values) => sql`coalesce(region.key, 'none') = any(${[...values]})`,
        facet: sql`coalesce(region.key, 'none')`,
        choices: async (db, { languages, t }) => [
          ...(
            await (db as Reads<Tables>)
              .selectFrom('region')
              .select(['key', 'title'])
              .where('archived_at', 'is', null)
              .where('system_id', '=', ownSystem)
              .orderBy('key')
              .execute()
          ).map(({ key, title }) => ({ value: key, label: textIn(title, languages).text })),
          { value: 'none', label: t('organisation.noRegion') },
        ],
      },
      {
        key: 'body',
        label: 'organisation.body',
        where: (values) => sql`body.ref = any(${[...values]})`,
        facet: sql`body.ref`,
        choices: 'found',
      },
      {
        key: 'country',
        label: 'organisation.country',
        where: (values) => sql`country.code = any(${values.map((value) => value.toUpperCase())})`,
        choices: [],
      },
      {
        key: 'state',
        label: 'organisation.state',
        where: (values) => sql`organisation.state = any(${[...values]})`,
        facet: sql`organisation.state`,
        choices: organisationStates.map((value) => ({ value, label: `organisation.state.${value}` })),
      },
      {
        key: 'type',
        label: 'organisation.type',
        where: (values) => sql`organisation.type = any(${[...values]})`,
        facet: sql`organisation.type`,
        choices: (_db, { languages }) => termOptions(terms, 'organisation.type', languages),
      },
      {
        key: 'language',
        label: 'organisation.languages',
        where: (values) => sql`organisation.languages && ${[...values]}::text[]`,
        choices: [],
      },
      {
        key: 'reasonClass',
        label: 'organisation.reasonClass',
        where: (values) => sql`organisation.reason_class = any(${[...values]})`,
        choices: [],
      },
    ],
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

export type ListedOrganisation = Row;

export const organisationCard: ListCard = {
  name: 'organisations',
  title: 'organisation.register',
  path: '/organisations',
  about: { noun: 'organisation', id: 'organisation.id' },
  open: async (db, { today }, query) => organisationRegister(await termsOf(db, schemes), dayNamed(query.get('when') ?? undefined) ?? today),
};
