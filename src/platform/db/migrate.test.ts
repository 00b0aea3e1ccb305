import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { blankDatabase, type TestDatabase } from '../../../test/database.ts';
import { type Migration, migrate, recordedMigrations } from './migrate.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await blankDatabase();
});
afterEach(() => database.drop());

const making = (name: string): Migration => ({ name, up: async (db) => void (await sql`create table ${sql.table(name)} ()`.execute(db)) });

test('a new database is taken through the whole history, and later only through what is new', async () => {
  expect(await migrate(database.db, [making('a'), making('b')])).toEqual(['a', 'b']);
  expect(await migrate(database.db, [making('a'), making('b'), making('c')])).toEqual(['c']);
  expect(await recordedMigrations(database.db)).toEqual(['a', 'b', 'c']);
});

test('two programs that start together do the work once', async () => {
  const slow: Migration = {
    name: 'slow',
    up: async (db) => void (await sql`create table slow as select 1 as one from pg_sleep(0.2)`.execute(db)),
  };
  const both = await Promise.all([migrate(database.db, [slow]), migrate(database.db, [slow])]);
  expect(both.flat()).toEqual(['slow']);
});

test('a step that fails leaves nothing of itself and keeps those before it', async () => {
  const failing: Migration = {
    name: 'failing',
    up: async (db) => {
      await making('half').up(db);
      await sql`select 1 / 0`.execute(db);
    },
  };
  await expect(migrate(database.db, [making('a'), failing, making('c')])).rejects.toThrow('division by zero');
  expect(await recordedMigrations(database.db)).toEqual(['a']);
  expect((await sql`select to_regclass('half') as half, to_regclass('c') as c`.execute(database.db)).rows).toEqual([
    { half: null, c: null },
  ]);
  expect(await migrate(database.db, [making('a'), making('c')])).toEqual(['c']);
});

test('an older version refuses the database of a newer one', async () => {
  await migrate(database.db, [making('a'), making('b')]);
  await expect(migrate(database.db, [making('a')])).rejects.toThrow('newer version of Plenary: it knows b');
});
