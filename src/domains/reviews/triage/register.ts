import { type RawBuilder, sql } from 'kysely';
import { jsonObjectFrom } from 'kysely/helpers/postgres';
import type { Reads } from '../../../platform/db/tables.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { list, type Reader } from '../../../platform/lists/list.ts';
import type { Tables } from '../tables.ts';
import { mayReadBatch, waitsForMe } from './policy.ts';
import { type BatchState, batchStates } from './triage.ts';

interface BatchRow {
  id: number;
  ref: string;
  review_ref: string;
  body: { ref: string; acronym: string | null; name: Texts; parent: string | null } | null;
  state: BatchState;
  items: number;
  open: number;
  differing: number;
  due_on: string | null;
  sent_at: string | null;
  signed_at: string | null;
  signed_by: string | null;
}

export const stateLooks: Readonly<
  Record<BatchState, { tone: 'neutral' | 'waiting' | 'problem' | 'done'; shape: 'ring' | 'clock' | 'diamond' | 'check' }>
> = {
  proposed: { tone: 'neutral', shape: 'ring' },
  sent: { tone: 'waiting', shape: 'clock' },
  returned: { tone: 'problem', shape: 'diamond' },
  signedOff: { tone: 'done', shape: 'check' },
};

/** Past its deadline and still with the body. */
export const isOverdue = (batch: { state: BatchState; due_on: string | null }, today: string): boolean =>
  batch.state === 'sent' && batch.due_on !== null && batch.due_on < today;

const overdue = ({ today }: Reader): RawBuilder<boolean> =>
  sql<boolean>`(triage_batch.state = 'sent' and triage_batch.due_on < ${today}::date)`;
const items = (condition: RawBuilder<unknown>) =>
  sql<number>`(select count(*) from triage_item where triage_item.batch_id = triage_batch.id and triage_item.archived_at is null and ${condition})`;
const differs = sql`triage_item.proposal is not null and triage_item.proposal <> jsonb_build_object('owner_class', triage_item.owner_class,
  'coordination_class', triage_item.coordination_class, 'priority', triage_item.priority, 'rationale', triage_item.rationale)`;

/** All batches over all reviews and bodies. */
export const batchRegister = list<BatchRow>({
  name: 'triage',
  title: 'triage.register',
  path: '/triage',
  href: (row) => `/triage/${encodeURIComponent(row.ref)}`,
  empty: { title: 'triage.none', text: 'triage.noneHint' },
  order: ['due', 'ref'],
  words: () => [sql`triage_batch.ref`, sql`review.ref`, sql`body.ref`, sql`coalesce(body.acronym, '')`, sql`body.name::text`],
  rows: (db: Reads<Tables>, { actor }) =>
    db
      .selectFrom('triage_batch')
      .innerJoin('review', 'review.id', 'triage_batch.review_id')
      .innerJoin('body', 'body.id', 'triage_batch.body_id')
      .select((row) => [
        'triage_batch.id',
        'triage_batch.ref',
        'review.ref as review_ref',
        'triage_batch.state',
        'triage_batch.due_on',
        'triage_batch.sent_at',
        'triage_batch.signed_at',
        'triage_batch.signed_by',
        jsonObjectFrom(
          row
            .selectFrom('body as one')
            .leftJoin('body as parent', 'parent.id', 'one.parent_id')
            .select(['one.ref', 'one.acronym', 'one.name', sql<string | null>`coalesce(parent.acronym, parent.ref)`.as('parent')])
            .whereRef('one.id', '=', 'triage_batch.body_id'),
        ).as('body'),
        items(sql`true`).as('items'),
        items(sql`triage_item.priority is null`).as('open'),
        items(differs).as('differing'),
      ])
      .where('triage_batch.archived_at', 'is', null)
      .where(mayReadBatch(actor)),
  columns: [
    { key: 'ref', label: 'triage.ref', kind: 'text', standard: true, value: (row) => row.ref, sort: () => sql`triage_batch.ref` },
    {
      key: 'review',
      label: 'triage.review',
      kind: 'text',
      standard: true,
      value: (row) => row.review_ref,
      shown: (row) => ({ text: row.review_ref, href: `/reviews/${encodeURIComponent(row.review_ref)}/triage` }),
      sort: () => sql`review.ref`,
    },
    {
      key: 'body',
      label: 'triage.body',
      kind: 'text',
      standard: true,
      value: (row) => row.body?.ref ?? null,
      shown: (row, reader) => (row.body ? { text: bodyLabel(row.body, reader) } : null),
      sort: () => sql`body.ref`,
    },
    {
      key: 'state',
      label: 'triage.state',
      kind: 'text',
      standard: true,
      value: (row) => row.state,
      shown: (row, { t, today }) => [
        { text: t(`triage.state.${row.state}`), ...stateLooks[row.state] },
        ...(isOverdue(row, today) ? [{ text: t('triage.isOverdue'), tone: 'problem', shape: 'alert' }] : []),
      ],
      sort: () => sql`array_position(${[...batchStates]}::text[], triage_batch.state)`,
    },
    { key: 'due', label: 'triage.due', kind: 'day', standard: true, value: (row) => row.due_on, sort: () => sql`triage_batch.due_on` },
    { key: 'items', label: 'triage.items', kind: 'number', standard: true, value: (row) => row.items, sort: () => items(sql`true`) },
    {
      key: 'open',
      label: 'triage.withoutPriority',
      kind: 'number',
      standard: true,
      value: (row) => row.open,
      sort: () => items(sql`triage_item.priority is null`),
    },
    {
      key: 'differing',
      label: 'triage.differing',
      kind: 'number',
      standard: false,
      value: (row) => row.differing,
      sort: () => items(differs),
    },
    {
      key: 'sent',
      label: 'triage.sentAt',
      kind: 'time',
      standard: false,
      value: (row) => row.sent_at,
      sort: () => sql`triage_batch.sent_at`,
    },
    {
      key: 'signed',
      label: 'triage.signedAt',
      kind: 'time',
      standard: true,
      value: (row) => row.signed_at,
      sort: () => sql`triage_batch.signed_at`,
    },
    {
      key: 'signedBy',
      label: 'triage.signedBy',
      kind: 'text',
      standard: false,
      value: (row) => row.signed_by,
      sort: () => sql`triage_batch.signed_by`,
    },
  ],
  filters: [
    {
      key: 'body',
      label: 'triage.body',
      where: (values) => sql`body.ref = any(${values})`,
      facet: sql`body.ref`,
      choices: async (db, reader) => chosenBodies(db as unknown as Reads<Tables>, reader),
    },
    {
      key: 'review',
      label: 'triage.review',
      where: (values) => sql`review.ref = any(${values})`,
      facet: sql`review.ref`,
      choices: 'found',
    },
    {
      key: 'state',
      label: 'triage.state',
      where: (values) => sql`triage_batch.state = any(${values})`,
      facet: sql`triage_batch.state`,
      choices: batchStates.map((state) => ({ value: state, label: `triage.state.${state}` })),
    },
    {
      key: 'overdue',
      label: 'triage.overdueFilter',
      many: false,
      where: (values, reader) => (values[0] === 'yes' ? overdue(reader) : values[0] === 'no' ? sql`not ${overdue(reader)}` : sql`true`),
      choices: [
        { value: 'yes', label: 'triage.isOverdue' },
        { value: 'no', label: 'triage.notOverdue' },
      ],
    },
    {
      key: 'waiting',
      label: 'triage.waiting',
      many: false,
      where: (values, { actor }) => (values[0] === 'me' ? waitsForMe(actor) : sql`true`),
      choices: [{ value: 'me', label: 'triage.waitingForMe' }],
    },
  ],
  groups: [
    { key: 'review', label: 'triage.review', by: () => sql`review.ref`, name: (row) => row.review_ref },
    { key: 'body', label: 'triage.body', by: () => sql`body.ref`, name: (row, reader) => (row.body ? bodyLabel(row.body, reader) : '') },
    { key: 'state', label: 'triage.state', by: () => sql`triage_batch.state`, name: (row, { t }) => t(`triage.state.${row.state}`) },
  ],
});

/** `GNSO › Council` for a nested body. */
const bodyLabel = (body: NonNullable<BatchRow['body']>, reader: Reader): string => {
  const own = body.acronym ?? textIn(body.name, reader.languages).text;
  return body.parent ? reader.t('triage.nested', { parent: body.parent, body: own }) : own;
};

const chosenBodies = async (db: Reads<Tables>, reader: Reader) => {
  const bodies = await db
    .selectFrom('body')
    .leftJoin('body as parent', 'parent.id', 'body.parent_id')
    .select(['body.ref', 'body.acronym', 'body.name', sql<string | null>`coalesce(parent.acronym, parent.ref)`.as('parent')])
    .where((row) =>
      row.exists(
        row
          .selectFrom('triage_batch')
          .select(row.lit(1).as('one'))
          .whereRef('triage_batch.body_id', '=', 'body.id')
          .where('triage_batch.archived_at', 'is', null)
          .where(mayReadBatch(reader.actor)),
      ),
    )
    .orderBy('body.ref')
    .execute();
  return bodies.map((body) => ({ value: body.ref, label: bodyLabel(body, reader) }));
};
