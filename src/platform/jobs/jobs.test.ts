import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import type { Job } from '../domain.ts';
import type { Services } from '../http/visit.ts';
import { makeLog } from '../log/log.ts';
import { enqueue } from './enqueue.ts';
import { startPulse } from './pulse.ts';
import { deadLetters, type JobsOptions, type RunningJobs, startJobs } from './run.ts';

let database: TestDatabase;
let running: RunningJobs[] = [];
const logged: string[] = [];
const log = makeLog('debug', (line) => logged.push(line));

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
afterEach(async () => {
  await Promise.all(running.map((jobs) => jobs.stop()));
  running = [];
});

const start = (jobs: readonly Job[], options: Omit<JobsOptions, 'connectionString'> = {}): RunningJobs => {
  const services = { db: database.db, log } as Services;
  const started = startJobs(services, jobs, { connectionString: database.url, every: 1, ...options });
  running.push(started);
  return started;
};
const until = async (what: () => boolean | Promise<boolean>) => {
  for (let round = 0; round < 400; round++) {
    if (await what()) return;
    await pause(25);
  }
  throw new Error('It did not happen within ten seconds.');
};

test('starting returns at once and work begins in the background', async () => {
  const before = performance.now();
  const jobs = start([]);
  expect(performance.now() - before).toBeLessThan(200);
  await jobs.ready;
  const { rows } = await sql<{ schema: string }>`select nspname as schema from pg_namespace where nspname = 'pgboss'`.execute(database.db);
  expect(rows).toHaveLength(1);
});

test('a job that a command asked for is done only after the command is kept', async () => {
  const done: unknown[] = [];
  const jobs = start([], { handlers: { 'report.render': async (data) => void done.push(data) } });
  await jobs.ready;
  await database.db
    .transaction()
    .execute(async (tx) => {
      await enqueue(tx, 'report.render', { report: 1 });
      throw new Error('refused');
    })
    .catch(() => {});
  await database.db.transaction().execute(async (tx) => {
    await enqueue(tx, 'report.render', { report: 2 });
    await pause(1500);
    expect(done).toEqual([]);
  });
  await until(() => done.length > 0);
  expect(done).toEqual([{ report: 2 }]);
});

test('a job asked for while nothing works waits for the next start', async () => {
  await enqueue(database.db, 'later', { number: 3 });
  const done: unknown[] = [];
  start([], { handlers: { later: async (data) => void done.push(data) } });
  await until(() => done.length > 0);
  expect(done).toEqual([{ number: 3 }]);
});

test('two processes do each job once', async () => {
  const done: number[] = [];
  const handlers = { count: async (data: Record<string, unknown>) => void done.push(Number(data.number)) };
  await Promise.all([start([], { handlers }).ready, start([], { handlers }).ready]);
  for (let number = 0; number < 12; number++) await enqueue(database.db, 'count', { number });
  await until(() => done.length >= 12);
  await pause(300);
  expect(done.toSorted((a, b) => a - b)).toEqual([...Array(12).keys()]);
});

test('a job that fails is tried again and the fault is logged once each time, with the name of the job', async () => {
  logged.length = 0;
  let tries = 0;
  const jobs = start([], { handlers: { shaky: async () => (++tries === 1 ? Promise.reject(new Error('no luck')) : undefined) } });
  await jobs.send('shaky', {}, { retryDelay: 1, retryBackoff: false });
  await until(() => tries === 2);
  const lines = logged.filter((line) => line.includes('no luck'));
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({ level: 'warn', job: 'shaky', attempt: 1 });
});

test('a job that fails every time ends among the dead letters', async () => {
  logged.length = 0;
  const jobs = start([], { handlers: { hopeless: () => Promise.reject(new Error('never')) } });
  await jobs.send('hopeless', { report: 9 }, { retryLimit: 0 });
  const dead = () => sql<{ data: unknown }>`select data from pgboss.job where name = ${deadLetters}`.execute(database.db);
  await until(async () => (await dead()).rows.length > 0);
  expect((await dead()).rows).toEqual([{ data: { report: 9 } }]);
  expect(logged.filter((line) => line.includes('"error"') && line.includes('hopeless'))).toHaveLength(1);
});

test('stopping finishes what was begun and begins nothing more', async () => {
  let began = 0;
  let finished = 0;
  const jobs = start([], {
    handlers: {
      slow: async () => {
        began += 1;
        await pause(1200);
        finished += 1;
      },
    },
  });
  await jobs.send('slow');
  await jobs.send('slow');
  await until(() => began === 1);
  await jobs.stop();
  expect({ began, finished }).toEqual({ began: 1, finished: 1 });
});

test('a handler can be added while jobs run', async () => {
  const jobs = start([]);
  let done = false;
  await jobs.on('added', async () => {
    done = true;
  });
  await jobs.send('added');
  await until(() => done);
});

test('jobs by the clock keep their hour in UTC, work, and forget those that no longer exist', async () => {
  const schedules = async () =>
    (
      await sql<{ name: string; cron: string; timezone: string }>`select name, cron, timezone from pgboss.schedule order by name`.execute(
        database.db,
      )
    ).rows;
  const seen: unknown[] = [];
  const nightly: Job = { name: 'nightly', cron: '30 2 * * *', work: async (services) => void seen.push(services.db) };
  const first = start([nightly, { name: 'old', cron: '0 * * * *', work: async () => {} }]);
  await first.ready;
  expect(await schedules()).toEqual([
    { name: 'nightly', cron: '30 2 * * *', timezone: 'UTC' },
    { name: 'old', cron: '0 * * * *', timezone: 'UTC' },
  ]);
  await first.stop();
  const second = start([nightly]);
  await second.ready;
  expect((await schedules()).map(({ name }) => name)).toEqual(['nightly']);
  await second.send('nightly');
  await until(() => seen[0] === database.db);
});

test('work that is repeated is done at once when asked, never twice at a time, and its fault is logged once', async () => {
  logged.length = 0;
  let rounds = 0;
  let atATime = 0;
  let most = 0;
  const pulse = startPulse(
    'mail',
    async () => {
      rounds += 1;
      most = Math.max(most, ++atATime);
      await pause(20);
      atATime -= 1;
      throw new Error('no server');
    },
    log,
    60,
  );
  await until(() => rounds === 1);
  for (let times = 0; times < 5; times++) pulse.nudge();
  await until(() => rounds === 2);
  await pulse.stop();
  pulse.nudge();
  await pause(50);
  expect({ rounds, most, atATime }).toEqual({ rounds: 2, most: 1, atATime: 0 });
  expect(logged.filter((line) => line.includes('no server'))).toHaveLength(1);
});

test('a running program can be asked for a round of mails right away', async () => {
  const times: number[] = [];
  const jobs = start([], { pulses: { mail: async () => void times.push(1) }, every: 60 });
  await until(() => times.length === 1);
  jobs.runSoon('mail');
  await until(() => times.length === 2);
});
