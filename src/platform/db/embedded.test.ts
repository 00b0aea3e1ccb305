import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Log, silent } from '../log/log.ts';
import { openPool } from './connect.ts';
import { startEmbedded } from './embedded.ts';

let folder: string;
const path = (...steps: string[]) => join(folder, ...steps);
const start = (dir = path('data')) => startEmbedded({ dir, log: silent, durable: false });

const programs: ChildProcess[] = [];

/** Making a cluster takes a second, copying one a tenth: only the tests about the first start begin without. */
let prepared: string;
const usePrepared = async () => void (await promisify(execFile)('cp', ['-a', prepared, path('data')]));

beforeAll(async () => {
  prepared = await mkdtemp(join(tmpdir(), 'plenary-embedded-'));
  await (await start(prepared)).stop();
});
afterAll(() => rm(prepared, { recursive: true }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenary-embedded-'));
});
afterEach(async () => {
  for (const program of programs.splice(0)) await end(program, 'SIGKILL');
  // A server that a killed program left behind is stopped by the next start.
  if (await exists(path('data/postgres/postmaster.pid'))) await (await start()).stop();
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

const exists = (file: string) => stat(file).then(Boolean, () => false);
const isAlive = (pid: number) =>
  readFile(`/proc/${pid}/cmdline`, 'utf8').then(
    (line) => line !== '',
    () => false,
  );

async function ask(connectionString: string, question: string) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(question)).rows;
  } finally {
    await client.end();
  }
}

/** A program of its own that starts the database, writes a row and then does as it is told. */
async function program(dir: string, then: string) {
  const source = `
    import { startEmbedded } from ${JSON.stringify(join(import.meta.dirname, 'embedded.ts'))};
    import { silent } from ${JSON.stringify(join(import.meta.dirname, '../log/log.ts'))};
    import pg from ${JSON.stringify(import.meta.resolve('pg'))};
    const server = await startEmbedded({ dir: ${JSON.stringify(dir)}, log: silent });
    const client = new pg.Client({ connectionString: server.connectionString });
    await client.connect();
    await client.query('create table note (body text); insert into note values (1)');
    client.on('error', () => {});
    console.log(server.pid());
    ${then}`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', source], { stdio: ['ignore', 'pipe', 'inherit'] });
  programs.push(child);
  const [line] = await once(child.stdout, 'data');
  return { child, server: Number(String(line)) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

describe('our own database', () => {
  test('is made at the first start and keeps what it was given', async () => {
    const first = await start();
    await ask(first.connectionString, 'create table note (body text); insert into note values (1)');
    await first.stop();
    await first.stop();
    expect(await readdir(path('data'))).toEqual(['plenary.lock', 'postgres']);
    const second = await start();
    expect(await ask(second.connectionString, 'select body from note')).toEqual([{ body: '1' }]);
    await second.stop();
  });

  test('listens on no network, keeps what it acknowledged, and knows the alphabets', async () => {
    const server = await startEmbedded({ dir: path('data'), log: silent });
    const rows = await ask(
      server.connectionString,
      `select current_setting('listen_addresses') as network, current_setting('fsync') as fsync, current_setting('jit') as jit,
        current_setting('server_encoding') as encoding, lower('ÉÑДΩ') as lower, 'é' < 'z' collate "und-x-icu" as alphabetical`,
    );
    await server.stop();
    expect(rows).toEqual([{ network: '', fsync: 'on', jit: 'off', encoding: 'UTF8', lower: 'éñдω', alphabetical: true }]);
  });

  test('its log holds nothing that people wrote', async () => {
    await usePrepared();
    const server = await start();
    await ask(server.connectionString, 'create table person (email text unique); insert into person values ($$secret@example.org$$)');
    await expect(ask(server.connectionString, 'insert into person values ($$secret@example.org$$)')).rejects.toThrow('unique');
    await server.stop();
    const logs = await readdir(path('data/postgres/log'));
    expect(logs).toHaveLength(1);
    const text = await readFile(path('data/postgres/log', logs[0] ?? ''), 'utf8');
    expect(text).toContain('ready to accept connections');
    expect(text).not.toContain('secret');
  });

  test('works below a folder with a long name and with unusual characters in it', async () => {
    const dir = path(`d'"a, b 日本 ${'x'.repeat(120)}`);
    const server = await start(dir);
    expect(await ask(server.connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
    const socket = new URL(server.connectionString).searchParams.get('host') ?? '';
    expect((await lstat(socket)).mode & 0o077).toBe(0);
    await server.stop();
    await rm(socket, { recursive: true });
  });

  if (process.getuid?.() === 0)
    test('run by root, it stands where only root can go, and gives its files to an ordinary account', async () => {
      await mkdir(path('closed/data'), { recursive: true });
      await chmod(path('closed'), 0o700);
      const server = await start(path('closed/data'));
      expect(await ask(server.connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect((await stat(path('closed/data/postgres'))).uid).not.toBe(0);
      expect((await stat(path('closed/data'))).uid).toBe(0);
      expect(await readFile(`/proc/${server.pid()}/status`, 'utf8')).toMatch(/^Uid:\t(?!0\t)/m);
      await server.stop();
    });
});

describe('two programs', () => {
  test('cannot run the same folder at once: the second is told which folder and which program', async () => {
    await usePrepared();
    const other = await program(path('data'), 'setInterval(() => {}, 1000)');
    await expect(start()).rejects.toThrow(`The data folder ${path('data')} is in use by another program: process ${other.child.pid}.`);
    expect(await isAlive(other.server)).toBe(true);
  });

  test('cannot start the same folder together', async () => {
    await usePrepared();
    const results = await Promise.allSettled([start(), start(), start()]);
    const started = results.filter((result) => result.status === 'fulfilled');
    expect(started).toHaveLength(1);
    await started[0]?.value.stop();
  });

  test('may follow one another, even when a stranger now has the number of the first', async () => {
    await usePrepared();
    await writeFile(path('data/plenary.pid'), `${process.ppid}\nelsewhere\n`);
    await writeFile(path('data/postgres/postmaster.pid'), `${process.ppid}\n/proc/self/cwd\n1\n5432\n\n\n\nready\n`);
    const server = await start();
    expect(await ask(server.connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
  });
});

describe('when the program ends', () => {
  test('by itself, without saying so, its server ends too', async () => {
    await usePrepared();
    const { child, server } = await program(path('data'), 'process.exit(0)');
    if (child.exitCode === null) await once(child, 'exit');
    for (let wait = 0; wait < 100 && (await isAlive(server)); wait++) await pause(50);
    expect(await isAlive(server)).toBe(false);
  });

  test('by being killed, the next start stops the server it left and nothing acknowledged is lost', async () => {
    await usePrepared();
    const { child, server } = await program(path('data'), 'setInterval(() => {}, 1000)');
    await end(child, 'SIGKILL');
    expect(await isAlive(server)).toBe(true);
    expect((await readdir(path('data'))).sort()).toEqual(['plenary.lock', 'plenary.pid', 'postgres']);
    const next = await start();
    expect(await isAlive(server)).toBe(false);
    expect(await ask(next.connectionString, 'select body from note')).toEqual([{ body: '1' }]);
    await next.stop();
  });

  test('together with its server, nothing acknowledged is lost', async () => {
    await usePrepared();
    const { child, server } = await program(path('data'), 'setInterval(() => {}, 1000)');
    process.kill(server, 'SIGKILL');
    await end(child, 'SIGKILL');
    const next = await start();
    expect(await ask(next.connectionString, 'select body from note')).toEqual([{ body: '1' }]);
    await next.stop();
  });
});

test('a server that dies is started again, and the program finds it where it was', async () => {
  await usePrepared();
  const said: string[] = [];
  const log: Log = { ...silent, error: (event) => said.push(event) };
  const server = await startEmbedded({ dir: path('data'), log });
  const pool = openPool(server.connectionString, silent, 2);
  await pool.query('create table note (body text)');
  const dead = server.pid();
  process.kill(dead, 'SIGKILL');
  let answer: unknown;
  for (let attempt = 0; attempt < 100 && answer === undefined; attempt++) {
    await pause(100);
    answer = await pool.query('select count(*) as notes from note').then(
      ({ rows }) => rows[0],
      () => undefined,
    );
  }
  expect(answer).toEqual({ notes: 0 });
  expect(server.pid()).not.toBe(dead);
  expect(said).toContain('The database server ended unexpectedly; starting it again.');
  await pool.end();
  await server.stop();
});

test('a server that cannot be started again for some seconds, as on a full disk, is started when it can', async () => {
  await usePrepared();
  let failures = 0;
  const server = await startEmbedded({ dir: path('data'), log: { ...silent, error: () => failures++ } });
  const pool = openPool(server.connectionString, silent, 2);
  await pool.query('create table note (body text)');
  const control = await readFile(path('data/postgres/global/pg_control'));
  await rm(path('data/postgres/global/pg_control'));
  process.kill(server.pid(), 'SIGKILL');
  for (let wait = 0; wait < 300 && failures < 8; wait++) await pause(100);
  expect(failures, 'it did not start again six times and more').toBe(8);
  const owner = await stat(path('data/postgres'));
  await writeFile(path('data/postgres/global/pg_control'), control, { mode: 0o600 });
  await chown(path('data/postgres/global/pg_control'), owner.uid, owner.gid);
  let answer: unknown;
  for (let wait = 0; wait < 150 && answer === undefined; wait++) {
    await pause(100);
    answer = await pool.query('select count(*) as notes from note').then(
      ({ rows }) => rows[0],
      () => undefined,
    );
  }
  expect(answer).toEqual({ notes: 0 });
  await pool.end();
  await server.stop();
}, 60_000);

describe('a database that cannot be started', () => {
  test('because it could not be made leaves nothing half made', async () => {
    await mkdir(path('data/postgres'), { recursive: true });
    await writeFile(path('data/postgres/precious'), 'of someone else');
    await expect(start()).rejects.toThrow();
    expect((await readdir(path('data'))).sort()).toEqual(['plenary.lock', 'postgres']);
    expect(await readFile(path('data/postgres/precious'), 'utf8')).toBe('of someone else');
  });

  test('because another version made it says so', async () => {
    await mkdir(path('data/postgres'), { recursive: true });
    await writeFile(path('data/postgres/PG_VERSION'), '17\n');
    await expect(start()).rejects.toThrow('was made by PostgreSQL 17, and this version of Plenary brings PostgreSQL 18');
  });

  test('because its settings are broken says what the server said, and frees the folder', async () => {
    await usePrepared();
    await writeFile(path('data/postgres/postgresql.auto.conf'), 'shared_buffers = nonsense\n');
    await expect(start()).rejects.toThrow(/did not start[\s\S]*nonsense/);
    await writeFile(path('data/postgres/postgresql.auto.conf'), '');
    await (await start()).stop();
  });
});
