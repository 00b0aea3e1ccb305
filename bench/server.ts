import { type ChildProcess, fork, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';

const root = join(import.meta.dirname, '..');

export interface Running {
  port: number;
  pid: number;
  /** Milliseconds from the call to the first answer of its first page. */
  startedIn: number;
  /** Why it is no longer there, with its last words, although nobody stopped it. */
  ended(): string | undefined;
  stop(): Promise<void>;
}

/** The program as people start it, on a port that is free. Throws what it said when it ends before it answers. */
export async function startProgram(dataDir: string): Promise<Running> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn(process.execPath, [join(root, 'bin', 'plenary'), 'serve'], {
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir, LOG_LEVEL: 'error', DATABASE_URL: '', BASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said = (said + chunk).slice(-4000)));
  await untilAnswered(port, child, () => said);
  return {
    port,
    pid: child.pid ?? 0,
    startedIn: performance.now() - begun,
    ended: () => (hasEnded(child) ? `the program ended with ${child.signalCode ?? child.exitCode}: ${said}` : undefined),
    stop: () => stopped(child),
  };
}

/** A command of the program's own command line. Gives what it printed; throws where it fails. */
export async function command(dataDir: string, ...words: string[]): Promise<string> {
  const child = spawn(process.execPath, [join(root, 'bin', 'plenary'), ...words], {
    env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`plenary ${words.join(' ')} ended with ${code}: ${said.slice(-2000)}`);
  return said;
}

export interface Yardstick {
  port: number;
  /** What it answers from now on, as it stands before compression. */
  show(text: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startYardstick(): Promise<Yardstick> {
  const child = fork(join(import.meta.dirname, 'yardstick.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { port: number }));
    child.once('exit', () => reject(new Error('the yardstick did not start')));
  });
  return {
    port,
    show: (text) =>
      new Promise((resolve) => {
        child.once('message', () => resolve());
        child.send(text);
      }),
    stop: () => stopped(child),
  };
}

/** A connection to the database of a program that runs on this data folder. */
export async function openDatabase(dataDir: string): Promise<pg.Client> {
  const cluster = join(dataDir, 'postgres');
  const socket = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[4] ?? '';
  // The server names its own folder, which is the same as ours, through /proc.
  const client = new pg.Client({
    host: socket.startsWith('/proc/self') ? cluster : socket,
    port: 5432,
    user: 'plenary',
    database: 'postgres',
  });
  // Whoever waits for an answer is told; without a listener the end of the database would end us before we can say why.
  client.on('error', () => {});
  await client.connect();
  return client;
}

export interface Memory {
  /** Megabytes; pages that several processes share are divided among them, and the database's shared buffers count once. */
  proportional: number;
  /** Megabytes, shared pages counted for every process that has them. */
  resident: number;
  processes: number;
}

/** The memory of a process and everything that it started, the database included; undefined where the system does not tell (only Linux does). */
export function memoryOf(pid: number): Memory | undefined {
  if (process.platform !== 'linux') return undefined;
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    if (parent) parents.set(Number(name), Number(parent));
  }
  const tree = new Set([pid]);
  for (let size = 0; size !== tree.size; ) {
    size = tree.size;
    for (const [child, parent] of parents) if (tree.has(parent)) tree.add(child);
  }
  const sum = (field: string) =>
    [...tree].reduce(
      (total, one) => total + Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(read(`/proc/${one}/smaps_rollup`))?.[1] ?? 0),
      0,
    ) / 1024;
  return { proportional: sum('Pss'), resident: sum('Rss'), processes: tree.size };
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It ended meanwhile.
    return '';
  }
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

async function untilAnswered(port: number, child: ChildProcess, said: () => string): Promise<void> {
  for (const giveUp = Date.now() + 120_000; Date.now() < giveUp; ) {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}: ${said()}`);
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await stopped(child);
  throw new Error(`the program did not answer: ${said()}`);
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function stopped(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const hurry = setTimeout(() => child.kill('SIGKILL'), 30_000);
  await ended;
  clearTimeout(hurry);
}
