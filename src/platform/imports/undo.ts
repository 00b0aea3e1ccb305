import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { type Actor, holdsEverywhere } from '../access/actor.ts';
import { withDerived } from '../db/derived.ts';
import type { AnyWrites } from '../db/tables.ts';
import type { Problem } from '../errors.ts';
import type { Importer } from './importer.ts';
import { writeOutcomes } from './outcomes.ts';
import { behindSavepoint } from './savepoint.ts';
import type { RunNotice } from './tables.ts';
import { writeRows } from './write-rows.ts';

/** Who takes back, of what, and whether one row that stays keeps all of them. */
interface Asked {
  now: string;
  actor: Actor;
  importer: Pick<Importer, 'right' | 'mayUndo'>;
  oneForAll: boolean;
}

/** Everything or nothing was asked for, and something would have stayed: the reasons by line. */
export class NotAllUndone extends Error {
  readonly lines: readonly { id: number; problems: readonly Problem[] }[];
  constructor(lines: NotAllUndone['lines']) {
    super('Not everything could be taken back.');
    this.lines = lines;
  }
}

/** What the person asked who wants a run undone: with `all` 1 everything or nothing; `was` is the state before. */
export const undoAsked = (run: { notices: readonly RunNotice[] }) =>
  run.notices.findLast((notice) => notice.key === 'imports.undoReason')?.values;

/**
 * Takes back what the lines of a run did, newest first: rows that they made are archived, values that they changed are given back, rows that
 * they removed return. What someone else has changed since stays as it is, and so does what this person may not change; the line is told as
 * kept. Only within a command: the trigger writes the history of the undoing as of everything else. Gives how many records were taken back
 * and how many kept.
 */
export const takeBack = async (tx: AnyWrites, runId: number, asked: Asked): Promise<{ undone: number; kept: number }> => {
  const touched = await touchedRows(tx, runId);
  const lines = new Map<number, Problem[]>();
  let kept = 0;
  for (let at = 0; at < touched.length; at += portion) {
    const part = touched.slice(at, at + portion);
    for (const table of new Set(part.map((row) => row.table_name))) {
      const rows = part.filter((row) => row.table_name === table);
      const reasons = await takeBackRows(tx, table, rows, runId, asked);
      for (const row of rows) {
        const reason = reasons.get(row.row_id);
        if (reason) kept += 1;
        for (const line of row.lines) lines.set(line, [...(lines.get(line) ?? []), ...(reason ?? [])]);
      }
    }
  }
  if (asked.oneForAll && kept > 0)
    throw new NotAllUndone([...lines].filter(([, problems]) => problems.length > 0).map(([id, problems]) => ({ id, problems })));
  const outcomes = [...lines].map(([id, problems]) => ({
    id,
    outcome: problems.length > 0 ? ('kept' as const) : ('undone' as const),
    problems,
  }));
  await writeOutcomes(tx, outcomes);
  return { undone: touched.length - kept, kept };
};

const portion = 500;

interface Touched {
  table_name: string;
  row_id: number;
  lines: number[];
}

const touchedRows = async (tx: AnyWrites, runId: number): Promise<Touched[]> => {
  const { rows } = await sql<Touched>`
    select change.table_name, change.row_id, array_agg(distinct line.id) as lines
    from import_line line join audit on audit.import_line_id = line.id join audit_change change on change.audit_id = audit.id
    where line.run_id = ${runId} group by 1, 2 order by max(change.id) desc`.execute(tx);
  return rows;
};

type Values = Record<string, unknown>;

interface Change {
  row_id: number;
  op: 'insert' | 'update' | 'delete';
  ours: boolean;
  before: Values;
  after: Values;
}

/** What is to be done to one row, or why it stays. */
interface Plan {
  id: number;
  archive: boolean;
  restore: Values;
  revive: Values | undefined;
  kept: Problem[];
}

/** Gives the reasons by row for those that stay. */
const takeBackRows = async (
  tx: AnyWrites,
  table: string,
  rows: readonly Touched[],
  runId: number,
  asked: Asked,
): Promise<Map<number, Problem[]>> => {
  const ids = rows.map((row) => row.row_id);
  const current = await currentRows(tx, table, ids);
  const changes = Map.groupBy(await historyOf(tx, table, ids, runId), (change) => change.row_id);
  const allowed = await allowedRows(tx, table, ids, asked);
  const plans = ids.map((id): Plan => {
    const plan = planFor(id, changes.get(id) ?? [], current.get(id));
    const touches = plan.archive || plan.revive !== undefined || Object.keys(plan.restore).length > 0;
    return allowed.has(id) || !touches ? plan : { ...untouched(id), kept: [{ path: [], key: 'imports.keptNotYours' }] };
  });
  const failed = await together(tx, () => carryOut(tx, table, plans, asked.now));
  // One row that no longer fits, for example because its reference was given to another, must not hold back the others.
  if (failed)
    for (const plan of plans)
      if (await together(tx, () => carryOut(tx, table, [plan], asked.now))) plan.kept.push({ path: [], key: 'imports.keptNoRoom' });
  return new Map(plans.filter((plan) => plan.kept.length > 0).map((plan) => [plan.id, plan.kept]));
};

/** Those that this person may still change; rows that are gone belong to those who hold the right everywhere. */
const allowedRows = async (tx: AnyWrites, table: string, ids: number[], { actor, importer }: Asked): Promise<Set<number>> => {
  if (holdsEverywhere(actor, importer.right)) return new Set(ids);
  const may = importer.mayUndo?.[table];
  if (!may) return new Set();
  const { rows } = await sql<{ id: number }>`
    select id from ${sql.table(table)} where id = any(${ids}::bigint[]) and ${may(actor)}`.execute(tx);
  return new Set(rows.map(({ id }) => id));
};

const currentRows = async (tx: AnyWrites, table: string, ids: number[]): Promise<Map<number, Values>> => {
  const { rows } = await sql<{ id: number; row: Values }>`
    select id, to_jsonb(it) as row from ${sql.table(table)} it where id = any(${ids}::bigint[]) for update`.execute(tx);
  return new Map(rows.map(({ id, row }) => [id, row]));
};

/** Everything that happened to the rows since the run first touched them, oldest first, private values included. */
const historyOf = async (tx: AnyWrites, table: string, ids: number[], runId: number): Promise<Change[]> => {
  const { rows } = await sql<Change>`
    select change.row_id, change.op, coalesce(line.run_id = ${runId}, false) as ours,
      coalesce(change.before, '{}') || coalesce(hidden.before, '{}') as before, coalesce(change.after, '{}') || coalesce(hidden.after, '{}') as after
    from audit_change change join audit on audit.id = change.audit_id
      left join import_line line on line.id = audit.import_line_id left join audit_hidden hidden on hidden.change_id = change.id
    where change.table_name = ${table} and change.row_id = any(${ids}::bigint[]) order by change.id`.execute(tx);
  return rows;
};

const planFor = (id: number, history: readonly Change[], current: Values | undefined): Plan => {
  const since = history.slice(history.findIndex((change) => change.ours));
  const made = since[0]?.op === 'insert';
  const removed = since.findLast((change) => change.ours && change.op === 'delete');
  const plan = untouched(id);
  if (!current) return { ...plan, revive: made ? undefined : removed?.before };
  if (made) {
    const byOthers = since.some((change) => !change.ours);
    return byOthers ? { ...plan, kept: [{ path: [], key: 'imports.keptRecord' }] } : { ...plan, archive: current.archived_at === null };
  }
  for (const [field, { before, after }] of ourFields(since)) {
    if (isDeepStrictEqual(current[field], after)) plan.restore[field] = before;
    else if (!isDeepStrictEqual(current[field], before)) plan.kept.push({ path: [field], key: 'imports.keptField' });
  }
  return plan;
};

const untouched = (id: number): Plan => ({ id, archive: false, restore: {}, revive: undefined, kept: [] });

/** For each field that the run changed: its value before the first and after the last of our changes that no one else's came between. */
const ourFields = (changes: readonly Change[]): Map<string, { before: unknown; after: unknown }> => {
  const fields = new Map<string, { before: unknown; after: unknown }>();
  for (const change of changes.filter((one) => one.ours && one.op === 'update')) {
    for (const [field, after] of Object.entries(change.after)) {
      const earlier = fields.get(field);
      const joins = earlier && isDeepStrictEqual(earlier.after, change.before[field]);
      fields.set(field, { before: joins ? earlier.before : change.before[field], after });
    }
  }
  return fields;
};

const carryOut = (tx: AnyWrites, table: string, plans: readonly Plan[], now: string): Promise<void> =>
  writeRows(
    tx,
    plans.flatMap(({ id, archive, restore, revive }) => [
      ...(archive ? [{ row: { table, id, set: { archived_at: now, archived_reason: 'import undone' } } }] : []),
      ...(Object.keys(restore).length > 0 ? [{ row: { table, id, set: withDerived(table, restore) } }] : []),
      ...(revive ? [{ row: { table, insert: { ...withDerived(table, revive), id } } }] : []),
    ]),
  );

/** True where the database refused; what was begun is taken back. */
const together = (tx: AnyWrites, work: () => Promise<void>): Promise<boolean> =>
  behindSavepoint(tx, 'import_undo', work).then(
    () => false,
    (fault) => {
      if (!/^23/.test(String((fault as { code?: unknown }).code))) throw fault;
      return true;
    },
  );
