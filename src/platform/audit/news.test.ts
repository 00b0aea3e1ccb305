import { Kysely, PostgresDialect, sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { system } from '../access/actor.ts';
import { type Call, commandsOver, run } from '../command.ts';
import { openPool } from '../db/connect.ts';
import type { AnyDatabase } from '../db/tables.ts';
import type { Domain, Heard } from '../domain.ts';
import type { Services } from '../http/visit.ts';
import { makeLog, silent } from '../log/log.ts';
import { deliverNews, type Troubles } from './news.ts';

const command = commandsOver<Record<string, never>>();
const anyone = async () => undefined;
const say = (name: string) =>
  command({
    name,
    input: z.object({ text: z.string() }),
    subject: anyone,
    perform: ({ tx, input }) =>
      sql`insert into alias (kind, record_id, text, text_key) values (${name}, 1, ${input.text}, ${input.text})`.execute(tx),
  });
const attend = say('event.attend');
const leave = say('event.leave');
const note = say('fact.note');

let database: TestDatabase;
const logged: string[] = [];
const services = (db: AnyDatabase = database.db) => ({ db, log: makeLog('debug', (line) => logged.push(line)) }) as Services;
const call = (db: AnyDatabase = database.db): Call => ({
  db,
  actor: system(),
  via: 'job',
  now: '2026-01-01T00:00:00Z',
  today: '2026-01-01',
});
const words = { en: {}, fr: {}, es: {}, ar: {} };
const listening = (name: string, hears: NonNullable<Domain['hears']>): Domain => ({ name, tables: [], messages: words, hears });

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  logged.length = 0;
});
afterEach(() =>
  sql`truncate listener, audit cascade; delete from alias`
    .execute(database.db)
    .catch(() => sql`truncate listener, audit, alias cascade`.execute(database.db)),
);

/** Other tests share the server, and their open transactions hold the news back for a moment. */
const deliverUntil = async (count: number, domains: readonly Domain[], troubles?: Troubles) => {
  let heard = 0;
  for (let round = 0; round < 200 && heard < count; round++) {
    heard += await deliverNews(services(), domains, troubles);
    if (heard < count) await new Promise((soon) => setTimeout(soon, 25));
  }
  return heard;
};
const facts = async (kind = 'fact.note') =>
  (await sql<{ text: string }>`select text from alias where kind = ${kind} order by id`.execute(database.db)).rows.map(({ text }) => text);

test('a domain hears each command once, in order, and only what it listens to', async () => {
  const heard: Heard[] = [];
  const domains = [
    listening('participation', {
      'event.attend': async (_s, entry) => void heard.push(entry),
      'event.leave': async (_s, entry) => void heard.push(entry),
    }),
  ];
  await run(attend, { text: 'a' }, call());
  await run(note, { text: 'unheard' }, call());
  await run(leave, { text: 'b' }, call());
  await run(attend, { text: 'c' }, call());
  expect(await deliverUntil(3, domains)).toBe(3);
  expect(heard.map((entry) => entry.command)).toEqual(['event.attend', 'event.leave', 'event.attend']);
  expect(heard[0]).toEqual({ id: expect.any(Number), command: 'event.attend', at: '2026-01-01T00:00:00Z', personId: null });
  expect(await deliverNews(services(), domains)).toBe(0);
});

test('a refused command is no news', async () => {
  const refused = command({ name: 'event.attend', input: z.object({}), subject: anyone, perform: () => Promise.reject(new Error('full')) });
  await run(refused, {}, call()).catch(() => {});
  await run(leave, { text: 'x' }, call());
  const heard: string[] = [];
  const hear = async (_s: Services, entry: Heard) => void heard.push(entry.command);
  await deliverUntil(1, [listening('participation', { 'event.attend': hear, 'event.leave': hear })]);
  expect(heard).toEqual(['event.leave']);
});

test('what a listener does is one with having heard: when it fails, nothing is written and it is asked again', async () => {
  let broken = true;
  const domain = listening('participation', {
    'event.attend': async ({ db }, entry) => {
      await run(note, { text: `first ${entry.id}` }, call(db));
      await run(note, { text: `second ${entry.id}` }, call(db));
      if (broken) throw new Error('out of order');
    },
  });
  await run(attend, { text: 'a' }, call());
  const troubles: Troubles = new Map();
  for (let round = 0; round < 200 && troubles.size === 0; round++) await deliverNews(services(), [domain], troubles);
  expect(troubles.get('participation')?.tries).toBe(1);
  expect(logged.filter((line) => line.includes('could not take'))).toHaveLength(1);
  expect(await facts()).toEqual([]);
  expect(await deliverNews(services(), [domain], troubles)).toBe(0);
  expect(troubles.get('participation')?.tries).toBe(1);
  broken = false;
  troubles.clear();
  expect(await deliverUntil(1, [domain], troubles)).toBe(1);
  expect(await facts()).toHaveLength(2);
  const { rows } = await sql`select id from audit where command = 'fact.note' and parent_id is null`.execute(database.db);
  expect(rows).toHaveLength(2);
});

test('a listener that is stuck does not hold up the others, and what came before the trouble stays heard', async () => {
  const heard: string[] = [];
  const stuck = listening('reports', {
    'event.attend': async ({ db }) => void (await run(note, { text: 'attended' }, call(db))),
    'event.leave': () => Promise.reject(new Error('cannot')),
  });
  const fine = listening('participation', { 'event.leave': async (_s, entry) => void heard.push(entry.command) });
  await run(attend, { text: 'a' }, call());
  await run(leave, { text: 'b' }, call());
  await run(attend, { text: 'c' }, call());
  expect(await deliverUntil(2, [stuck, fine])).toBe(2);
  expect(heard).toEqual(['event.leave']);
  expect(await facts()).toEqual(['attended']);
});

test('three processes deliver a thousand pieces of news, and each is noted once', async () => {
  const domain = listening('participation', {
    'event.attend': async ({ db }, entry) => void (await run(note, { text: String(entry.id) }, call(db))),
  });
  await database.db.transaction().execute(async (tx) => {
    await sql`insert into audit (at, command, actor_kind, actor_name, via)
      select now(), 'event.attend', 'system', 'x', 'job' from generate_series(1, 1000)`.execute(tx);
  });
  const pools = [1, 2, 3].map(() => openPool(database.url, silent, 3));
  const others = pools.map((pool): AnyDatabase => new Kysely({ dialect: new PostgresDialect({ pool }) }));
  for (let round = 0; round < 200 && (await facts()).length < 1000; round++) {
    await Promise.all(others.map((db) => deliverNews(services(db), [domain])));
  }
  const noted = await facts();
  expect(noted).toHaveLength(1000);
  expect(new Set(noted).size).toBe(1000);
  expect(noted).toEqual(noted.toSorted((a, b) => Number(a) - Number(b)));
  await Promise.all(pools.map((pool) => pool.end()));
});

test('an entry that is committed late is not missed, though a later number was there first', async () => {
  const heard: number[] = [];
  const domain = listening('participation', { 'event.attend': async (_s, entry) => void heard.push(entry.id) });
  let finish = () => {};
  const held = new Promise<void>((done) => {
    finish = done;
  });
  let began = () => {};
  const started = new Promise<void>((done) => {
    began = done;
  });
  const slow = command({
    name: 'event.attend',
    input: z.object({}),
    subject: anyone,
    perform: async () => {
      began();
      await held;
    },
  });
  const late = run(slow, {}, call());
  await started;
  await run(attend, { text: 'quick' }, call());
  expect(await deliverNews(services(), [domain])).toBe(0);
  finish();
  await late;
  expect(await deliverUntil(2, [domain])).toBe(2);
  expect(heard).toEqual(heard.toSorted((a, b) => a - b));
});

test('a domain that begins to listen later hears everything from the beginning', async () => {
  await run(attend, { text: 'a' }, call());
  await run(leave, { text: 'b' }, call());
  const heard: string[] = [];
  const hear = async (_s: Services, entry: Heard) => void heard.push(entry.command);
  await deliverUntil(1, [listening('participation', { 'event.attend': hear })]);
  await deliverUntil(1, [listening('participation', { 'event.attend': hear, 'event.leave': hear })]);
  expect(heard).toEqual(['event.attend', 'event.leave']);
});

test('after a restore into another server nothing is heard twice and nothing is missed', async () => {
  const heard: string[] = [];
  const hear = (name: string) => async (_s: Services, entry: Heard) => void heard.push(`${name} ${entry.id}`);
  const first = listening('participation', { 'event.attend': hear('participation') });
  const second = listening('reports', { 'event.attend': hear('reports') });
  await run(attend, { text: 'a' }, call());
  await deliverUntil(2, [first, second]);
  await run(attend, { text: 'b' }, call());
  await deliverUntil(1, [first]);
  await run(attend, { text: 'c' }, call());
  // The numbers of a server that has lived much longer than this one.
  await sql`update audit set txid = (txid::text::bigint + 4000000000)::text::xid8`.execute(database.db);
  await sql`update listener set txid = (txid::text::bigint + 4000000000)::text::xid8`.execute(database.db);
  expect(await deliverUntil(3, [first, second])).toBe(3);
  await run(attend, { text: 'd' }, call());
  expect(await deliverUntil(2, [first, second])).toBe(2);
  expect(new Set(heard).size).toBe(heard.length);
  expect(heard).toHaveLength(8);
});
