import { visitor } from '../../../platform/access/actor.ts';
import type { AnyReads, Day, Reads } from '../../../platform/db/tables.ts';
import { type ItemThen, planAsAt } from '../../plans/index.ts';
import { type Earlier, earlierQuestion, type Section, sectionsQuestion, type WholeReport } from '../report/queries.ts';
import type { Tables } from '../tables.ts';
import type { Before, Content, Part, Row } from './content.ts';

type Drawn = Pick<
  WholeReport,
  'id' | 'ref' | 'title' | 'from_on' | 'to_on' | 'author_name' | 'body_name' | 'review_id' | 'review_ref' | 'review_title' | 'source'
>;

/** What is asked for a content besides the plan: the texts, what the two reports before said, and workstreams. */
export const drawQuestions = (db: Reads<Tables>, report: Pick<Drawn, 'id' | 'review_id' | 'to_on'>) => ({
  sections: sectionsQuestion(db, report.id),
  earlier: earlierQuestion(db, report.review_id, report.to_on),
  workstreams: db.selectFrom('workstream').select(['id', 'title']),
});

/**
 * The content of a report from live data: the plan as it stood at the end of the period (or of `asAt`), beside what was asked above. Of the
 * plan only what everybody may see, because everybody will read the report.
 */
export const drawContent = async (
  db: Reads<Tables>,
  report: Drawn,
  { sections, earlier, workstreams }: Answers,
  asAt: Day = report.to_on,
): Promise<Content> => {
  const items = await planAsAt(db as unknown as AnyReads, visitor, asAt, { review: report.review_id });
  return { ...contentOf(report, sections, items, earlier.toReversed(), workstreams), asAt };
};

interface Answers {
  sections: readonly Section[];
  earlier: readonly Earlier[];
  workstreams: readonly { id: number; title: ItemThen['title'] }[];
}

const contentOf = (
  report: Drawn,
  sections: readonly Section[],
  items: readonly ItemThen[],
  earlier: readonly Earlier[],
  workstreams: readonly { id: number; title: ItemThen['title'] }[],
): Omit<Content, 'asAt'> => {
  const refOf = new Map(items.map((item) => [item.id, item.ref]));
  const streamOf = new Map(workstreams.map((stream) => [stream.id, stream.title]));
  const said = earlier.map(({ items: rows }) => new Map(rows.map((row) => [row.ref, row])));
  const known = new Set(items.map((item) => item.ref));
  return {
    form: 1,
    report: {
      ref: report.ref,
      title: report.title,
      from: report.from_on,
      to: report.to_on,
      author: report.author_name,
      body: report.body_name,
      review: { ref: report.review_ref, title: report.review_title },
      source: report.source,
    },
    periods: [...earlier.map(({ ref, to_on }) => ({ ref, to: to_on })), { ref: report.ref, to: report.to_on }],
    items: items.map((item) => rowOf(item, refOf, streamOf, said)),
    gone: (earlier.at(-1)?.items ?? [])
      .filter((row) => row.kind === 'issue' && !known.has(row.ref))
      .map(({ ref, number, title }) => ({ ref, number, title })),
    sections: sections.map(partOf),
  };
};

const rowOf = (
  item: ItemThen,
  refOf: ReadonlyMap<number, string>,
  streamOf: ReadonlyMap<number, ItemThen['title']>,
  said: readonly ReadonlyMap<string, Earlier['items'][number]>[],
): Row => ({
  ref: item.ref,
  kind: item.kind,
  number: item.number,
  title: item.title,
  parent: item.parent_id === null ? null : (refOf.get(item.parent_id) ?? null),
  workstream: item.workstream_id === null ? null : (streamOf.get(item.workstream_id) ?? null),
  startsOn: item.starts_on,
  endedOn: item.ended_on,
  ends: endsIn(item),
  percent: item.percent,
  status: item.status,
  health: item.health,
  claim: item.claim,
  note: item.note,
  goal: item.goal,
  metrics: item.metrics,
  series: [...said.map((rows) => rows.get(item.ref)?.percent ?? null), item.percent],
  before: beforeOf(said.at(-1)?.get(item.ref)),
});

export const endsIn = ({ parts }: Pick<ItemThen, 'parts'>): Row['ends'] =>
  parts.map((part) => ({
    label: part.label,
    title: part.title,
    endsOn: part.ends_on,
    precision: part.ends_precision,
    status: part.status,
    percent: part.percent,
  }));

export const beforeOf = (row: Before | undefined): Before | null =>
  row ? { percent: row.percent, status: row.status, startsOn: row.startsOn, ends: row.ends } : null;

const partOf = (section: Section): Part => ({
  kind: section.kind,
  title: section.title,
  text: section.text,
  item: section.item_ref,
  leftOut: section.left_out,
});
