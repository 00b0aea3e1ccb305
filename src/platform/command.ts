import { type ExpressionBuilder, type RawBuilder, type Selectable, type SqlBool, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { Actor } from './access/actor.ts';
import { holdsSomewhere } from './access/actor.ts';
import { beginEntry, changesSince, type EntryOutcome, outcomeOf, resumeEntry } from './audit/entry.ts';
import type { AnyDatabase, AnyWrites, Instant } from './db/tables.ts';
import { conflict, forbidden, invalid, notFound } from './errors.ts';
import { fieldProblems, optional, text, whole } from './fields.ts';

/** How a change reached us. */
export type Via = 'page' | 'api' | 'import' | 'job' | 'cli' | 'sample';

/** Who calls, from where and when; everything a command may know of the world around it. */
export interface Call {
  db: AnyDatabase;
  actor: Actor;
  via: Via;
  /** The instant of the call, ISO 8601 UTC; `today` is its day in UTC unless the caller knows better. */
  now: Instant;
  today: string;
  requestId?: string;
  /** The line of an import from which the input came: keeps the place of every imported value. */
  importLineId?: number;
  /** The same form sent twice carries the same key and is performed once. */
  once?: string;
  /** Why, where the person gave a reason. */
  reason?: string;
}

export interface Work<Tables, Input, Subject> {
  tx: Transaction<Tables>;
  input: Input;
  subject: Subject;
  actor: Actor;
  today: string;
  now: Instant;
  call: Call;
}

/** Finds what the command touches, with the permission inside the question; throws *not found* or *forbidden*. */
export type FindSubject<Input, Subject> = (tx: AnyWrites, input: Input, actor: Actor) => Promise<Subject>;

export interface Command<Tables, Schema extends z.ZodType, Subject, Output> {
  /** `noun.verb`, as it stands in the audit log and in the list of permissions. */
  name: string;
  /** What it gives holds a secret: nothing of it is kept for a form sent twice. */
  secret?: true;
  /** Everything that it reads is of one moment. Whoever writes the same record at that moment makes it a conflict. */
  isolation?: 'repeatable read';
  input: Schema;
  subject: FindSubject<z.output<Schema>, Subject>;
  perform: (work: Work<Tables, z.output<Schema>, Subject>) => Promise<Output>;
}

/** Begins the commands of a domain, typed over its tables: `const command = commandsOver<Tables>();`. Only there to infer types. */
export const commandsOver =
  <Tables>() =>
  <Schema extends z.ZodType, Subject, Output>(parts: Command<Tables, Schema, Subject, Output>): Command<Tables, Schema, Subject, Output> =>
    parts;

// biome-ignore lint/suspicious/noExplicitAny: a list of commands of all domains has no common row types.
export type AnyCommand = Command<any, any, any, any>;

/**
 * The one way to change anything: parse the input, find the thing this person may touch, change it, write the audit entry, commit.
 * Throws `Refusal`; on any throw nothing of the command is written.
 */
export const run = async <Tables, Schema extends z.ZodType, Subject, Output>(
  what: Command<Tables, Schema, Subject, Output>,
  input: z.input<Schema> | unknown,
  call: Call,
): Promise<Output> => {
  const { isolation } = what;
  if (!isolation) return call.db.transaction().execute((tx) => runIn(tx, what, input, call));
  const attempt = () =>
    call.db
      .transaction()
      .setIsolationLevel(isolation)
      .execute((tx) => runIn(tx, what, input, call));
  // The one who was overtaken looks once more: the same form sent twice then finds what the first sending did, another one why it is refused.
  return attempt()
    .catch((fault) => (isOvertaken(fault) ? attempt() : Promise.reject(fault)))
    .catch((fault) => {
      throw isOvertaken(fault) ? conflict('record.overtaken') : fault;
    });
};

/** What the database says where two transactions cannot both have seen the same moment. */
const isOvertaken = (fault: unknown): boolean => (fault as { code?: unknown } | null)?.code === '40001';

/** A command within the caller's transaction: all checks, its own audit entry. */
export const within = <Tables, Schema extends z.ZodType, Subject, Output>(
  tx: AnyWrites,
  what: Command<Tables, Schema, Subject, Output>,
  input: z.input<Schema> | unknown,
  { once: _once, ...call }: Call,
): Promise<Output> => runIn(tx, what, input, call);

/**
 * A command that follows from another: the same checks, except that a token made for the outer one reaches it too. With the program as
 * the actor of `call` it does what the outer command has decided, for example a welcome that follows an acceptance.
 */
export const also = <Tables, Schema extends z.ZodType, Subject, Output>(
  tx: AnyWrites,
  what: Command<Tables, Schema, Subject, Output>,
  input: z.input<Schema> | unknown,
  call: Call,
): Promise<Output> => {
  const { scopes: _scopes, ...actor } = call.actor;
  return within(tx, what, input, { ...call, actor });
};

export type RowResult<Output> =
  | { index: number; done: true; outcome: EntryOutcome; output: Output }
  | { index: number; done: false; refusal: unknown };

/**
 * Many inputs for one command. `oneForAll` keeps everything or nothing: the first refusal ends it with that refusal in the results and
 * nothing written. Otherwise every row has its own transaction. `dryRun` performs each row and then takes all of it back, so that a
 * preview says what would really happen.
 */
export const runMany = async <Tables, Schema extends z.ZodType, Subject, Output>(
  what: Command<Tables, Schema, Subject, Output>,
  inputs: readonly { input: unknown; call?: Partial<Call> }[],
  call: Call,
  { oneForAll = false, dryRun = false }: { oneForAll?: boolean; dryRun?: boolean } = {},
): Promise<RowResult<Output>[]> => {
  if (!oneForAll && !dryRun) {
    const results: RowResult<Output>[] = [];
    for (const [index, row] of inputs.entries()) {
      results.push(
        await call.db
          .transaction()
          .execute((tx) => attempt(tx, index, row))
          .catch((refusal) => ({ index, done: false as const, refusal })),
      );
    }
    return results;
  }
  const results: RowResult<Output>[] = [];
  const takeBack = Symbol('take back');
  await call.db
    .transaction()
    .execute(async (tx) => {
      for (const [index, row] of inputs.entries()) {
        await sql`savepoint one_row`.execute(tx);
        try {
          results.push(await attempt(tx, index, row));
          await sql`release savepoint one_row`.execute(tx);
        } catch (refusal) {
          await sql`rollback to savepoint one_row`.execute(tx);
          results.push({ index, done: false, refusal });
          if (oneForAll && !dryRun) throw takeBack;
        }
      }
      if (dryRun) throw takeBack;
    })
    .catch((fault) => {
      if (fault !== takeBack) throw fault;
    });
  return results;

  async function attempt(tx: Transaction<unknown>, index: number, row: (typeof inputs)[number]): Promise<RowResult<Output>> {
    const rowCall = { ...call, ...row.call };
    const output = await runIn(tx, what, row.input, rowCall);
    return { index, done: true, outcome: await outcomeOf(tx), output };
  }
};

/** The subject of a command that makes something new and hangs on nothing but a right held somewhere or, with `wholly`, everywhere. */
export const holding =
  (right: string, { wholly = true }: { wholly?: boolean } = {}): FindSubject<unknown, undefined> =>
  async (_tx, _input, actor) => {
    const reach = actor.kind === 'system' ? 'everywhere' : actor.rights.get(right);
    const allowed = wholly ? reach === 'everywhere' : holdsSomewhere(actor, right);
    if (!allowed) throw forbidden();
    return undefined;
  };

/** The subject of a command open to every signed-in person (their own settings, a saved view). */
export const signedIn: FindSubject<unknown, undefined> = async (_tx, _input, actor) => {
  if (actor.kind === 'visitor') throw forbidden('refusal.signIn');
  return undefined;
};

type Condition<Input> = (actor: Actor, input: Input) => RawBuilder<SqlBool>;

/**
 * The subject that is a row: found by `by`, under `mayRead` (otherwise *not found*) and `may` (otherwise *forbidden*), locked until the
 * end of the transaction. An input with `version` older than the row's answers *conflict* with who changed what.
 */
export const existing =
  <Tables, Name extends keyof Tables & string>(table: Name) =>
  <Input>(rules: {
    by: (row: ExpressionBuilder<Tables, Name>, input: Input) => RawBuilder<SqlBool> | ReturnType<ExpressionBuilder<Tables, Name>['and']>;
    mayRead: Condition<Input>;
    may: Condition<Input>;
    /** Archived rows are not found unless this is set. */
    archivedToo?: boolean;
  }): FindSubject<Input, RowOf<Tables, Name>> =>
  async (tx, input, actor) => {
    const found = await tx
      .selectFrom(table)
      .selectAll()
      .select(sql<boolean>`(${rules.may(actor, input)})`.as('may_it'))
      .where((row) => rules.by(row as unknown as ExpressionBuilder<Tables, Name>, input) as never)
      .where(rules.mayRead(actor, input))
      .forUpdate(table)
      .executeTakeFirst();
    if (!found) throw notFound();
    const { may_it, ...row } = found as Record<string, unknown>;
    if (!may_it) throw forbidden();
    if (row.archived_at && !rules.archivedToo) throw conflict('record.archived');
    const seen = versionSeen(input);
    if (seen != null && typeof row.version === 'number' && row.version !== seen) {
      throw conflict('record.changed', { version: row.version }, await changesSince(tx, table, row.id as number, seen, actor));
    }
    return row as RowOf<Tables, Name>;
  };

/** Not every input declares its version by the same field: what is no version is refused here, at the field. */
const versionSeen = (input: unknown): number | null | undefined => {
  const read = z.object({ version: optional(whole(0)) }).safeParse(input);
  if (!read.success) throw invalid(fieldProblems(read.error));
  return read.data.version;
};

/** A whole row as it is read. */
export type RowOf<Tables, Name extends keyof Tables> = Selectable<Tables[Name]>;

/** The input as the command takes it. Throws where it is not one, and where the actor's token does not reach this command. */
export const admitted = <Schema extends z.ZodType>(
  what: { name: string; input: Schema },
  input: unknown,
  actor: Actor,
): z.output<Schema> => {
  const parsed = what.input.safeParse(input);
  if (!parsed.success) throw invalid(fieldProblems(parsed.error));
  if (actor.scopes && !actor.scopes.includes('*') && !actor.scopes.includes(what.name)) throw forbidden('refusal.tokenScope');
  return parsed.data;
};

const runIn = async <Tables, Schema extends z.ZodType, Subject, Output>(
  tx: AnyWrites,
  what: Command<Tables, Schema, Subject, Output>,
  input: unknown,
  given: Call,
): Promise<Output> => {
  const read = admitted(what, input, given.actor);
  const call = withReason(given);
  const once = what.secret || !call.once ? undefined : keyOf(call.actor, call.once);
  if (once) {
    const earlier = await claim(tx, once);
    if (earlier) return earlier.output as Output;
  }
  const outer = await beginEntry(tx, what.name, call);
  const subject = await what.subject(tx, read, call.actor);
  const output = await what.perform({ tx, input: read, subject, actor: call.actor, today: call.today, now: call.now, call });
  await resumeEntry(tx, outer);
  if (once) await settle(tx, once, output);
  return output;
};

/** A reason is written like any other text: it can be stored, and it is not a book. */
const withReason = ({ reason, ...call }: Call): Call => {
  if (reason === undefined) return call;
  const read = reasonGiven.safeParse({ reason });
  if (!read.success) throw invalid(fieldProblems(read.error));
  return read.data.reason ? { ...call, reason: read.data.reason } : call;
};

const reasonGiven = z.object({ reason: optional(text()) });

/** Each actor has keys of their own: nobody can take or foresee another's. */
const keyOf = (actor: Actor, once: string): string => `${actor.personId ?? actor.kind}:${once}`;

/** Was a command with this key performed by this actor? */
export const alreadyDone = async (db: AnyDatabase, actor: Actor, once: string): Promise<boolean> =>
  (await db.selectFrom('submission').select('key').where('key', '=', keyOf(actor, once)).executeTakeFirst()) !== undefined;

/** Takes the key of a form; a second sender waits for the first and receives its outcome. */
const claim = async (tx: Transaction<unknown>, key: string): Promise<{ output: unknown } | null> => {
  const { rows } = await sql<{ key: string }>`insert into submission (key) values (${key}) on conflict do nothing returning key`.execute(
    tx,
  );
  if (rows.length > 0) return null;
  const earlier = await sql<{ output: unknown }>`select output from submission where key = ${key}`.execute(tx);
  return { output: earlier.rows[0]?.output };
};

const settle = (tx: Transaction<unknown>, key: string, output: unknown) =>
  sql`update submission set output = ${JSON.stringify(output ?? null)}::jsonb where key = ${key}`.execute(tx);
