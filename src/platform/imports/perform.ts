import { sql, type Transaction } from 'kysely';
import { beginEntries, endEntries } from '../audit/entry.ts';
import { type AnyCommand, admitted, type Call, within } from '../command.ts';
import type { AnyWrites } from '../db/tables.ts';
import { type Problem, Refusal } from '../errors.ts';
import { isTrouble } from '../trouble.ts';
import { type MayBe, mayBeProblems } from './may-be.ts';
import { behindSavepoint } from './savepoint.ts';
import type { LineOutcome } from './tables.ts';
import { Alone, type AnyTakeIn } from './take-in.ts';
import { valueText } from './words.ts';
import { freshIds, writeRows } from './write-rows.ts';

export interface LineInput {
  id: number;
  input: Record<string, unknown>;
}

export interface LineDone {
  id: number;
  outcome: Extract<LineOutcome, 'new' | 'changed' | 'unchanged' | 'refused'>;
  problems: Problem[];
}

/**
 * Performs the lines in the caller's transaction so that a refused line takes back only itself: in sets where the command can, otherwise one
 * after another. What each line did is asked from the audit once for all of them. Throws where the database, not the line, is in trouble.
 */
export const performLines = async (
  tx: AnyWrites,
  what: AnyCommand,
  lines: readonly LineInput[],
  call: Call,
  onFault: OnFault,
  /** Asked now and then: true stops here; the lines after it are not in the answer. */
  enough: () => boolean = () => false,
): Promise<LineDone[]> => {
  const takeIn = (what as { takeIn?: AnyTakeIn }).takeIn;
  const { performed, refused, mayBe } = takeIn
    ? await inSets(tx, what, takeIn, lines, call, onFault, enough)
    : await oneByOne(tx, what, lines, call, onFault, enough);
  const did = await whatTheyDid(tx, performed, takeIn?.makes);
  return performed.map(({ id }) => {
    const problems = refused.get(id);
    if (problems) return { id, outcome: 'refused', problems };
    const done = did.get(id) ?? { id, outcome: 'unchanged', problems: [] };
    return done.outcome === 'new' ? { ...done, problems: mayBeProblems(mayBe.get(id) ?? []) } : done;
  });
};

type OnFault = (fault: unknown, line: LineInput) => void;

interface Performed {
  performed: LineInput[];
  refused: Map<number, Problem[]>;
  /** The records that lines may be about. */
  mayBe: Map<number, readonly MayBe[]>;
}

/** Lines that are asked about, decided and written together. */
const setSize = 200;

const inSets = async (
  tx: AnyWrites,
  what: AnyCommand,
  takeIn: AnyTakeIn,
  lines: readonly LineInput[],
  call: Call,
  onFault: OnFault,
  enough: () => boolean,
): Promise<Performed> => {
  const all: Performed = { performed: [], refused: new Map(), mayBe: new Map() };
  for (let at = 0; at < lines.length && (at === 0 || !enough()); at += setSize) {
    const set = lines.slice(at, at + setSize);
    const one = await behindSavepoint(tx, 'import_set', () => atOnce(tx, takeIn, set, call, onFault)).catch((fault) => {
      // A broken connection, a shutdown, a deadlock or a full disk say nothing about the lines: the whole batch is tried again.
      if (isTrouble(fault)) throw fault;
      // The set as a whole was refused, or its lines build on each other: line by line it shows which line is meant.
      return oneByOne(tx, what, set, call, onFault);
    });
    all.performed.push(...one.performed);
    for (const [id, problems] of one.refused) all.refused.set(id, problems);
    for (const [id, found] of one.mayBe) all.mayBe.set(id, found);
  }
  return all;
};

const atOnce = async (tx: AnyWrites, takeIn: AnyTakeIn, lines: readonly LineInput[], given: Call, onFault: OnFault): Promise<Performed> => {
  const call: Call = { ...given, via: 'import' };
  const refused = new Map<number, Problem[]>();
  const mayBe: Performed['mayBe'] = new Map();
  /** Undefined where the line is refused, which takes nothing back, because nothing was written yet. */
  const attempt = <Result>(line: LineInput, work: () => Result): Result | undefined => {
    try {
      return work();
    } catch (fault) {
      if (fault instanceof Alone) throw fault;
      if (!(fault instanceof Refusal)) onFault(fault, line);
      refused.set(line.id, problemsOf(fault));
      return undefined;
    }
  };
  const read = lines.flatMap((line) => {
    const input = attempt(line, () => admitted(takeIn, line.input, call.actor));
    return input === undefined ? [] : [{ line, input }];
  });
  if (read.length > 0) {
    const inputs = read.map(({ input }) => input);
    const known = await takeIn.ahead(tx, inputs, call.actor, call.today);
    const ids = await freshIds(tx, takeIn.makes, read.length);
    const decided = read.flatMap(({ line, input }, at) => {
      const moment = { id: ids[at] as number, actor: call.actor, now: call.now, today: call.today };
      const { rows, output } = attempt(line, () => takeIn.decide(input, known, moment)) ?? nothing;
      if (output?.mayBe) mayBe.set(line.id, output.mayBe);
      return rows.length > 0 ? [{ line, rows }] : [];
    });
    const entries = await beginEntries(
      tx,
      takeIn.name,
      call,
      decided.map(({ line }) => line.id),
    );
    await writeRows(
      tx,
      decided.flatMap(({ rows }, at) => rows.map((row) => ({ row, entry: entries[at] as number }))),
    );
    await endEntries(tx);
  }
  return { performed: [...lines], refused, mayBe };
};

const nothing = { rows: [], output: undefined };

const oneByOne = async (
  tx: AnyWrites,
  what: AnyCommand,
  lines: readonly LineInput[],
  call: Call,
  onFault: OnFault,
  enough: () => boolean = () => false,
): Promise<Performed> => {
  const refused = new Map<number, Problem[]>();
  const mayBe: Performed['mayBe'] = new Map();
  const performed: LineInput[] = [];
  await sql.raw('savepoint import_line').execute(tx);
  for (const line of lines) {
    try {
      const output = await within(tx, what, line.input, { ...call, via: 'import', importLineId: line.id });
      const found = (output as { mayBe?: readonly MayBe[] } | undefined)?.mayBe;
      if (found) mayBe.set(line.id, found);
      await next(tx);
    } catch (fault) {
      if (isTrouble(fault)) throw fault;
      await sql.raw('rollback to savepoint import_line').execute(tx);
      if (!(fault instanceof Refusal)) onFault(fault, line);
      refused.set(line.id, problemsOf(fault));
    }
    performed.push(line);
    if (enough()) break;
  }
  await sql.raw('release savepoint import_line').execute(tx);
  return { performed, refused, mayBe };
};

/**
 * One round trip between two lines. The entry of the audit ends before the savepoint, so that neither the next line's entry nor the one
 * after a refused line comes to lie inside it.
 */
const next = (tx: Transaction<unknown>) =>
  sql.raw(`select set_config('plenary.audit', '', true); release savepoint import_line; savepoint import_line`).execute(tx);

const problemsOf = (fault: unknown): Problem[] => {
  if (!(fault instanceof Refusal)) return [{ path: [], key: 'imports.fault' }];
  return fault.problems.length > 0 ? [...fault.problems] : [{ path: [], key: fault.key, values: fault.values }];
};

interface Did {
  line: number;
  made: number;
  changes: { before: Record<string, unknown> | null; after: Record<string, unknown> | null }[] | null;
}

/** A line is new where it made a record: a row in the table of its command, where that is known, otherwise any row. */
const whatTheyDid = async (
  tx: Transaction<unknown>,
  lines: readonly LineInput[],
  makes: string | undefined,
): Promise<Map<number, LineDone>> => {
  const ids = lines.map((line) => line.id);
  const { rows } = await sql<Did>`
    select audit.import_line_id as line, count(*) filter (where change.op = 'insert' and change.table_name = coalesce(${makes ?? null}::text, change.table_name))::integer as made,
      jsonb_agg(jsonb_build_object('before', change.before, 'after', change.after) order by change.id) filter (where change.op = 'update') as changes
    from audit join audit_change change on change.audit_id = audit.id
    where audit.import_line_id = any(${ids}::bigint[]) group by 1`.execute(tx);
  return new Map(
    rows.map(({ line, made, changes }) => [
      line,
      { id: line, outcome: made > 0 ? 'new' : 'changed', problems: made > 0 ? [] : changesOf(changes ?? []) },
    ]),
  );
};

/** The values before and after, field by field, as texts: at most twenty fields of 300 letters. */
const changesOf = (changes: NonNullable<Did['changes']>): Problem[] =>
  changes
    .flatMap(({ before, after }) =>
      Object.keys(after ?? {}).map((field) => ({
        path: [field],
        key: 'imports.change',
        values: valuesOf(before?.[field], after?.[field]),
      })),
    )
    .filter(({ path: [field] }) => field !== 'archived_reason')
    .slice(0, 20);

/** Of a text in several languages only those that changed are told. */
const valuesOf = (before: unknown, after: unknown): { before: string; after: string } => {
  const [was, is] = [before, after].map((value) => (value as { texts?: Record<string, string> } | null)?.texts);
  if (!was || !is) return { before: valueText(before), after: valueText(after) };
  const changed = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((language) => was[language] !== is[language]);
  const among = (texts: Record<string, string>) => ({
    texts: Object.fromEntries(changed.flatMap((language) => (texts[language] === undefined ? [] : [[language, texts[language]]]))),
  });
  return { before: valueText(among(was)), after: valueText(among(is)) };
};
