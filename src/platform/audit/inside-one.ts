import { type Kysely, sql, type Transaction } from 'kysely';
import type { AnyDatabase, AnyWrites } from '../db/tables.ts';

/**
 * Lets work that opens its own transactions, as `run` does, happen inside one that is open already: each becomes a savepoint of it, and all
 * of them are taken back when the work throws. The transactions of the work must follow one another.
 */
export const insideOne = async <Result>(tx: AnyWrites, work: (db: AnyDatabase) => Result | Promise<Result>): Promise<Result> =>
  savepoint(tx, 'one_listener', () => work(nestable(tx)));

const nestable = (tx: Transaction<unknown>): AnyDatabase =>
  new Proxy(tx, {
    get: (target, key) => {
      if (key === 'transaction') return () => ({ execute: (inner: (tx: AnyWrites) => Promise<unknown>) => oneOf(tx, inner) });
      const value = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  }) as Kysely<unknown> as AnyDatabase;

/** The audit entry of one command must not become the parent of the next. */
const oneOf = (tx: AnyWrites, inner: (tx: AnyWrites) => Promise<unknown>) =>
  savepoint(tx, 'one_command', async () => {
    await noEntry(tx);
    const result = await inner(tx);
    await noEntry(tx);
    return result;
  });

const noEntry = (tx: AnyWrites) => sql`select set_config('plenary.audit', '', true)`.execute(tx);

const savepoint = async <Result>(tx: AnyWrites, name: string, work: () => Result | Promise<Result>): Promise<Result> => {
  await sql`savepoint ${sql.id(name)}`.execute(tx);
  try {
    const result = await work();
    await sql`release savepoint ${sql.id(name)}`.execute(tx);
    return result;
  } catch (error) {
    await sql`rollback to savepoint ${sql.id(name)}`.execute(tx);
    await sql`release savepoint ${sql.id(name)}`.execute(tx);
    throw error;
  }
};
