import { type Kysely, sql } from 'kysely';
import type { Call } from '../command.ts';
import type { AnyDatabase } from '../db/tables.ts';
import type { Problem } from '../errors.ts';
import type { Log } from '../log/log.ts';
import { missingColumns } from './columns.ts';
import type { Importer } from './importer.ts';
import { writeOutcomes } from './outcomes.ts';
import { performLines } from './perform.ts';
import { countLines, learnedNames, type Run } from './queries.ts';
import { reading } from './reading.ts';
import type { RunNotice, Tables } from './tables.ts';
import { type Claim, cellsOf, judge, type Meaning, meaningOf, resolverOf } from './understand.ts';

/** How much of a source is tried out before it is imported: lines, and milliseconds in which the records involved stay locked. */
export const previewLimit = { lines: 5_000, milliseconds: 20_000 };

/**
 * Says for every line what it means, and for the first lines what importing them would do: they are truly performed in one transaction,
 * which is then taken back. Leaves the run in the state `previewed`; may be repeated at any time before the import.
 */
export const preview = async (run: Run, importer: Importer, call: Call, log: Log, limit = previewLimit): Promise<void> => {
  const db: Kysely<Tables> = call.db;
  const claims = await understandLines(run, importer, call, log);
  await judgeLines(db, claims);
  const more = await tryOut(run, importer, call, log, limit);
  const counts = await countLines(reading(db), run.id);
  const kept = run.notices.filter((notice) => !ownNotices.has(notice.key));
  const missing = run.mapping.recognised || run.total === 0 ? [] : missingColumns(run.mapping.columns, importer.columns);
  const notices: RunNotice[] = [
    ...kept,
    ...missing.map((column) => ({ key: 'imports.columnMissing', values: { column: column.key } })),
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
const ownNotices = new Set(['imports.columnMissing', 'imports.previewedPart']);

const portion = 1_000;

const understandLines = async (run: Run, importer: Importer, call: Call, log: Log): Promise<Map<string, Claim[]>> => {
  const db: Kysely<Tables> = call.db;
  const names = await importer.names(reading(call.db), call.actor, run.context);
  const resolver = resolverOf(names, await learnedNames(reading(db), Object.keys(names)));
  const missing: Problem[] = run.mapping.recognised
    ? []
    : missingColumns(run.mapping.columns, importer.columns).map((column) => ({ path: [column.key], key: 'imports.noSuchColumn' }));
  const claims = new Map<string, Claim[]>();
  for (let after = 0; ; ) {
    const lines = await db
      .selectFrom('import_line')
      .select(['id', 'number', 'place', 'cells', 'chosen'])
      .where('run_id', '=', run.id)
      .where('number', '>', after)
      .orderBy('number')
      .limit(portion)
      .execute();
    if (lines.length === 0) return claims;
    after = lines.at(-1)?.number ?? after;
    const meanings = lines.map((line): Meaning => {
      if (missing.length > 0) return { input: null, label: null, url: null, problems: missing };
      const raw = { place: line.place, cells: cellsOf(line.cells, run.mapping) };
      const onFault = (fault: unknown) => log.warn('An importer failed on a line.', { kind: run.kind, line: line.number, fault });
      return meaningOf(importer, raw, run.context, resolver, onFault);
    });
    await writeMeanings(db, lines, meanings);
    for (const [at, line] of lines.entries()) {
      const { identity, says } = meanings[at] as Meaning;
      if (identity === undefined || says === undefined) continue;
      const same = claims.get(identity) ?? [];
      same.push({ id: line.id, number: line.number, chosen: line.chosen, says });
      claims.set(identity, same);
    }
  }
};

const writeMeanings = (db: AnyDatabase, lines: readonly { id: number }[], meanings: readonly Meaning[]) =>
  sql`
  update import_line set input = found.input, label = found.label, url = found.url, problems = found.problems,
    outcome = case when found.input is null then 'notUnderstood' end
  from (select (value ->> 'id')::bigint as id, nullif(value -> 'input', 'null') as input, value ->> 'label' as label, value ->> 'url' as url,
               value -> 'problems' as problems
        from jsonb_array_elements(${asJson(lines.map(({ id }, at) => ({ id, ...picked(meanings[at] as Meaning) })))}::jsonb) value) found
  where import_line.id = found.id`.execute(db);

const picked = ({ input, label, url, problems }: Meaning) => ({ input, label, url, problems });

/** PostgreSQL cannot hold the zero character in a text. */
const asJson = (value: unknown): string => JSON.stringify(value).replaceAll('\\u0000', '');

/** Lines that contradict each other are unticked, all of them, until a person has ticked one. */
const judgeLines = async (db: AnyDatabase, claims: Map<string, Claim[]>): Promise<void> => {
  const verdicts = [...claims.values()].filter((same) => same.length > 1).flatMap((same) => [...judge(same)]);
  for (let at = 0; at < verdicts.length; at += portion) {
    const rows = verdicts
      .slice(at, at + portion)
      .map(([id, problem]) => ({ id, problem, against: problem.key === 'imports.contradiction' }));
    await sql`
      update import_line set problems = jsonb_build_array(found.problem), chosen = chosen and not found.against,
        outcome = case when found.against then 'refused' end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) found (id bigint, problem jsonb, against boolean)
      where import_line.id = found.id`.execute(db);
  }
};

/** Gives how many lines were tried of how many, where it was not all of them. */
const tryOut = async (run: Run, importer: Importer, call: Call, log: Log, limit: typeof previewLimit) => {
  const db: Kysely<Tables> = call.db;
  const waiting = db
    .selectFrom('import_line')
    .where('run_id', '=', run.id)
    .where('chosen', '=', true)
    .where('input', 'is not', null)
    .where('outcome', 'is', null);
  const lines = await waiting.select(['id', 'number', 'input', 'problems']).orderBy('number').limit(limit.lines).execute();
  const { of } = await waiting.select(sql<number>`count(*)`.as('of')).executeTakeFirstOrThrow();
  const until = Date.now() + limit.milliseconds;
  const takeBack = Symbol('take back');
  let done: Awaited<ReturnType<typeof performLines>> = [];
  await call.db
    .transaction()
    .execute(async (tx) => {
      const inputs = lines.map(({ id, input }) => ({ id, input: input ?? {} }));
      const onFault = (fault: unknown, { id }: { id: number }) => log.warn('A line failed in a preview.', { run: run.id, line: id, fault });
      done = await performLines(tx, importer.command, inputs, call, onFault, () => Date.now() > until);
      throw takeBack;
    })
    .catch((fault) => {
      if (fault !== takeBack) throw fault;
    });
  const repeated = new Map(lines.map((line) => [line.id, line.problems]));
  await writeOutcomes(
    call.db,
    done.map((one) => ({ ...one, problems: [...(repeated.get(one.id) ?? []), ...one.problems] })),
  );
  return done.length < of ? { tried: done.length, of } : undefined;
};
