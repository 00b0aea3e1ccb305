import { sql } from 'kysely';
import type { AnyWrites } from '../db/tables.ts';

/** Where the work throws, what it wrote is taken back, the transaction goes on, and the fault is thrown again. */
export const behindSavepoint = async <Result>(tx: AnyWrites, name: string, work: () => Promise<Result>): Promise<Result> => {
  await sql.raw(`savepoint ${name}`).execute(tx);
  try {
    const result = await work();
    await sql.raw(`release savepoint ${name}`).execute(tx);
    return result;
  } catch (fault) {
    // Where the connection itself is gone, that is what the caller has to hear.
    await sql
      .raw(`rollback to savepoint ${name}; release savepoint ${name}`)
      .execute(tx)
      .catch(() => {});
    throw fault;
  }
};
