import { sql } from 'kysely';
import type { AnyDatabase } from './tables.ts';

/** One step of the schema's history. Its name is recorded for ever and must not change once released. */
export type Migration = { name: string; up(db: AnyDatabase): Promise<void> };

/**
 * Takes the database forward to the last of these migrations, each in its own transaction, and gives the names of those it ran.
 * Programs that start together wait for one another. Throws an Error when the database is ahead of this version.
 */
export async function migrate(db: AnyDatabase, migrations: readonly Migration[]): Promise<string[]> {
  return db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${lock})`.execute(connection);
    try {
      await sql`create table if not exists migration (name text primary key, run_at timestamptz not null default now())`.execute(
        connection,
      );
      const done = await recordedMigrations(connection);
      refuseNewer(done, migrations);
      const due = migrations.filter(({ name }) => !done.includes(name));
      for (const migration of due) await run(connection, migration);
      return due.map(({ name }) => name);
    } finally {
      await sql`select pg_advisory_unlock(${lock})`.execute(connection);
    }
  });
}

/** The migrations that a database has seen, oldest first. */
export async function recordedMigrations(db: AnyDatabase): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from migration order by run_at, name`.execute(db);
  return rows.map(({ name }) => name);
}

/** Any number will do, as long as every version of Plenary uses the same. */
const lock = 7_536_381;

function refuseNewer(done: readonly string[], migrations: readonly Migration[]): void {
  const unknown = done.filter((name) => !migrations.some((migration) => migration.name === name));
  if (unknown.length === 0) return;
  throw new Error(`This database belongs to a newer version of Plenary: it knows ${unknown.join(', ')}, which this version does not.`);
}

async function run(db: AnyDatabase, { name, up }: Migration): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await up(tx);
    await tx.insertInto('migration').values({ name }).execute();
  });
}
