import { type Kysely, sql, type Transaction } from 'kysely';
import { system } from '../access/actor.ts';
import { type AnyCommand, type Call, run as runCommand } from '../command.ts';
import type { AnyDatabase, AnyWrites, Reads } from '../db/tables.ts';
import type { Log } from '../log/log.ts';
import { isDiskFull } from '../trouble.ts';
import { type Desk, importerOf } from './desk.ts';
import type { Importer } from './importer.ts';
import { mayBeKey, mayBeNotice } from './may-be.ts';
import { writeOutcomes } from './outcomes.ts';
import { type LineDone, performLines } from './perform.ts';
import { preview } from './preview.ts';
import { countLines, type Run } from './queries.ts';
import { reading } from './reading.ts';
import type { RunState, Tables } from './tables.ts';
import { NotAllUndone, undoAsked } from './undo.ts';

/** What the runner needs of the program. */
export interface Workplace {
  db: AnyDatabase;
  log: Log;
}

export interface Pace {
  /** Lines in one transaction at most, and milliseconds after which it is ended early so that the reader sees progress. */
  lines: number;
  milliseconds: number;
  /** Stops between two transactions; the next start goes on from there. */
  signal?: AbortSignal;
}

const usualPace: Pace = { lines: 200, milliseconds: 500 };

/**
 * Does what a run waits for: its preview, its import or its undoing. Where it was interrupted it goes on exactly there, because every line's
 * outcome is written in the transaction of its command. Two hands never work on the same run at once.
 */
export const workOn = async (desk: Desk, undo: AnyCommand, place: Workplace, runId: number, given: Partial<Pace> = {}): Promise<void> => {
  const pace = { ...usualPace, ...given };
  // Whoever holds the run may just be ending the step before: wait for it, without keeping a connection, as long as there is work.
  while (!(await tryAlone(desk, undo, place, runId, pace))) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (pace.signal?.aborted || !(await isWaiting(place.db, runId))) return;
  }
};

/** False where another hand holds the run. */
const tryAlone = (desk: Desk, undo: AnyCommand, place: Workplace, runId: number, pace: Pace): Promise<boolean> =>
  place.db.connection().execute(async (connection) => {
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_lock(${lock}, ${runId}::integer) as mine`.execute(connection);
    if (!rows[0]?.mine) return false;
    try {
      await workAlone(desk, undo, place, runId, pace);
      return true;
    } finally {
      await sql`select pg_advisory_unlock(${lock}, ${runId}::integer)`.execute(connection);
    }
  });

const waiting: readonly RunState[] = ['read', 'running', 'undoing'];

const isWaiting = async (db: Kysely<Tables>, runId: number): Promise<boolean> => {
  const run = await db.selectFrom('import_run').select('state').where('id', '=', runId).executeTakeFirst();
  return run !== undefined && waiting.includes(run.state);
};

/** Any number will do, as long as every version of Plenary uses the same. */
const lock = 7_536_382;

/** Takes up every run that a stopped or killed program left unfinished. */
export const unfinishedRuns = async (db: Reads<Tables>): Promise<number[]> => {
  const rows = await db.selectFrom('import_run').select('id').where('state', 'in', waiting).orderBy('id').execute();
  return rows.map((row) => row.id);
};

const workAlone = async (desk: Desk, undo: AnyCommand, place: Workplace, runId: number, pace: Pace): Promise<void> => {
  const db: Kysely<Tables> = place.db;
  const run = await db.selectFrom('import_run').selectAll().where('id', '=', runId).executeTakeFirstOrThrow();
  if (!waiting.includes(run.state)) return;
  try {
    const importer = importerOf(desk, run.kind);
    const call = await callFor(desk, place.db, run);
    if (!call) return await fail(db, run, 'imports.actorGone');
    if (run.state === 'read') await preview(run, importer, call, place.log);
    else if (run.state === 'undoing') await runCommand(undo, { id: runId }, call);
    else if (run.one_for_all) await oneForAll(run, importer, call, place, pace);
    else await lineByLine(run, importer, call, place, pace);
  } catch (fault) {
    if (fault instanceof NotAllUndone) return await keepAll(db, run, fault);
    place.log.error('An import stopped.', { run: runId, fault });
    await untilTold(() => fail(db, run, isDiskFull(fault) ? 'imports.stoppedFull' : 'imports.stopped'), pace);
  }
};

/** What stopped an import may also keep us from writing that down: then it is tried until it can be, or until the next start takes it up. */
const untilTold = async (tell: () => Promise<void>, { signal }: Pace): Promise<void> => {
  while (!signal?.aborted) {
    const told = await tell().then(
      () => true,
      () => false,
    );
    if (told) return;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
};

/** Everything stays, and the lines that were in the way say why. */
const keepAll = async (db: Kysely<Tables>, run: Run, { lines }: NotAllUndone): Promise<void> => {
  for (const { id, problems } of lines)
    await db
      .updateTable('import_line')
      .set({ problems: JSON.stringify(problems) })
      .where('id', '=', id)
      .execute();
  const state = undoAsked(run)?.was === 'failed' ? 'failed' : 'done';
  await db.updateTable('import_run').set({ state, failure: 'imports.nothingUndone' }).where('id', '=', run.id).execute();
};

const fail = async (db: Kysely<Tables>, run: Run, failure: string): Promise<void> => {
  const counts = JSON.stringify(await countLines(reading(db), run.id));
  await db.updateTable('import_run').set({ state: 'failed', failure, counts, ended_at: sql`now()` }).where('id', '=', run.id).execute();
};

/** The import acts as the person who asked for it, with the rights that they hold now and never more than the token that they used. */
const callFor = async (desk: Desk, db: AnyDatabase, run: Run): Promise<Call | undefined> => {
  const now = Temporal.Now.instant().toString();
  const today = now.slice(0, 10);
  const actor = run.person_id === null ? system(run.actor_name) : await desk.actorOf(reading(db), run.person_id, today);
  if (!actor) return undefined;
  const { scopes } = run.mapping;
  const reason = undoAsked(run)?.reason;
  return {
    db,
    // Whoever was allowed to ask for the undoing was allowed the undoing.
    actor: scopes && run.state !== 'undoing' ? { ...actor, scopes } : actor,
    via: 'import',
    now,
    today,
    ...(run.state === 'undoing' && reason !== undefined ? { reason: String(reason) } : {}),
  };
};

const lineByLine = async (run: Run, importer: Importer, call: Call, place: Workplace, pace: Pace): Promise<void> => {
  const db: Kysely<Tables> = call.db;
  for (let after = 0; ; ) {
    if (pace.signal?.aborted) return;
    const last = await patiently(() => db.transaction().execute((tx) => oneBatch(tx, run, importer, after, call, place, pace)));
    if (last === undefined) break;
    after = last;
  }
  await finish(db, run);
};

/** Gives the number of the last line that it did, undefined where nothing is left to do. */
const oneBatch = async (
  tx: Transaction<Tables>,
  run: Run,
  importer: Importer,
  after: number,
  call: Call,
  place: Workplace,
  pace: Pace,
): Promise<number | undefined> => {
  const lines = await nextLines(tx, run.id, after, pace.lines);
  if (lines.length === 0) return undefined;
  const until = Date.now() + pace.milliseconds;
  const done = await performLines(tx as AnyWrites, importer.command, lines, call, tellFault(place.log, run), () => Date.now() > until);
  await writeOutcomes(tx as AnyWrites, done);
  await sql`update import_run set finished = finished + ${done.length} where id = ${run.id}`.execute(tx);
  return lines[done.length - 1]?.number;
};

/** Everything in one transaction: killed, nothing is written. Goes through all lines even after one is refused, so that all reasons are known. */
const oneForAll = async (run: Run, importer: Importer, call: Call, place: Workplace, pace: Pace): Promise<void> => {
  const db: Kysely<Tables> = call.db;
  const takeBack = Symbol('take back');
  const refused: LineDone[] = [];
  let finished = 0;
  let told = Date.now();
  // Beside the transaction, and not waited for: that would be one connection waiting for another.
  const tell = (finished: number) =>
    void db
      .updateTable('import_run')
      .set({ finished })
      .where('id', '=', run.id)
      .where('state', '=', 'running')
      .execute()
      .catch((fault) => place.log.warn('The progress of an import was not told.', { run: run.id, fault }));
  const written = await db
    .transaction()
    .execute(async (tx) => {
      for (let after = 0; ; ) {
        if (pace.signal?.aborted) throw takeBack;
        const lines = await nextLines(tx, run.id, after, pace.lines);
        if (lines.length === 0) break;
        const done = await performLines(tx as AnyWrites, importer.command, lines, call, tellFault(place.log, run));
        after = lines.at(-1)?.number ?? after;
        finished += done.length;
        refused.push(...done.filter((one) => one.outcome === 'refused'));
        await writeOutcomes(tx as AnyWrites, done);
        if (Date.now() - told > 500) {
          told = Date.now();
          tell(finished);
        }
      }
      if (refused.length > 0) throw takeBack;
      await finish(tx, run);
      return true;
    })
    .catch((fault) => {
      if (fault !== takeBack) throw fault;
      return false;
    });
  if (written || pace.signal?.aborted) return;
  await writeOutcomes(place.db, refused);
  await fail(db, run, 'imports.nothingWritten');
};

const nextLines = async (tx: Kysely<Tables>, runId: number, after: number, limit: number) => {
  const rows = await tx
    .selectFrom('import_line')
    .select(['id', 'number', 'input'])
    .where('run_id', '=', runId)
    .where('number', '>', after)
    .where('chosen', '=', true)
    .where('outcome', 'is', null)
    .where('input', 'is not', null)
    .orderBy('number')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, input: row.input ?? {} }));
};

const finish = async (db: Kysely<Tables>, run: Run): Promise<void> => {
  const counts = JSON.stringify(await countLines(reading(db), run.id));
  // Of a long source the preview had tried a part only.
  const notices = JSON.stringify([...run.notices.filter(({ key }) => key !== mayBeKey), ...(await mayBeNotice(reading(db), run.id))]);
  await db
    .updateTable('import_run')
    .set({ state: 'done', counts, notices, failure: null, ended_at: sql`now()`, finished: sql`total` })
    .where('id', '=', run.id)
    .execute();
};

const tellFault = (log: Log, run: Run) => (fault: unknown, line: { id: number }) =>
  log.error('A line of an import failed.', { run: run.id, line: line.id, fault });

/** A deadlock or a short loss of the database is waited out; three times in a row it is a fault. */
const patiently = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  for (const wait of [100, 1_000]) {
    try {
      return await work();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return work();
};
