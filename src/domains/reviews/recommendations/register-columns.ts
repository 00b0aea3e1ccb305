import { sql } from 'kysely';
import { textIn } from '../../../platform/i18n/texts.ts';
import type { ListColumn, Reader } from '../../../platform/lists/list.ts';
import { type Terms, termIn } from '../../../platform/terms/terms.ts';
import { positionsOnIt } from '../positions/policy.ts';
import type { Tables } from '../tables.ts';

export const columnsOfRegister = (terms: Terms): ListColumn<ListedRow>[] => {
  const word = (scheme: string, key: string | null, reader: Reader) => termIn(terms, scheme, key, reader.languages);
  const count = (row: ListedRow, stance: string) => row.stances.find((one) => one.stance === stance)?.count ?? 0;
  const titleText = (reader: Reader) =>
    sql`coalesce(recommendation.title -> 'texts' ->> ${reader.languages[0] ?? 'en'}, recommendation.title -> 'texts' ->> (recommendation.title ->> 'original'))`;
  const stances = [...(terms.get('stance')?.values() ?? [])];
  return [
    {
      key: 'ref',
      label: 'recommendation.ref',
      kind: 'text',
      standard: true,
      value: (row) => row.ref,
      sort: () => sql`recommendation.ref`,
    },
    {
      key: 'title',
      label: 'recommendation.title',
      kind: 'text',
      standard: true,
      value: (row, reader) => textIn(row.title, reader.languages).text,
      shown: (row, reader) => {
        const { text, language } = textIn(row.title, reader.languages);
        return { text, href: `/recommendations/${row.ref}`, ...(language === reader.languages[0] ? {} : { language }) };
      },
      sort: titleText,
    },
    {
      key: 'review',
      label: 'recommendation.review',
      kind: 'text',
      standard: true,
      value: (row) => row.review_ref,
      shown: (row) => ({ text: row.review_ref, href: `/reviews/${row.review_ref}` }),
      sort: () => sql`review.ref`,
    },
    {
      key: 'number',
      label: 'recommendation.number',
      kind: 'text',
      standard: false,
      value: (row) => row.number,
      sort: () => sql`recommendation.position`,
    },
    {
      key: 'themes',
      label: 'recommendation.themes',
      kind: 'text',
      standard: true,
      value: (row, reader) => row.themes.map((theme) => word('theme', theme, reader)).join('; '),
    },
    {
      key: 'owner',
      label: 'recommendation.owner',
      kind: 'text',
      standard: false,
      value: (row, reader) => word('owner', row.owner_class, reader),
      sort: () => sql`recommendation.owner_class`,
    },
    {
      key: 'coordination',
      label: 'recommendation.coordination',
      kind: 'text',
      standard: false,
      value: (row, reader) => word('coordination', row.coordination_class, reader),
      sort: () => sql`recommendation.coordination_class`,
    },
    ...stances.map((stance) => ({
      key: `stance-${stance.key}`,
      label: 'recommendation.stance',
      name: (reader: Reader) => textIn(stance.label, reader.languages).text,
      kind: 'number' as const,
      standard: true,
      value: (row: ListedRow) => count(row, stance.key),
      shown: (row: ListedRow) =>
        count(row, stance.key) === 0
          ? null
          : {
              text: String(count(row, stance.key)),
              ...(stance.tone ? { tone: stance.tone } : {}),
              ...(stance.shape ? { shape: stance.shape } : {}),
              href: `/recommendations/${row.ref}#positions`,
            },
      sort: ({ actor }: Reader) => sql`(select count(*) from position where ${positionsOnIt(actor)} and position.stance = ${stance.key})`,
    })),
    {
      key: 'answer',
      label: 'recommendation.answer',
      kind: 'text',
      standard: false,
      value: (row, { t }) => (row.answer ? t(`answer.${row.answer}`) : ''),
      sort: () => sql`answer.answer`,
    },
    {
      key: 'priority',
      label: 'recommendation.priority',
      kind: 'text',
      standard: true,
      value: (row) => row.priority,
      sort: () => sql`agreed_priority.level`,
    },
    {
      key: 'stale',
      label: 'recommendation.stale',
      kind: 'number',
      standard: false,
      value: (row) => row.stances.reduce((sum, { stale }) => sum + stale, 0),
    },
    { key: 'page', label: 'recommendation.page', kind: 'text', standard: false, value: (row) => row.page },
  ];
};

export interface ListedRow {
  id: number;
  ref: string;
  number: string;
  title: Tables['recommendation']['title']['__select__'];
  review_ref: string;
  themes: string[];
  owner_class: string | null;
  coordination_class: string | null;
  priority: string | null;
  answer: string | null;
  /** Positions by stance; those without one too. */
  stances: { stance: string | null; count: number; stale: number }[];
  page: string | null;
}
