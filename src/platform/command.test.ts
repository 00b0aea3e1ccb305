import { type SqlBool, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { system } from './access/actor.ts';
import { type Call, commandsOver, existing, run } from './command.ts';

interface Tables {
  person: { id: number; display_name: string; version: number };
}
const everyone = () => sql<SqlBool>`true`;

/** Says nothing itself of what a version is. */
const rename = commandsOver<Tables>()({
  name: 'person.rename',
  input: z.object({ id: z.number(), name: z.string(), version: z.unknown() }),
  subject: existing<Tables, 'person'>('person')<{ id: number }>({
    by: (row, input) => row.and([row('person.id', '=', input.id)]),
    mayRead: everyone,
    may: everyone,
  }),
  perform: ({ tx, input, subject }) => tx.updateTable('person').set({ display_name: input.name }).where('id', '=', subject.id).execute(),
});

let database: TestDatabase;
let id = 0;
const call = (): Call => ({ db: database.db, actor: system(), via: 'job', now: new Date().toISOString(), today: '2026-11-22' });
const renamed = (version?: unknown) => run(rename, { id, name: 'Bea', version }, call());

beforeAll(async () => {
  database = await testDatabase();
  const add = commandsOver<Tables>()({
    name: 'person.add',
    input: z.object({}),
    subject: async () => undefined,
    perform: async ({ tx }) =>
      (await sql<{ id: number }>`insert into person (display_name) values ('Ann') returning id`.execute(tx)).rows[0],
  });
  id = (await run(add, {}, call()))?.id ?? 0;
});
afterAll(() => database.drop());

test.each(['abc', 1.5, -1, {}, [], true, 1e300])('a version that is none (%j) is refused at its field', async (version) => {
  await expect(renamed(version)).rejects.toMatchObject({ kind: 'invalid', problems: [{ path: ['version'] }] });
});

test('the version that was seen passes as a number and as the text of a form, a former one is a conflict', async () => {
  await renamed(1);
  await expect(renamed(1)).rejects.toMatchObject({ kind: 'conflict', key: 'record.changed' });
  await renamed('2');
  await renamed();
  await renamed('');
});
