import { type ChildProcess, execFile, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPool } from '../../src/platform/db/connect.ts';
import { type Embedded, startEmbedded } from '../../src/platform/db/embedded.ts';
import { sweepFiles } from '../../src/platform/files/store.ts';
import { silent } from '../../src/platform/log/log.ts';
import { buildWorker } from './build.ts';
import { differences } from './replay.ts';
import { type Acknowledged, chooser, importedRows } from './story.ts';

// The program is killed fifty times while it writes, sometimes while it starts, sometimes together with its database. What it had told to be
// done is found again afterwards, and nothing is there by half. KILL_SEED repeats the choices of an earlier run.

const kills = 50;
const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 1e9));
const choose = chooser(seed);
const root = join(import.meta.dirname, '..', '..');
const worker = join(root, '.build', `kill-${process.pid}.mjs`);
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plenary-kill-')));
const dataDir = join(folder, 'data');
const acknowledgements = join(folder, 'acknowledged.jsonl');

let server: Embedded | undefined;
let db: pg.Pool;
let secondStart: { code: number; said: string };
let opened = 0;

beforeAll(async () => {
  console.log(`Killing with the seed ${seed}.`);
  await buildWorker('worker.ts', worker);
  let next = live();
  for (let life = 0; life < kills; life++) {
    const child = next;
    next = live(life === kills - 1 ? 'once' : '');
    await liveAndDie(child, life);
  }
  const end = ended(next);
  next.send('go');
  expect(await end).toBe(0);
  server = await startEmbedded({ dir: dataDir, log: silent });
  db = openPool(server.connectionString, silent, 4);
}, 600_000);

afterAll(async () => {
  await db?.end();
  // Also where a life went wrong: whoever starts on the folder stops the database that a killed program left running.
  await (server ?? (await startEmbedded({ dir: dataDir, log: silent }))).stop();
  rmSync(worker, { force: true });
  rmSync(folder, { recursive: true, force: true });
});

const live = (mode = ''): ChildProcess =>
  fork(worker, [dataDir, acknowledgements, String(Math.floor(choose() * 1e9)), mode], {
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });

const ended = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.once('exit', (code) => resolve(code)));

/** One life in five ends while it starts. One in five takes the database with it, as when the machine runs out of memory. */
async function liveAndDie(child: ChildProcess, life: number): Promise<void> {
  const end = ended(child);
  const early = choose() < 0.2 && life > 0;
  const withDatabase = choose() < 0.2;
  const wait = choose();
  // Counted in what it says and not in time alone: on a busy machine a life is as full as on a quiet one.
  const lived = says(child, 1 + Math.ceil(wait * 20));
  const open = says(child, 1);
  child.send('go');
  if (early) await pause(wait * 400);
  else {
    expect(await Promise.race([open, end])).toBe(true);
    opened += 1;
    if (life === 0) secondStart = await startAgain();
    expect(await Promise.race([lived, end])).toBe(true);
    await pause(choose() * 30);
  }
  // Whoever is dead already has not lived as it should.
  expect(child.exitCode).toBeNull();
  child.kill('SIGKILL');
  if (withDatabase) killDatabase();
  await end;
}

/** First that its data is open, then each time what it has told. */
const says = (child: ChildProcess, times: number): Promise<true> =>
  new Promise((resolve) => {
    let said = 0;
    child.on('message', () => {
      said += 1;
      if (said >= times) resolve(true);
    });
  });

/** Only where the number in the file is still that of our database: numbers of processes are given again. */
function killDatabase(): void {
  const cluster = join(dataDir, 'postgres');
  try {
    const pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
    if (readlinkSync(`/proc/${pid}/cwd`) === cluster) process.kill(pid, 'SIGKILL');
  } catch {
    // It does not run at this moment, or this system does not tell where processes are.
  }
}

/** The real command line on data that a program is using. */
const startAgain = (): Promise<{ code: number; said: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'bin', 'plenary'), 'serve'],
      { env: { PATH: process.env.PATH, TMPDIR: tmpdir(), DATA_DIR: dataDir, PORT: '0' }, timeout: 60_000 },
      (fault, _out, said) => resolve({ code: fault ? Number(fault.code ?? -1) : 0, said }),
    );
  });

const acknowledged = <Kind extends Acknowledged['kind']>(kind: Kind): Extract<Acknowledged, { kind: Kind }>[] =>
  readFileSync(acknowledgements, 'utf8')
    .split('\n')
    // A line without an end was cut off by a kill: nobody was told.
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Acknowledged)
    .filter((one): one is Extract<Acknowledged, { kind: Kind }> => one.kind === kind);

const all = async <Row>(question: string, values: unknown[] = []): Promise<Row[]> => (await db.query(question, values)).rows;

test('a second start on the same data is refused in plain words', () => {
  expect(secondStart.code).toBe(1);
  expect(secondStart.said).toMatch(/already|another program|in use/i);
});

describe(`after ${kills} kills`, () => {
  test('the program had opened its data again and again, and had written in each life', () => {
    expect(opened).toBeGreaterThan(kills / 2);
    expect(acknowledged('recommendation').length).toBeGreaterThan(kills);
  });

  test('every write that it had told to be done is there', async () => {
    const { rows: titles } = await db.query<{ ref: string; title: string; kept: string[] }>(`
      select ref, title -> 'texts' ->> 'en' as title, (
        select array_agg(change.after -> 'title' -> 'texts' ->> 'en' order by change.id) from audit_change change
        where table_name = 'recommendation' and row_id = recommendation.id and change.after ? 'title') as kept
      from recommendation`);
    const found = new Map(titles.map((one) => [one.ref, one]));
    // The log has each title once: one that was told and lost would be missing, or be written again by a later life.
    expect(
      acknowledged('recommendation').filter(
        ({ ref, written }) => found.get(ref)?.kept.filter((title) => title === `Written ${written}`).length !== 1,
      ),
    ).toEqual([]);
    const edited = titles.filter(({ title }) => title.startsWith('Written'));
    expect(edited.filter(({ title, kept }) => title !== `Written ${kept.length - 1}` || title !== kept.at(-1))).toEqual([]);
    const addresses = new Set((await all<{ one: string }>(`select person_id || ' ' || typed as one from email`)).map(({ one }) => one));
    expect(acknowledged('person').filter(({ id, address }) => !addresses.has(`${id} ${address}`))).toEqual([]);
    const decided = new Set(
      (
        await all<{ one: string }>(
          `select distinct audit_change.row_id || '' as one from audit join audit_change on audit_id = audit.id where command = 'position.finalise'`,
        )
      ).map(({ one }) => one),
    );
    const positions = new Map(
      (
        await all<{ place: string; id: string }>(
          `select recommendation.ref || ' ' || body.ref as place, position.id || '' as id from position join recommendation on recommendation.id = recommendation_id join body on body.id = body_id`,
        )
      ).map(({ place, id }) => [place, id]),
    );
    expect(
      acknowledged('position').filter(({ recommendation, body }) => !decided.has(positions.get(`${recommendation} ${body}`) ?? '')),
    ).toEqual([]);
  });

  test('what belongs together is there as a whole or not at all', async () => {
    const batches = new Map(
      (await all<{ page: string; count: number }>(`select page, count(*) from recommendation where page is not null group by page`)).map(
        ({ page, count }) => [page, count],
      ),
    );
    expect([...batches].filter(([, count]) => count !== 5)).toEqual([]);
    expect(acknowledged('batch').filter(({ page }) => !batches.has(page))).toEqual([]);
    expect(acknowledged('batch').length).toBeGreaterThan(0);
    expect(await all(`select key from submission where output is null`)).toEqual([]);
    expect(
      await all(`select id from position where state = 'final' and (stance is null or decided_on is null or finalised_at is null)`),
    ).toEqual([]);
    expect(
      await all(`select id from person where not exists (select from audit_change where table_name = 'person' and row_id = person.id)`),
    ).toEqual([]);
  });

  test('the log, told from its beginning, gives every record as it stands', async () => {
    expect(await differences(db)).toEqual([]);
    expect(await all(`select id from audit_change where audit_id not in (select id from audit)`)).toEqual([]);
  });

  test('a record changed, made or removed behind the log would be noticed', async () => {
    const client = await db.connect();
    await client.query("begin; set local plenary.restoring to 'on'");
    await client.query("update review set examiner = 'nobody' where ref = 'EDITS'; insert into person (display_name) values ('Nobody')");
    await client.query('delete from position where id = (select min(id) from position)');
    const noticed = await differences(client);
    await client.query('rollback');
    client.release();
    expect(noticed.map((one) => one.match(/^\w+/)?.[0]).sort()).toEqual(['person', 'person', 'position', 'review']);
  });

  test('an import that was cut off was taken up where it was, each line once', async () => {
    const runs = await all<{
      id: number;
      name: string;
      state: string;
      counts: { new?: number };
      total: number;
      finished: number;
      started: boolean;
    }>(
      `select id, source_name as name, state, counts, total, finished, exists (select from audit where command = 'import.run' and audit.id in (select audit_id from audit_change where table_name = 'import_run' and row_id = import_run.id)) as started from import_run`,
    );
    expect(runs.filter(({ state }) => !['previewed', 'done'].includes(state))).toEqual([]);
    const done = runs.filter(({ state }) => state === 'done');
    expect(
      done.filter(({ counts, total, finished }) => counts.new !== importedRows || total !== importedRows || finished !== importedRows),
    ).toEqual([]);
    expect(acknowledged('import').filter(({ name }) => !done.some((one) => one.name === `${name}.csv`))).toEqual([]);
    expect(done.length).toBeGreaterThan(acknowledged('import').length - 1);
    const perLine = await all(
      `select import_line_id from audit where import_line_id is not null and parent_id is null and command = 'recommendation.takeIn' group by 1 having count(*) <> 1`,
    );
    expect(perLine).toEqual([]);
    const [{ records, lines }] = (await all(
      `select (select count(*) from recommendation where ref like 'REC-IMPORTS-%') as records, (select count(*) from import_line where outcome = 'new' and run_id in (select id from import_run where state = 'done')) as lines`,
    )) as [{ records: number; lines: number }];
    expect(records).toBe(lines);
  });

  test('the files are whole, each under its own hash, and broken-off ones can be swept away', async () => {
    const files = join(dataDir, 'files');
    await sweepFiles(dataDir, Date.now() + 2 * 3_600_000);
    const stored = readdirSync(files, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const hashes = new Set(stored.map((path) => relative(files, path).split(sep).join('')));
    const damaged = stored.filter(
      (path) => createHash('sha256').update(readFileSync(path)).digest('hex') !== relative(files, path).split(sep).join(''),
    );
    expect(damaged).toEqual([]);
    const known = await all<{ sha256: string }>('select sha256 from file');
    expect(known.length).toBeGreaterThan(0);
    expect(known.filter(({ sha256 }) => !hashes.has(sha256))).toEqual([]);
  });
});
