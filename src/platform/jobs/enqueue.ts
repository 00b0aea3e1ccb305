import { sql } from 'kysely';
import { fromKysely, type PgBoss } from 'pg-boss';
import type { AnyDatabase, AnyWrites, Instant } from '../db/tables.ts';

/**
 * Asks for a job from inside a transaction: it is begun only after the commit, by whichever process works, within some seconds or from
 * `startAt` on. Needs no running job server, so the command line may ask too.
 */
export const enqueue = async (
  tx: AnyWrites | AnyDatabase,
  name: string,
  data: object = {},
  { startAt }: { startAt?: Instant } = {},
): Promise<void> => {
  await sql`insert into job_request (name, data, start_at) values (${name}, ${JSON.stringify(data)}::jsonb, ${startAt ?? null})`.execute(
    tx,
  );
};

/** Hands what was asked for to pg-boss: the request goes and the job comes in one transaction. Requests for queues not in `known` wait. */
export const takeRequests = async (db: AnyDatabase, boss: PgBoss, known: readonly string[]): Promise<void> => {
  for (;;) {
    const taken = await db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ name: string; data: object; start_at: Instant | null }>`
        delete from job_request where id in (
          select id from job_request where name = any(${[...known]}) order by id limit 100 for update skip locked)
        returning name, data, start_at`.execute(tx);
      for (const { name, data, start_at } of rows) {
        await boss.send(name, data, { db: fromKysely(tx), ...(start_at ? { startAfter: start_at } : {}) });
      }
      return rows.length;
    });
    if (taken < 100) return;
  }
};
