import { isDeepStrictEqual } from 'node:util';
import { type RawBuilder, sql } from 'kysely';
import { withDerived } from '../db/derived.ts';
import type { AnyWrites } from '../db/tables.ts';
import type { Problem } from '../errors.ts';
import { behindSavepoint } from '../imports/savepoint.ts';
import { writeRows } from '../imports/write-rows.ts';

export interface TakenBack {
  /** Which changes are to be taken back; asked of `change`, `audit` and, where it came with one, the `line` of an import. */
  ours: RawBuilder<unknown>;
  now: string;
  /** Stands as the reason with rows that are archived because the changes made them. */
  archived: string;
  /** The rows that may be touched; without it all. */
  allowed?: ReadonlySet<number>;
}

/**
 * Takes back what some changes did to these rows of a table: rows that they made are archived, values that they changed are given back, rows
 * that they removed return. What someone else has changed since stays as it is. Only within a command: the trigger writes the history of the
 * taking back as of everything else. Gives the reasons by row for those that stay.
 */
export const takeBackRows = async (
  tx: AnyWrites,
  table: string,
  ids: readonly number[],
  asked: TakenBack,
): Promise<Map<number, Problem[]>> => {
  const current = await currentRows(tx, table, ids);
  const changes = Map.groupBy(await historyOf(tx, table, ids, asked.ours), (change) => change.row_id);
  const plans = ids.map((id): Plan => {
    const plan = planFor(id, changes.get(id) ?? [], current.get(id));
    const touches = plan.archive || plan.revive !== undefined || Object.keys(plan.restore).length > 0;
    if (!touches || !asked.allowed || asked.allowed.has(id)) return plan;
    return { ...untouched(id), kept: [{ path: [], key: 'imports.keptNotYours' }] };
  });
  const failed = await together(tx, () => carryOut(tx, table, plans, asked));
  // One row that no longer fits, for example because its reference was given to another, must not hold back the others.
  if (failed)
    for (const plan of plans)
      if (await together(tx, () => carryOut(tx, table, [plan], asked))) plan.kept.push({ path: [], key: 'imports.keptNoRoom' });
  return new Map(plans.filter((plan) => plan.kept.length > 0).map((plan) => [plan.id, plan.kept]));
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

const currentRows = async (tx: AnyWrites, table: string, ids: readonly number[]): Promise<Map<number, Values>> => {
  const { rows } = await sql<{ id: number; row: Values }>`
    select id, to_jsonb(it) as row from ${sql.table(table)} it where id = any(${[...ids]}::bigint[]) for update`.execute(tx);
  return new Map(rows.map(({ id, row }) => [id, row]));
};

/** Everything that happened to the rows, oldest first, private values included. */
const historyOf = async (tx: AnyWrites, table: string, ids: readonly number[], ours: RawBuilder<unknown>): Promise<Change[]> => {
  const { rows } = await sql<Change>`
    select change.row_id, change.op, coalesce(${ours}, false) as ours,
      coalesce(change.before, '{}') || coalesce(hidden.before, '{}') as before, coalesce(change.after, '{}') || coalesce(hidden.after, '{}') as after
    from audit_change change join audit on audit.id = change.audit_id
      left join import_line line on line.id = audit.import_line_id left join audit_hidden hidden on hidden.change_id = change.id
    where change.table_name = ${table} and change.row_id = any(${[...ids]}::bigint[]) order by change.id`.execute(tx);
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

/** For each field that our changes changed: its value before the first and after the last of them that no one else's came between. */
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

const carryOut = (tx: AnyWrites, table: string, plans: readonly Plan[], { now, archived }: TakenBack): Promise<void> =>
  writeRows(
    tx,
    plans.flatMap(({ id, archive, restore, revive }) => [
      ...(archive ? [{ row: { table, id, set: { archived_at: now, archived_reason: archived } } }] : []),
      ...(Object.keys(restore).length > 0 ? [{ row: { table, id, set: withDerived(table, restore) } }] : []),
      ...(revive ? [{ row: { table, insert: { ...withDerived(table, revive), id } } }] : []),
    ]),
  );

/** True where the database refused; what was begun is taken back. */
const together = (tx: AnyWrites, work: () => Promise<void>): Promise<boolean> =>
  behindSavepoint(tx, 'taking_back', work).then(
    () => false,
    (fault) => {
      if (!/^23/.test(String((fault as { code?: unknown }).code))) throw fault;
      return true;
    },
  );
