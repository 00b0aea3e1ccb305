import { type Kysely, sql } from 'kysely';
import type { Call } from '../command.ts';
import type { AnyDatabase, AnyWrites } from '../db/tables.ts';
import type { Problem } from '../errors.ts';
import type { Log } from '../log/log.ts';
import { asJson } from './as-json.ts';
import { missingColumns } from './columns.ts';
import type { Importer } from './importer.ts';
import { mayBeKey, mayBeNotice } from './may-be.ts';
import { writeOutcomes } from './outcomes.ts';
import { type LineDone, performLines } from './perform.ts';
import { countLines, learnedNames, type Run } from './queries.ts';
import { reading } from './reading.ts';
import type { RunNotice, Tables } from './tables.ts';
import { cellsOf, type Meaning, meaningOf, resolverOf } from './understand.ts';

/** How much of a source is tried out before it is imported: lines, and milliseconds in which the records involved stay locked. */
export const previewLimit = { lines: 5_000, milliseconds: 20_000 };

/**
 * Says for every line what it means, and for the first lines what importing them would do: they are truly performed in one transaction,
 * which is then taken back. Leaves the run in the state `previewed`; may be repeated at any time before the import.
 */
export const preview = async (run: Run, importer: Importer, call: Call, log: Log, limit = previewLimit): Promise<void> => {
  const db: Kysely<Tables> = call.db;
  await understandLines(run, importer, call, log);
  await judgeLines(db, run.id);
  const more = await tryOut(run, importer, call, log, limit);
  const counts = await countLines(reading(db), run.id);
  const kept = run.notices.filter((notice) => !ownNotices.has(notice.key));
  const missing = run.mapping.recognised || run.total === 0 ? [] : missingColumns(run.mapping.columns, importer.columns);
  const notices: RunNotice[] = [
    ...kept,
    ...missing.map((column) => ({ key: 'imports.columnMissing', values: { column: column.key } })),
    ...(await mayBeNotice(reading(db), run.id)),
    ...(more ? [{ key: 'imports.previewedPart', values: { count: more.tried, total: more.of } }] : []),
  ];
  await db
    .updateTable('import_run')
    .set({ state: 'previewed', counts: JSON.stringify(counts), notices: JSON.stringify(notices), finished: 0, failure: null })
    .where('id', '=', run.id)
    .where('state', '=', 'read')
    .execute();
};

/** Written anew by every preview. */
const ownNotices = new Set(['imports.columnMissing', 'imports.previewedPart', mayBeKey]);

/** Few enough that what was made of them is gone before it grows old. */
const portion = 200;

const understandLines = async (run: Run, importer: Importer, call: Call, log: Log): Promise<void> => {
  const db: Kysely<Tables> = call.db;
  const names = await importer.names(reading(call.db), call.actor, run.context);
  const resolver = resolverOf(names, await learnedNames(reading(db), Object.keys(names)));
  const missing: Problem[] = run.mapping.recognised
    ? []
    : missingColumns(run.mapping.columns, importer.columns).map((column) => ({ path: [column.key], key: 'imports.noSuchColumn' }));
  for (let after = 0; ; ) {
    const lines = await db
      .selectFrom('import_line')
      .select(['id', 'number', 'place', 'cells', 'chosen', 'meant'])
      .where('run_id', '=', run.id)
      .where('number', '>', after)
      .orderBy('number')
      .limit(portion)
      .execute();
    if (lines.length === 0) return;
    after = lines.at(-1)?.number ?? after;
    const meanings = lines.map((line): Meaning => {
      if (missing.length > 0) return { input: null, label: null, url: null, problems: missing };
      const raw = { place: line.place, cells: cellsOf(line.cells, run.mapping) };
      const onFault = (fault: unknown) => log.warn('An importer failed on a line.', { kind: run.kind, line: line.number, fault });
      return meaningOf(importer, raw, run.context, resolver, onFault, line.meant);
    });
    await writeMeanings(db, lines, meanings);
  }
};

const writeMeanings = (db: AnyDatabase, lines: readonly { id: number }[], meanings: readonly Meaning[]) =>
  sql`
  update import_line set input = found.input, label = found.label, url = found.url, problems = found.problems,
    identity = found.identity, says = found.says, outcome = case when found.input is null then 'notUnderstood' end
  from (select (value ->> 'id')::bigint as id, nullif(value -> 'input', 'null') as input, value ->> 'label' as label, value ->> 'url' as url,
               value -> 'problems' as problems, value ->> 'identity' as identity, value ->> 'says' as says
        from jsonb_array_elements(${asJson(lines.map(({ id }, at) => ({ id, ...meanings[at] })))}::jsonb) value) found
  where import_line.id = found.id`.execute(db);

/**
 * Among the lines about one record: those that contradict each other are unticked, all of them, unless the person has left exactly one of
 * what they say ticked; those that merely repeat an earlier line are told so.
 */
const judgeLines = (db: AnyDatabase, runId: number) =>
  // Over windows, in one pass: of lines that have just come the database knows no figures, and a join of them with themselves went wrong.
  sql`
  update import_line line set problems = jsonb_build_array(jsonb_build_object('path', '[]'::jsonb, 'key', found.key, 'values', found.values)),
    chosen = line.chosen and not found.against, outcome = case when found.against then 'refused' end
  from (
    select one.id, one.against,
      case when one.against then 'imports.contradiction' else 'imports.repeated' end as key,
      case when one.against then jsonb_build_object('lines',
        (select string_agg(number::text, ', ') from (select number from unnest(one.numbers) number where number <> one.number limit 5) others))
        else jsonb_build_object('line', one.first) end as values
    from (
      select id, number, chosen, count(*) over same as many, min(number) filter (where chosen) over same as first,
        (array_agg(number) over same)[1:6] as numbers,
        coalesce(min(says) over same <> max(says) over same, false)
          and coalesce(min(says) filter (where chosen) over same <> max(says) filter (where chosen) over same, true) as against
      from import_line where run_id = ${runId} and identity is not null
      window same as (partition by identity order by number rows between unbounded preceding and unbounded following)
    ) one
    where one.many > 1 and (one.against or (one.chosen and one.number <> one.first))
  ) found where found.id = line.id`.execute(db);

/** Gives how many lines were tried of how many, where it was not all of them. */
const tryOut = async (run: Run, importer: Importer, call: Call, log: Log, limit: typeof previewLimit) => {
  const db: Kysely<Tables> = call.db;
  const waiting = (on: Kysely<Tables>) =>
    on
      .selectFrom('import_line')
      .where('run_id', '=', run.id)
      .where('chosen', '=', true)
      .where('input', 'is not', null)
      .where('outcome', 'is', null);
  const { of } = await waiting(db).select(sql<number>`count(*)`.as('of')).executeTakeFirstOrThrow();
  const until = Date.now() + limit.milliseconds;
  const enough = () => Date.now() > until;
  const onFault = (fault: unknown, { id }: { id: number }) => log.warn('A line failed in a preview.', { run: run.id, line: id, fault });
  const takeBack = Symbol('take back');
  const done: LineDone[] = [];
  await db
    .transaction()
    .execute(async (tx) => {
      for (let after = 0; done.length < limit.lines && !enough(); ) {
        const lines = await waiting(tx)
          .select(['id', 'number', 'input', 'problems'])
          .where('number', '>', after)
          .orderBy('number')
          .limit(Math.min(portion, limit.lines - done.length))
          .execute();
        if (lines.length === 0) break;
        after = lines.at(-1)?.number ?? after;
        const inputs = lines.map(({ id, input }) => ({ id, input: input ?? {} }));
        const repeated = new Map(lines.map((line) => [line.id, line.problems]));
        const part = await performLines(tx as AnyWrites, importer.command, inputs, call, onFault, enough);
        done.push(...part.map((one) => ({ ...one, problems: [...(repeated.get(one.id) ?? []), ...one.problems] })));
      }
      throw takeBack;
    })
    .catch((fault) => {
      if (fault !== takeBack) throw fault;
    });
  await writeOutcomes(call.db, done);
  return done.length < of ? { tried: done.length, of } : undefined;
};
