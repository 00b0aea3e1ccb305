import { sql } from 'kysely';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import type { ListFilter } from '../../../platform/lists/list.ts';
import { type Terms, termOptions } from '../../../platform/terms/terms.ts';
import { wasMemberOn } from '../lasting.ts';
import { ownSystem } from '../regions.ts';
import type { Tables } from '../tables.ts';
import { organisationStates } from './organisation.ts';

/** By what the register is narrowed. Without another choice it shows who is a member `today`. */
export const filtersOf = (terms: Terms, today: Day): readonly ListFilter[] => [
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
];
