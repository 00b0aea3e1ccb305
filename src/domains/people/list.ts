import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Day, Reads } from '../../platform/db/tables.ts';
import { countryName } from '../../platform/i18n/countries.ts';
import { dayNamed } from '../../platform/i18n/days.ts';
import { languageName, languages } from '../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../platform/i18n/texts.ts';
import { type ListColumn, list, type Reader } from '../../platform/lists/list.ts';
import type { ListCard } from '../../platform/lists/office.ts';
import { lasts, mayReadField, mayReadMembership, mayReadPerson, ownSystem, seen, spelt } from '../community/index.ts';
import { addresses, hasAddressLike, peopleOn } from './queries.ts';
import { type Spoken, shownSpoken, writtenSpoken } from './spoken.ts';
import type { Tables } from './tables.ts';

interface Belongs {
  name: string | Texts;
  ref: string;
  kind: 'organisation' | 'body';
  role: string;
}

interface Row {
  id: number;
  name: string;
  given_name: string | null;
  family_name: string | null;
  native_name: string | null;
  country: string | null;
  region: string | null;
  region_title: Texts | null;
  languages: Spoken[] | null;
  emails: string[] | null;
  phone: string | null;
  website: string | null;
  pronouns: string | null;
  belongs: Belongs[];
  seats: { title: Texts; body: string }[];
}

const sorted = sql`coalesce(person.family_name, person.display_name) collate "und-x-icu"`;
const country = ({ actor }: Reader) => seen(actor, 'country', sql<string>`country.code`);
const region = ({ actor }: Reader) => seen(actor, 'country', sql<string>`region.key`);

/** Memberships of the person in the row that the reader may know of, on a day or at any time. */
const memberships = ({ actor }: Reader, day: Day | null, condition: RawBuilder<unknown> = sql`true`) =>
  sql`membership left join organisation on organisation.id = membership.organisation_id left join body on body.id = membership.body_id
    where membership.person_id = person.id and ${lasts('membership', day)} and ${condition} and ${mayReadMembership(actor)}`;

const seats = (day: Day | null) =>
  sql`tenure join seat on seat.id = tenure.seat_id join body on body.id = seat.body_id where tenure.person_id = person.id and ${lasts('tenure', day)}`;

const plain = (key: string, value: (row: Row) => string | null, standard = false, sort?: () => RawBuilder<unknown>): ListColumn<Row> => ({
  key,
  label: `person.${key}`,
  kind: 'text',
  standard,
  value,
  ...(sort ? { sort } : {}),
});

const belongsName = ({ name }: Belongs, reader: Reader): string => (typeof name === 'string' ? name : textIn(name, reader.languages).text);

/** What people do here, to filter by. */
const offices: Record<string, (reader: Reader, day: Day) => RawBuilder<unknown>> = {
  seat: (_reader, day) => sql`exists (select from ${seats(day)})`,
  leader: (reader, day) =>
    sql`exists (select from ${memberships(reader, day, sql`membership.role = any('{chair,coChair,viceChair,secretary}')`)})`,
  representative: (reader, day) => sql`exists (select from ${memberships(reader, day, sql`membership.role = any('{primary,alternate}')`)})`,
};

/** Everybody whom the reader may know of, each field as far as it is shown to them. */
export const peopleRegister = (today: Day) =>
  list<Row>({
    name: 'people',
    title: 'person.register',
    path: '/people',
    href: (row) => `/people/${row.id}`,
    empty: { title: 'person.none', text: 'person.noneHint' },
    order: ['name', 'id'],
    words: () => [],
    // The key of a name holds all that the name does, and is a tenth as long to look through as a text of any letters and case.
    alsoFound: (word, { actor }) => {
      const pattern = `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
      return sql<SqlBool>`(${spelt('person.name_key', word) ?? sql`person.display_name ilike ${pattern}`}
        or (person.native_name is not null and person.native_name ilike ${pattern} and ${mayReadField(actor, 'nativeName')})
        or (${hasAddressLike(word)} and ${mayReadField(actor, 'emails')}))`;
    },
    rows: (db: Reads<Tables>, reader) => {
      const { actor } = reader;
      return peopleOn(db, today)
        .select([
          'person.id',
          'person.display_name as name',
          'person.given_name',
          'person.family_name',
          seen(actor, 'nativeName', sql<string>`person.native_name`).as('native_name'),
          country(reader).as('country'),
          region(reader).as('region'),
          seen(actor, 'country', sql<Texts>`region.title`).as('region_title'),
          seen(actor, 'languages', sql<Spoken[]>`person.languages`).as('languages'),
          seen(actor, 'emails', addresses()).as('emails'),
          seen(actor, 'phone', sql<string>`person.phone`).as('phone'),
          seen(actor, 'website', sql<string>`person.website`).as('website'),
          seen(actor, 'pronouns', sql<string>`person.pronouns`).as('pronouns'),
          sql<
            Belongs[]
          >`(select coalesce(json_agg(json_build_object('name', coalesce(to_json(organisation.name), to_json(body.name)), 'ref', coalesce(organisation.ref, body.ref),
            'kind', case when organisation.id is null then 'body' else 'organisation' end, 'role', membership.role) order by membership.id), '[]')
            from ${memberships(reader, today)})`.as('belongs'),
          sql<
            Row['seats']
          >`(select coalesce(json_agg(json_build_object('title', seat.title, 'body', body.ref) order by tenure.id), '[]') from ${seats(today)})`.as(
            'seats',
          ),
        ])
        .where('person.archived_at', 'is', null)
        .where(mayReadPerson(actor)) as never;
    },
    columns: [
      plain(
        'name',
        (row) => row.name,
        true,
        () => sorted,
      ),
      {
        key: 'country',
        label: 'person.country',
        kind: 'text',
        standard: true,
        value: (row) => row.country,
        shown: (row, { t }) => (row.country ? { text: countryName(row.country, t.language) } : null),
        sort: country,
      },
      {
        key: 'region',
        label: 'person.region',
        kind: 'text',
        standard: true,
        value: (row) => row.region,
        shown: (row, reader) => (row.region_title ? { text: textIn(row.region_title, reader.languages).text } : null),
        sort: region,
      },
      {
        key: 'belongs',
        label: 'person.belongs',
        kind: 'text',
        standard: true,
        value: (row, reader) =>
          row.belongs.map((one) => `${belongsName(one, reader)} (${reader.t(`membership.role.${one.role}`)})`).join('; '),
        shown: (row, reader) =>
          row.belongs.map((one) => ({
            text: belongsName(one, reader),
            href: `/${one.kind === 'body' ? 'bodies' : 'organisations'}/${encodeURIComponent(one.ref)}`,
          })),
      },
      {
        key: 'seats',
        label: 'person.seats',
        kind: 'text',
        standard: true,
        value: (row, { languages: wanted }) => row.seats.map((seat) => `${seat.body}: ${textIn(seat.title, wanted).text}`).join('; '),
        shown: (row, { languages: wanted }) =>
          row.seats.map((seat) => ({ text: `${seat.body}: ${textIn(seat.title, wanted).text}`, href: `/bodies/${seat.body}` })),
      },
      {
        key: 'languages',
        label: 'person.languages',
        kind: 'text',
        standard: false,
        value: (row) => writtenSpoken(row.languages ?? []),
        shown: (row, { t }) => ({ text: shownSpoken(row.languages ?? [], t).join(', ') }),
      },
      plain('nativeName', (row) => row.native_name),
      plain('givenName', (row) => row.given_name),
      plain(
        'familyName',
        (row) => row.family_name,
        false,
        () => sql`person.family_name collate "und-x-icu"`,
      ),
      plain('addresses', (row) => (row.emails ?? []).join('; ')),
      plain('phone', (row) => row.phone),
      plain('website', (row) => row.website),
      plain('pronouns', (row) => row.pronouns),
      { key: 'id', label: 'person.number', kind: 'number', standard: false, value: (row) => row.id, sort: () => sql`person.id` },
    ],
    filters: [
      {
        key: 'when',
        label: 'when.label',
        many: false,
        standard: ['all'],
        choices: [],
        where: ([value], reader) => {
          if (value === 'all') return sql`true`;
          const day = /^\d{4}-\d\d-\d\d$/.test(value ?? '') ? (value as Day) : today;
          return sql`(exists (select from ${memberships(reader, day)}) or exists (select from ${seats(day)}))`;
        },
      },
      {
        key: 'region',
        label: 'person.region',
        where: (values, reader) => sql`${region(reader)} = any(${[...values]})`,
        choices: async (db, reader) =>
          (
            await (db as Reads<Tables>)
              .selectFrom('region')
              .select(['key', 'title'])
              .where('archived_at', 'is', null)
              .where('system_id', '=', ownSystem)
              .orderBy('key')
              .execute()
          ).map(({ key, title }) => ({ value: key, label: textIn(title, reader.languages).text })),
      },
      {
        key: 'language',
        label: 'person.languages',
        where: (values, { actor }) =>
          sql`exists (select from jsonb_array_elements(${seen(actor, 'languages', sql`person.languages`)}) spoken where spoken ->> 'language' = any(${[...values]}))`,
        choices: (_db, { t }) => languages.map(({ code }) => ({ value: code, label: languageName(code, t.language) })),
      },
      {
        key: 'office',
        label: 'person.office',
        where: (values, reader) =>
          sql`(${sql.join(values.flatMap((value) => offices[value]?.(reader, today) ?? []).concat(sql`false`), sql` or `)})`,
        choices: Object.keys(offices).map((value) => ({ value, label: `person.office.${value}` })),
      },
      {
        key: 'body',
        label: 'membership.body',
        where: (values, reader) =>
          sql`(exists (select from ${memberships(reader, today, sql`body.ref = any(${[...values]})`)}) or exists (select from ${seats(today)} and body.ref = any(${[...values]})))`,
        choices: [],
      },
      {
        key: 'organisation',
        label: 'membership.organisation',
        where: (values, reader) => sql`exists (select from ${memberships(reader, today, sql`organisation.ref = any(${[...values]})`)})`,
        choices: [],
      },
      {
        key: 'country',
        label: 'person.country',
        where: (values, reader) => sql`${country(reader)} = any(${values.map((value) => value.toUpperCase())})`,
        choices: [],
      },
    ],
    groups: [
      {
        key: 'region',
        label: 'person.region',
        by: region,
        name: (row, reader) => (row.region_title ? textIn(row.region_title, reader.languages).text : ''),
      },
      {
        key: 'country',
        label: 'person.country',
        by: country,
        name: (row, { t }) => (row.country ? countryName(row.country, t.language) : ''),
      },
    ],
  });

export type ListedPerson = Row;

export const peopleCard: ListCard = {
  name: 'people',
  title: 'person.register',
  path: '/people',
  about: { noun: 'person', id: 'person.id' },
  open: (_db, { today }, query) => peopleRegister(dayNamed(query.get('when') ?? undefined) ?? today),
};
