import { type RawBuilder, sql } from 'kysely';
import type { Day } from '../../../platform/db/tables.ts';
import { countryName } from '../../../platform/i18n/countries.ts';
import type { FlexibleDay } from '../../../platform/i18n/days.ts';
import { kept, written } from '../../../platform/i18n/flexible-words.ts';
import { languageName } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import type { ListColumn, Reader } from '../../../platform/lists/list.ts';
import { type OrganisationState, organisationStates, writtenRange } from './organisation.ts';
import { type Period, periodSaid, periodWritten } from './periods.ts';
import { stateLook } from './words.ts';

export interface ListedOrganisation {
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
  periods: Period[];
  aliases: string[];
}

/** What a key of a scheme is called, for this reader. */
export type Word = (scheme: string, key: string | null, reader: Reader) => string;

/** The columns of the register, the name first. */
export const columnsOf = (word: Word): readonly ListColumn<ListedOrganisation>[] => [
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
  {
    key: 'earlier',
    label: 'organisation.earlier',
    kind: 'text',
    standard: false,
    value: (row) => row.periods.map(periodWritten).join('; '),
    shown: (row, reader) =>
      row.periods.length > 0
        ? { text: row.periods.map((one) => periodSaid(reader.t, one, word('organisation.reason', one.reason_class, reader))).join('; ') }
        : null,
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
];

const approximate = (key: 'founded' | 'accredited' | 'withdrawn', standard: boolean): ListColumn<ListedOrganisation> => {
  const day = (row: ListedOrganisation) => ({ on: row[`${key}_on`], span: row[`${key}_span`] });
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

const plain = (
  key: string,
  value: (row: ListedOrganisation) => string | null,
  sort?: RawBuilder<unknown>,
  standard = false,
): ListColumn<ListedOrganisation> => ({
  key,
  label: `organisation.${key}`,
  kind: 'text',
  standard,
  value,
  ...(sort ? { sort: () => sort } : {}),
});
