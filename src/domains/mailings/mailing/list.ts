import { sql } from 'kysely';
import type { Instant, Reads } from '../../../platform/db/tables.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { list } from '../../../platform/lists/list.ts';
import { mayHandle } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { type Kind, kinds, type State, states } from './mailing.ts';
import { stateLook } from './words.ts';

interface Row {
  id: number;
  subject: Texts;
  kind: Kind;
  state: State;
  body_ref: string | null;
  written_by: string;
  sent_by: string | null;
  sending_at: Instant | null;
  meant: number;
}

const meant = sql<number>`(select count(*)::int from mailing_recipient where mailing_recipient.mailing_id = mailing.id)`;

/** Every message that this reader handles, drafts first, then the latest sent. */
export const mailingList = list<Row>({
  name: 'mailings',
  title: 'mailing.all',
  path: '/mailings',
  href: (row) => `/mailings/${row.id}`,
  empty: { title: 'mailing.none', text: 'mailing.noneHint' },
  order: ['-sentAt', '-id'],
  words: () => [sql`mailing.subject::text`, sql`mailing.text::text`],
  rows: (db: Reads<Tables>, { actor }) =>
    db
      .selectFrom('mailing')
      .leftJoin('body', 'body.id', 'mailing.body_id')
      .select([
        'mailing.id',
        'mailing.subject',
        'mailing.kind',
        'mailing.state',
        'body.ref as body_ref',
        'mailing.written_by',
        'mailing.sent_by',
        'mailing.sending_at',
        meant.as('meant'),
      ])
      .where('mailing.archived_at', 'is', null)
      .where(mayHandle(actor)) as never,
  columns: [
    {
      key: 'subject',
      label: 'mailing.subject',
      kind: 'text',
      standard: true,
      value: (row, { languages }) => textIn(row.subject, languages).text,
      shown: (row, { languages, t }) => {
        const { text, language } = textIn(row.subject, languages);
        return { text, ...(language === t.language ? {} : { language }) };
      },
    },
    {
      key: 'kind',
      label: 'mailing.kind',
      kind: 'text',
      standard: true,
      value: (row) => row.kind,
      shown: (row, { t }) => ({ text: t(`mailing.kind.${row.kind}`) }),
      sort: () => sql`mailing.kind`,
    },
    {
      key: 'state',
      label: 'mailing.state',
      kind: 'text',
      standard: true,
      value: (row) => row.state,
      shown: (row, { t }) => ({ text: t(`mailing.state.${row.state}`), ...stateLook[row.state] }),
      sort: () => sql`mailing.state`,
    },
    {
      key: 'body',
      label: 'mailing.inNameOf',
      kind: 'text',
      standard: true,
      value: (row) => row.body_ref,
      shown: (row, { t }) => ({ text: row.body_ref ?? t('mailing.wholeCommunity') }),
      sort: () => sql`body.ref`,
    },
    { key: 'writtenBy', label: 'mailing.writtenBy', kind: 'text', standard: true, value: (row) => row.written_by },
    { key: 'sentBy', label: 'mailing.sentBy', kind: 'text', standard: false, value: (row) => row.sent_by },
    {
      key: 'sentAt',
      label: 'mailing.sentAt',
      kind: 'time',
      standard: true,
      value: (row) => row.sending_at,
      sort: () => sql`coalesce(mailing.sending_at, 'infinity')`,
    },
    { key: 'meant', label: 'mailing.meant', kind: 'number', standard: true, value: (row) => row.meant, sort: () => meant },
    { key: 'id', label: 'mailing.number', kind: 'number', standard: false, value: (row) => row.id, sort: () => sql`mailing.id` },
  ],
  filters: [
    {
      key: 'state',
      label: 'mailing.state',
      where: (values) => sql`mailing.state = any(${[...values]})`,
      facet: sql`mailing.state`,
      choices: states.map((value) => ({ value, label: `mailing.state.${value}` })),
    },
    {
      key: 'kind',
      label: 'mailing.kind',
      where: (values) => sql`mailing.kind = any(${[...values]})`,
      facet: sql`mailing.kind`,
      choices: kinds.map((value) => ({ value, label: `mailing.kind.${value}` })),
    },
    {
      key: 'body',
      label: 'mailing.inNameOf',
      where: (values) => sql`body.ref = any(${[...values]})`,
      facet: sql`body.ref`,
      choices: 'found',
    },
  ],
  groups: [{ key: 'kind', label: 'mailing.kind', by: () => sql`mailing.kind`, name: (row, { t }) => t(`mailing.kind.${row.kind}`) }],
});
