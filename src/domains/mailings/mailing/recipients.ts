import { sql } from 'kysely';
import type { Reads } from '../../../platform/db/tables.ts';
import { languageName } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { list } from '../../../platform/lists/list.ts';
import { mayReadPerson, seen } from '../../community/index.ts';
import { mayHandle } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { type Outcome, outcomes } from './mailing.ts';
import { outcomeNow } from './queries.ts';
import { outcomeLook } from './words.ts';

interface Row {
  id: number;
  mailing: number;
  subject: Texts;
  person_id: number | null;
  organisation_ref: string | null;
  name: string;
  outcome: Outcome;
  language: string | null;
  address: string | null;
}

/** Those who were meant by messages that this reader handles, as far as the reader may know of them; each address only to whom it is shown. */
export const recipientList = list<Row>({
  name: 'mailing-recipients',
  title: 'mailing.recipients',
  path: '/mailing-recipients',
  href: (row) => (row.person_id === null ? `/organisations/${encodeURIComponent(row.organisation_ref ?? '')}` : `/people/${row.person_id}`),
  empty: { title: 'mailing.noRecipients', text: 'mailing.noRecipientsHint' },
  order: ['name', 'id'],
  words: () => [sql`coalesce(person.display_name, organisation.name)`],
  rows: (db: Reads<Tables>, { actor }) =>
    db
      .selectFrom('mailing_recipient')
      .innerJoin('mailing', 'mailing.id', 'mailing_recipient.mailing_id')
      .leftJoin('mail', 'mail.id', 'mailing_recipient.mail_id')
      .leftJoin('person', 'person.id', 'mailing_recipient.person_id')
      .leftJoin('organisation', 'organisation.id', 'mailing_recipient.organisation_id')
      .select([
        'mailing_recipient.id',
        'mailing.id as mailing',
        'mailing.subject',
        'mailing_recipient.person_id',
        'organisation.ref as organisation_ref',
        sql<string>`coalesce(person.display_name, organisation.name)`.as('name'),
        outcomeNow.as('outcome'),
        seen(actor, 'languages', sql<string>`mailing_recipient.language`).as('language'),
        sql<string | null>`case when person.id is null then organisation.email else ${seen(
          actor,
          'emails',
          sql<string>`(select email.typed from email where email.person_id = person.id and email.archived_at is null
            order by email.confirmed_at is null, email.id limit 1)`,
        )} end`.as('address'),
      ])
      .where('mailing.archived_at', 'is', null)
      .where(mayHandle(actor))
      .where(sql<boolean>`(person.id is null or ${mayReadPerson(actor)})`) as never,
  columns: [
    {
      key: 'name',
      label: 'mailing.recipient',
      kind: 'text',
      standard: true,
      value: (row) => row.name,
      sort: () => sql`coalesce(person.display_name, organisation.name) collate "und-x-icu"`,
    },
    {
      key: 'outcome',
      label: 'mailing.outcome',
      kind: 'text',
      standard: true,
      value: (row) => row.outcome,
      shown: (row, { t }) => ({ text: t(`mailing.outcome.${row.outcome}`), ...outcomeLook[row.outcome] }),
      sort: () => outcomeNow,
    },
    {
      key: 'language',
      label: 'mailing.language',
      kind: 'text',
      standard: true,
      value: (row) => row.language,
      shown: (row, { t }) => (row.language ? { text: languageName(row.language, t.language) } : null),
    },
    { key: 'address', label: 'mailing.address', kind: 'text', standard: true, value: (row) => row.address },
    {
      key: 'mailing',
      label: 'mailing.one',
      kind: 'text',
      standard: false,
      value: (row) => row.mailing,
      shown: (row, { languages }) => ({ text: textIn(row.subject, languages).text, href: `/mailings/${row.mailing}` }),
    },
    { key: 'id', label: 'mailing.number', kind: 'number', standard: false, value: (row) => row.id, sort: () => sql`mailing_recipient.id` },
  ],
  filters: [
    {
      key: 'mailing',
      label: 'mailing.one',
      where: (values) => sql`mailing.id::text = any(${[...values]})`,
      choices: [],
    },
    {
      key: 'outcome',
      label: 'mailing.outcome',
      where: (values) => sql`${outcomeNow} = any(${[...values]})`,
      facet: outcomeNow,
      choices: outcomes.map((value) => ({ value, label: `mailing.outcome.${value}` })),
    },
  ],
  groups: [{ key: 'outcome', label: 'mailing.outcome', by: () => outcomeNow, name: (row, { t }) => t(`mailing.outcome.${row.outcome}`) }],
});
