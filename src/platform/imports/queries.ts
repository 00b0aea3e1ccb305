import { sql } from 'kysely';
import type { Actor } from '../access/actor.ts';
import type { AnyReads, Reads } from '../db/tables.ts';
import { together } from '../db/together.ts';
import { notFound } from '../errors.ts';
import { columnAliasKind, headingKey } from './columns.ts';
import type { Importer } from './importer.ts';
import { isMayBe } from './may-be.ts';
import { mayUse } from './policy.ts';
import type { Counts, Tables } from './tables.ts';
import type { Learned } from './understand.ts';

export type Run = Awaited<ReturnType<typeof findRun>>;
export type Listed = Awaited<ReturnType<typeof listRuns>>['runs'][number];
export type Line = Awaited<ReturnType<typeof linesOf>>[number];

/** A run that this person may use; throws *not found*. */
export const findRun = async (db: Reads<Tables>, importers: readonly Importer[], actor: Actor, id: number) => {
  const run = await db.selectFrom('import_run').selectAll().where('id', '=', id).where(mayUse(importers, actor)).executeTakeFirst();
  if (!run) throw notFound();
  return run;
};

export const listRuns = async (db: Reads<Tables>, importers: readonly Importer[], actor: Actor, page: number, perPage = 50) => {
  const runs = await db
    .selectFrom('import_run')
    .select(['id', 'kind', 'source_name', 'actor_name', 'state', 'counts', 'total', 'finished', 'created_at', 'ended_at'])
    .select(sql<number>`count(*) over ()`.as('of'))
    .where(mayUse(importers, actor))
    .orderBy('id', 'desc')
    .limit(perPage)
    .offset((page - 1) * perPage)
    .execute();
  return { runs, total: runs[0]?.of ?? 0 };
};

export const filters = [
  'all',
  'new',
  'changed',
  'unchanged',
  'notUnderstood',
  'refused',
  'waiting',
  'left',
  'undone',
  'kept',
  'mayBe',
] as const;
export type Filter = (typeof filters)[number];

const inFilter = (filter: Filter) => {
  if (filter === 'all') return sql<boolean>`true`;
  if (filter === 'left') return sql<boolean>`(outcome is null and not chosen)`;
  if (filter === 'waiting') return sql<boolean>`(outcome is null and chosen)`;
  if (filter === 'mayBe') return sql<boolean>`(outcome in ('new', 'refused') and ${isMayBe})`;
  return sql<boolean>`outcome = ${filter}`;
};

/** One page of the lines of a run, in the order of the source; how many there are is said by the counts. */
const linesQuestion = (db: Reads<Tables>, runId: number, filter: Filter, page: number, perPage: number) =>
  db
    .selectFrom('import_line')
    .selectAll()
    .where('run_id', '=', runId)
    .where(inFilter(filter))
    .orderBy('number')
    .limit(perPage)
    .offset((page - 1) * perPage);

export const linesOf = (...asked: Parameters<typeof linesQuestion>) => linesQuestion(...asked).execute();

/** All lines in the order of the source, a portion at a time. */
export async function* allLines(db: Reads<Tables>, runId: number) {
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom('import_line')
      .select(['number', 'place', 'label', 'outcome', 'chosen', 'problems'])
      .where('run_id', '=', runId)
      .where('number', '>', after)
      .orderBy('number')
      .limit(1_000)
      .execute();
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < 1_000) return;
    after = last.number;
  }
}

const countsQuestion = (db: Reads<Tables>, runId: number) =>
  db
    .selectFrom('import_line')
    .select([
      sql<keyof Counts>`coalesce(outcome, case when chosen then 'waiting' else 'left' end)`.as('what'),
      sql<number>`count(*)`.as('count'),
    ])
    .where('run_id', '=', runId)
    .groupBy(sql`1`);

const countsFrom = (rows: readonly { what: keyof Counts; count: number }[]): Counts =>
  Object.fromEntries(rows.map(({ what, count }) => [what, count]));

export const countLines = async (db: Reads<Tables>, runId: number): Promise<Counts> =>
  countsFrom(await countsQuestion(db, runId).execute());

/** Texts of the source that name no known record, the commonest first, with the line where each stands first. */
const unknownQuestion = (db: Reads<Tables>, runId: number) => {
  const found = sql<{ kind: string; text: string; lines: number; first: number }>`(
    select problem -> 'values' ->> 'kind' as kind, problem -> 'values' ->> 'text' as text, count(*) as lines, min(number) as first
    from import_line, jsonb_array_elements(problems) problem
    where run_id = ${runId} and problem ->> 'key' = 'imports.unknown' group by 1, 2)`;
  return db.selectFrom(found.as('found')).selectAll().orderBy('lines', 'desc').orderBy('first').limit(50);
};

export const unknownTexts = (db: Reads<Tables>, runId: number) => unknownQuestion(db, runId).execute();

/** What the page of a run shows of it, in one question: counts, a page of its lines, texts that name nothing known, names taught. */
export const contentOf = async (db: Reads<Tables>, runId: number, filter: Filter, page: number, perPage: number) => {
  const { counts, ...content } = await together(db as unknown as AnyReads, {
    counts: countsQuestion(db, runId),
    lines: linesQuestion(db, runId, filter, page, perPage),
    texts: unknownQuestion(db, runId),
    taught: learnedQuestion(db, runId),
  });
  return { counts: countsFrom(counts), ...content };
};

/** What people taught us about names of records. */
export const learnedNames = async (db: Reads<Tables>, kinds: readonly string[]): Promise<Learned[]> =>
  kinds.length === 0
    ? []
    : db
        .selectFrom('alias')
        .select(['kind', 'record_id', 'text_key'])
        .where('kind', 'in', kinds)
        .where('archived_at', 'is', null)
        .execute();

/** What was taught in this import, for its page. */
const learnedQuestion = (db: Reads<Tables>, runId: number) =>
  db
    .selectFrom('alias')
    .select(['id', 'kind', 'record_id', 'text', 'shown'])
    .where('run_id', '=', runId)
    .where('archived_at', 'is', null)
    .orderBy('id')
    .limit(200);

/** Headings that people taught us for this importer: the heading's `headingKey` and the key of our column. */
export const learnedColumns = async (db: Reads<Tables>, importer: string): Promise<Map<string, string>> => {
  const rows = await db
    .selectFrom('alias')
    .select(['text_key', 'note'])
    .where('kind', '=', columnAliasKind(importer))
    .where('archived_at', 'is', null)
    .execute();
  return new Map(rows.flatMap(({ text_key, note }) => (note ? [[headingKey(text_key), note]] : [])));
};

/** The lines that did not become anything, in portions, for the file of what is left to do. */
export async function* notImported(db: Reads<Tables>, runId: number) {
  let after = 0;
  for (;;) {
    const rows = await db
      .selectFrom('import_line')
      .select(['number', 'place', 'cells', 'outcome', 'problems'])
      .where('run_id', '=', runId)
      .where('number', '>', after)
      .where((line) => line.or([line('outcome', 'in', ['notUnderstood', 'refused']), line('outcome', 'is', null)]))
      .orderBy('number')
      .limit(1000)
      .execute();
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < 1000) return;
    after = last.number;
  }
}

/** The file from which a run was read. */
export const sourceOf = async (db: Reads<Tables>, importers: readonly Importer[], actor: Actor, id: number) => {
  const file = await db
    .selectFrom('import_run')
    .innerJoin('file', 'file.id', 'import_run.file_id')
    .select(['file.sha256', 'file.name', 'file.media_type'])
    .where('import_run.id', '=', id)
    .where(mayUse(importers, actor))
    .executeTakeFirst();
  if (!file) throw notFound();
  return file;
};
