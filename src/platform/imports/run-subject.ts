import { sql } from 'kysely';
import type { FindSubject } from '../command.ts';
import type { Writes } from '../db/tables.ts';
import { conflict } from '../errors.ts';
import { id } from '../fields.ts';
import type { Desk } from './desk.ts';
import { findRun, type Run } from './queries.ts';
import { reading } from './reading.ts';
import type { RunState, Tables } from './tables.ts';

export const ofRun = { id: id() };

/** A run in one of these states, locked; anything that waits for the background answers *conflict*. */
export const inState =
  (desk: Desk, ...states: readonly RunState[]): FindSubject<{ id: number }, Run> =>
  async (tx, input, actor) => {
    await tx.selectFrom('import_run').select('id').where('id', '=', input.id).forUpdate().execute();
    const run = await findRun(reading(tx), desk.importers, actor, input.id);
    if (states.includes(run.state)) return run;
    throw conflict(run.state === 'read' || run.state === 'running' || run.state === 'undoing' ? 'imports.busy' : 'imports.tooLate');
  };

/** Before its import a run may be corrected. */
export const beforeImport = (desk: Desk): FindSubject<{ id: number }, Run> => inState(desk, 'previewed', 'failed');

export const askPreview = (tx: Writes<Tables>, run: Run) =>
  tx.updateTable('import_run').set({ state: 'read', failure: null }).where('id', '=', run.id).execute();

/** Lines whose outcome is the truth and no longer the preview's. */
export const writtenLines = async (tx: Writes<Tables>, runId: number): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from import_line line join import_run run on run.id = line.run_id
    where run.id = ${runId} and run.started_at is not null and line.outcome in ('new', 'changed', 'unchanged', 'kept')`.execute(tx);
  return rows[0]?.count ?? 0;
};

export const refuseAfterWriting = async (tx: Writes<Tables>, run: Run): Promise<void> => {
  if ((await writtenLines(tx, run.id)) > 0) throw conflict('imports.alreadyBegun');
};
