import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { system } from '../access/actor.ts';
import { type Call, commandsOver, run } from '../command.ts';
import type { AnyReads } from '../db/tables.ts';
import { asAt, historyOf } from './history.ts';

interface Tables {
  person: { id: number; display_name: string; given_name: string | null };
  email: { id: number; person_id: number; typed: string; address_key: string };
}
const command = commandsOver<Tables>();
const anyone = async () => undefined;

const addPerson = command({
  name: 'person.add',
  input: z.object({ name: z.string(), address: z.string() }),
  subject: anyone,
  perform: async ({ tx, input }) => {
    const { rows } = await sql<{ id: number }>`insert into person (display_name) values (${input.name}) returning id`.execute(tx);
    const id = rows[0]?.id ?? 0;
    await sql`insert into email (person_id, typed, address_key) values (${id}, ${input.address}, ${input.address.toLowerCase()})`.execute(
      tx,
    );
    return id;
  },
});
const renamePerson = command({
  name: 'person.rename',
  input: z.object({ id: z.number(), name: z.string(), given: z.string().nullable().default(null) }),
  subject: anyone,
  perform: ({ tx, input }) =>
    sql`update person set display_name = ${input.name}, given_name = ${input.given} where id = ${input.id}`.execute(tx),
});
const changeAddress = command({
  name: 'email.change',
  input: z.object({ person: z.number(), address: z.string() }),
  subject: anyone,
  perform: ({ tx, input }) =>
    sql`update email set typed = ${input.address}, address_key = ${input.address} where person_id = ${input.person}`.execute(tx),
});
const erasePerson = command({
  name: 'person.erase',
  input: z.object({ id: z.number() }),
  subject: anyone,
  perform: async ({ tx, input }) => {
    await sql`delete from email where person_id = ${input.id}`.execute(tx);
    await sql`delete from person where id = ${input.id}`.execute(tx);
  },
});

let database: TestDatabase;
let reads: AnyReads;
beforeAll(async () => {
  database = await testDatabase();
  reads = database.db as unknown as AnyReads;
});
afterAll(() => database.drop());

const call = (now: string, more: Partial<Call> = {}): Call => ({
  db: database.db,
  actor: { ...system('Ana Reyes'), kind: 'person', personId: 7 },
  via: 'page',
  now,
  today: now.slice(0, 10),
  ...more,
});

const unnamed = { beforeNames: null, afterNames: null, part: null, keptPrivate: false };

test('the history of a person tells who did what, newest first, with what was there before', async () => {
  const id = await run(addPerson, { name: 'Badr', address: 'Badr@example.org' }, call('2026-01-01T10:00:00Z', { via: 'api' }));
  await run(renamePerson, { id, name: 'Badr Haddad', given: 'Badr' }, call('2026-02-01T10:00:00Z', { reason: 'asked for it' }));
  await run(renamePerson, { id, name: 'Badr Haddad', given: 'Badr' }, call('2026-02-02T10:00:00Z'));
  const history = await historyOf(reads, [{ table: 'person', id }], { actor: system() });
  expect(history.map(({ command: name, at, who, personId, via, reason }) => ({ name, at, who, personId, via, reason }))).toEqual([
    { name: 'person.rename', at: '2026-02-01T10:00:00Z', who: 'Ana Reyes', personId: 7, via: 'page', reason: 'asked for it' },
    { name: 'person.add', at: '2026-01-01T10:00:00Z', who: 'Ana Reyes', personId: 7, via: 'api', reason: null },
  ]);
  expect(history[0]?.changes).toEqual([
    { table: 'person', rowId: id, op: 'update', field: 'display_name', before: 'Badr', after: 'Badr Haddad', ...unnamed },
    { table: 'person', rowId: id, op: 'update', field: 'given_name', before: null, after: null, ...unnamed, keptPrivate: true },
  ]);
  expect(history[1]?.changes).toEqual([
    { table: 'person', rowId: id, op: 'insert', field: 'display_name', before: null, after: 'Badr', ...unnamed },
    { table: 'person', rowId: id, op: 'insert', field: 'languages', before: null, after: null, ...unnamed, keptPrivate: true },
  ]);
  expect(history[1]?.source).toBeNull();
});

test('with its child rows, a private value shows only that it changed', async () => {
  const id = await run(addPerson, { name: 'Chen', address: '用户@例子.广告' }, call('2026-01-01T10:00:00Z'));
  const other = await run(addPerson, { name: 'Dina', address: 'dina@example.org' }, call('2026-01-01T11:00:00Z'));
  await run(changeAddress, { person: id, address: 'chen@example.org' }, call('2026-03-01T10:00:00Z'));
  const history = await historyOf(reads, [
    { table: 'person', id },
    { table: 'email', of: 'person_id', id },
  ]);
  expect(history.map((entry) => entry.command)).toEqual(['email.change', 'person.add']);
  expect(history[0]?.changes.map(({ field, before, after, keptPrivate }) => ({ field, before, after, keptPrivate }))).toEqual([
    { field: 'address_key', before: null, after: null, keptPrivate: true },
    { field: 'typed', before: null, after: null, keptPrivate: true },
  ]);
  // A new part is told without the record in whose history it stands.
  const born = history[1]?.changes.map(({ table, field }) => `${table}.${field}`);
  expect(born).toContain('email.typed');
  expect(born).not.toContain('email.person_id');
  expect(JSON.stringify(history)).not.toMatch(/@|例子/);
  expect(await historyOf(reads, [{ table: 'person', id: other }])).toHaveLength(1);
});

test('a long history comes page by page', async () => {
  const id = await run(addPerson, { name: 'Efua', address: 'efua@example.org' }, call('2026-01-01T10:00:00Z'));
  for (let number = 1; number <= 6; number++)
    await run(renamePerson, { id, name: `Efua ${number}` }, call(`2026-01-0${number + 1}T10:00:00Z`));
  const first = await historyOf(reads, [{ table: 'person', id }], { limit: 4 });
  const second = await historyOf(reads, [{ table: 'person', id }], { limit: 4, before: first.at(-1)?.id ?? 0 });
  expect([...first, ...second].map(({ at }) => at.slice(0, 10))).toEqual([7, 6, 5, 4, 3, 2, 1].map((day) => `2026-01-0${day}`));
  expect(await historyOf(reads, [])).toEqual([]);
});

test('a value that came with an import says from which file and place', async () => {
  const keepFile = command({
    name: 'file.keep',
    input: z.object({}),
    subject: anyone,
    perform: async ({ tx }) =>
      (
        await sql<{
          id: number;
        }>`insert into file (sha256, name, media_type, size) values ('ab', 'answer.docx', 'text/plain', 3) returning id`.execute(tx)
      ).rows[0]?.id,
  });
  const fileId = await run(keepFile, {}, call('2026-01-01T09:00:00Z'));
  const { rows } = await sql<{ run: number; line: number }>`
    with run as (insert into import_run (kind, file_id, source_name, actor_name, state) values ('persons', ${fileId}, 'pasted', 'Ana', 'done') returning id)
    insert into import_line (run_id, number, place) select id, 12, '{"table": 2, "row": 5}' from run returning id as line, run_id as run`.execute(
    database.db,
  );
  const { line = 0, run: runId } = rows[0] ?? {};
  const id = await run(
    addPerson,
    { name: 'Farid', address: 'f@example.org' },
    call('2026-01-01T10:00:00Z', { via: 'import', importLineId: line }),
  );
  const [entry] = await historyOf(reads, [{ table: 'person', id }]);
  expect(entry?.source).toEqual({
    runId,
    lineNumber: 12,
    kind: 'persons',
    personId: null,
    name: 'answer.docx',
    fileId,
    place: { table: 2, row: 5 },
  });
});

test('a record can be seen as it stood on a day: before its birth and after its end there is nothing', async () => {
  const id = await run(addPerson, { name: 'Gita', address: 'gita@example.org' }, call('2026-01-01T10:00:00Z'));
  await run(renamePerson, { id, name: 'Gita Rao', given: 'Gita' }, call('2026-02-01T10:00:00Z'));
  await run(renamePerson, { id, name: 'G. Rao', given: null }, call('2026-03-01T10:00:00Z'));
  const email = (await sql<{ id: number }>`select id from email where person_id = ${id}`.execute(database.db)).rows[0]?.id ?? 0;
  await run(erasePerson, { id }, call('2026-04-01T10:00:00Z'));
  expect(await asAt(reads, 'person', id, '2025-12-31T00:00:00Z')).toBeNull();
  expect(await asAt(reads, 'person', id, '2026-01-01T10:00:00Z')).toMatchObject({ id, version: 1, display_name: 'Gita' });
  expect(await asAt(reads, 'person', id, '2026-02-15T00:00:00Z')).toMatchObject({
    version: 2,
    display_name: 'Gita Rao',
    given_name: null,
  });
  expect(await asAt(reads, 'person', id, '2026-03-15T00:00:00Z')).toMatchObject({ version: 3, display_name: 'G. Rao', given_name: null });
  expect(await asAt(reads, 'person', id, '2026-05-01T00:00:00Z')).toBeNull();
  expect(await asAt(reads, 'email', email, '2026-01-02T00:00:00Z')).toMatchObject({ person_id: id, typed: null });
});
