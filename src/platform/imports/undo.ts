import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { type Actor, holdsEverywhere } from '../access/actor.ts';
import { takeBackRows } from '../audit/take-back.ts';
import type { AnyWrites } from '../db/tables.ts';
import type { Problem } from '../errors.ts';
import type { Importer } from './importer.ts';
import { writeOutcomes } from './outcomes.ts';
import type { RunNotice } from './tables.ts';

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
 * they removed return. What someone else has changed since stays as it is, with whatever its line made beside it (a person keeps the address),
 * and so does what this person may not change; the line is told as kept. Only within a command: the trigger writes the history of the undoing as of everything else. Gives how many records were taken back
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
      const free = rows.filter((row) => !row.stays);
      const reasons = await takeBackOf(tx, table, free, runId, asked);
      for (const row of rows) if (row.stays) reasons.set(row.row_id, [{ path: [], key: 'imports.keptRecord' }]);
      for (const row of rows) {
        const reason = reasons.get(row.row_id);
        if (reason) kept += 1;
        for (const line of row.lines) lines.set(line, withReasons(lines.get(line) ?? [], reason ?? []));
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

/** What stays together is told once. */
const withReasons = (told: readonly Problem[], more: readonly Problem[]): Problem[] => [
  ...told,
  ...more.filter((one) => !told.some((other) => isDeepStrictEqual(one, other))),
];

interface Touched {
  table_name: string;
  row_id: number;
  lines: number[];
  /** Made by a line of which someone has worked on something since. */
  stays: boolean;
}

const touchedRows = async (tx: AnyWrites, runId: number): Promise<Touched[]> => {
  const { rows } = await sql<Touched>`
    with ours as (
      select change.id, change.table_name, change.row_id, change.op, line.id as line_id
      from import_line line join audit on audit.import_line_id = line.id join audit_change change on change.audit_id = audit.id
      where line.run_id = ${runId}
    ), worked_on as (
      select ours.line_id from ours
        join audit_change later on later.table_name = ours.table_name and later.row_id = ours.row_id and later.id > ours.id
        join audit on audit.id = later.audit_id left join import_line line on line.id = audit.import_line_id
      where ours.op = 'insert' and line.run_id is distinct from ${runId}
    )
    select table_name, row_id, array_agg(distinct line_id) as lines,
      bool_or(op = 'insert') and bool_or(line_id in (select line_id from worked_on)) as stays
    from ours group by 1, 2 order by max(id) desc`.execute(tx);
  return rows;
};

/** Gives the reasons by row for those that stay. */
const takeBackOf = async (tx: AnyWrites, table: string, rows: readonly Touched[], runId: number, asked: Asked) => {
  const ids = rows.map((row) => row.row_id);
  return takeBackRows(tx, table, ids, {
    ours: sql`line.run_id = ${runId}`,
    now: asked.now,
    archived: 'import undone',
    allowed: await allowedRows(tx, table, ids, asked),
  });
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
