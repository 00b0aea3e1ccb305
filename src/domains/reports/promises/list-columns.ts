import { sql } from 'kysely';
import { textIn } from '../../../platform/i18n/texts.ts';
import type { ListColumn, Reader } from '../../../platform/lists/list.ts';
import { type Terms, termIn } from '../../../platform/terms/terms.ts';
import type { Row } from './list-rows.ts';
import { stageShape, stages, stageTone } from './promise.ts';

export const columns = (terms: Terms): readonly ListColumn<Row>[] => [
  { key: 'ref', label: 'promise.ref', kind: 'text', standard: true, value: (row) => row.ref, sort: () => sql`promise.ref` },
  {
    key: 'title',
    label: 'promise.one',
    kind: 'text',
    standard: true,
    value: (row, reader) => textIn(row.title, reader.languages).text,
    shown: (row, reader) => {
      const { text, language } = textIn(row.title, reader.languages);
      return { text, href: `/promises/${row.ref}`, ...(language === reader.languages[0] ? {} : { language }) };
    },
    sort: (reader) =>
      sql`coalesce(promise.title -> 'texts' ->> ${reader.languages[0] ?? 'en'}, promise.title -> 'texts' ->> (promise.title ->> 'original'))`,
  },
  {
    key: 'review',
    label: 'promise.review',
    kind: 'text',
    standard: true,
    value: (row) => row.review_ref,
    shown: (row) => (row.review_ref ? { text: row.review_ref, href: `/reviews/${row.review_ref}` } : null),
    sort: () => sql`promise.review_ref`,
  },
  { key: 'number', label: 'promise.number', kind: 'text', standard: false, value: (row) => row.number, sort: () => sql`promise.position` },
  {
    key: 'stage',
    label: 'promise.stage',
    kind: 'text',
    standard: true,
    value: (row, { t }) => t(`promise.stage.${row.stage}`),
    shown: (row, { t }) => [
      { text: t(`promise.stage.${row.stage}`), tone: stageTone[row.stage], shape: stageShape[row.stage] },
      ...(row.late ? [{ text: t('promise.late'), tone: 'problem' }] : []),
    ],
    sort: () => sql`array_position(${[...stages]}, promise.stage)`,
  },
  { key: 'percent', label: 'promise.percent', kind: 'text', standard: true, value: percentOf },
  { key: 'endsOn', label: 'promise.endsOn', kind: 'day', standard: true, value: (row) => lastEnd(row) },
  {
    key: 'stances',
    label: 'promise.stances',
    kind: 'text',
    standard: false,
    value: (row, reader) =>
      row.stances.map(({ stance, count }) => `${termIn(terms, 'stance', stance, reader.languages)}: ${count}`).join('; '),
  },
  {
    key: 'answer',
    label: 'promise.answer',
    kind: 'text',
    standard: false,
    value: (row, { t }) => (row.answer ? t(`answer.${row.answer}`) : ''),
    sort: () => sql`promise.answer`,
  },
  {
    key: 'late',
    label: 'promise.late',
    kind: 'text',
    standard: false,
    value: (row, { t }) => (row.late ? t('promise.late') : ''),
    sort: () => sql`promise.late`,
  },
  {
    key: 'endedOn',
    label: 'promise.endedOn',
    kind: 'day',
    standard: false,
    value: (row) => row.ended_on,
    sort: () => sql`promise.ended_on`,
  },
  { key: 'items', label: 'promise.items', kind: 'text', standard: false, value: (row) => row.items.map((item) => item.ref).join('; ') },
  {
    key: 'themes',
    label: 'promise.themes',
    kind: 'text',
    standard: false,
    value: (row, reader) => (row.themes ?? []).map((theme) => termIn(terms, 'theme', theme, reader.languages)).join('; '),
  },
  {
    key: 'kind',
    label: 'promise.kind',
    kind: 'text',
    standard: false,
    value: (row, { t }) => t(`promise.kind.${row.kind}`),
    sort: () => sql`promise.kind`,
  },
];

/** The last of all ends; null where nothing planned has one. */
export const lastEnd = ({ items }: Row): string | null =>
  items
    .flatMap((item) => item.parts.flatMap((part) => part.ends_on ?? []))
    .sort()
    .at(-1) ?? null;

function percentOf(row: Row, { t }: Reader): string {
  return row.items
    .flatMap((item) => {
      const parts = item.parts.filter((part) => part.percent !== null);
      if (item.percent !== null) return [t.percent(Number(item.percent))];
      return parts.map((part) => `${part.label ? `${part.label}) ` : ''}${t.percent(Number(part.percent))}`);
    })
    .join('; ');
}
