import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../log/log.ts';
import { stopAbandoned } from './embedded-abandoned.ts';
import { type Binaries, findBinaries } from './embedded-binaries.ts';
import { openCluster } from './embedded-cluster.ts';
import { lockFolder } from './embedded-lock.ts';
import { type Owner, serverOwner } from './embedded-owner.ts';
import { clusterId, clusterPath, seenByServer } from './embedded-place.ts';
import { quoteList, socketFolder } from './embedded-socket.ts';

export type Embedded = {
  /** For `pg`, psql and other tools on this machine; the role is `plenary`, a superuser of this cluster. */
  connectionString: string;
  /** The process id of the PostgreSQL server. */
  pid(): number;
  /** Ends the server (open transactions roll back) and frees the folder. May be called more than once. */
  stop(): Promise<void>;
};

/** `durable: false` is for tests: a power cut may then lose the cluster, and everything is faster. */
export type EmbeddedOptions = { dir: string; log: Log; durable?: boolean };

/**
 * Starts our own PostgreSQL on the cluster in `<dir>/postgres`, making it at the first start.
 * Throws an Error in plain words when another program uses the folder, the cluster cannot be made or the server does not come up.
 */
export async function startEmbedded({ dir, log, durable = true }: EmbeddedOptions): Promise<Embedded> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const folder = await realpath(dir);
  const owner = await serverOwner(folder);
  const lock = await lockFolder(folder);
  try {
    const binaries = await findBinaries(folder, owner);
    await stopAbandoned(folder, log);
    await openCluster({ folder, binaries, owner, durable, log });
    const place = { cluster: clusterPath(folder), id: await clusterId(folder), socket: await socketFolder(folder, owner) };
    const keeper = await keepRunning({ ...place, binaries, owner, durable, log });
    return {
      connectionString: addressOf(place.socket.client),
      pid: keeper.pid,
      stop: async () => {
        await keeper.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * The database of a folder that another program of ours runs: for the command line beside a serving program. Throws an Error in plain
 * words where the folder cannot be read.
 */
export async function joinEmbedded(dir: string): Promise<string> {
  const folder = await realpath(dir);
  return addressOf((await socketFolder(folder, await serverOwner(folder))).client);
}

const addressOf = (socket: string) => `postgresql://plenary@localhost:5432/postgres?host=${encodeURIComponent(socket)}`;

type Launch = {
  cluster: string;
  id: string;
  socket: { client: string; server: string };
  binaries: Binaries;
  owner: Owner | undefined;
  durable: boolean;
  log: Log;
};

/**
 * A server that dies on its own (out of memory, a full disk) is started again, however long that cannot be done: the socket stays, so pools
 * simply reconnect.
 */
async function keepRunning(launch: Launch) {
  let stopping = false;
  const ended = new AbortController();
  let server = await launchWhenFree(launch);
  let recovery: Promise<void> = Promise.resolve();
  const endWithUs = () => server.kill('SIGINT');
  process.on('exit', endWithUs);

  const watch = () => {
    server.once('exit', (code, signal) => {
      if (stopping) return;
      launch.log.error('The database server ended unexpectedly; starting it again.', { code, signal });
      recovery = recover();
    });
  };
  const recover = async () => {
    for (let attempt = 1; ; attempt++) {
      await pause(Math.min(attempt * 200, 5_000), undefined, { signal: ended.signal }).catch(() => undefined);
      if (stopping) return;
      try {
        server = await launchServer(launch);
        watch();
        return;
      } catch (error) {
        launch.log.error('The database server did not start again.', { error, attempt });
      }
    }
  };
  watch();

  return {
    pid: () => server.pid ?? 0,
    stop: async () => {
      stopping = true;
      ended.abort();
      await recovery;
      await endServer(server);
      process.off('exit', endWithUs);
    },
  };
}

async function launchServer({ cluster, id, socket, binaries, owner, durable }: Launch): Promise<ChildProcess> {
  const settings = { ...serverSettings(durable), cluster_name: id, unix_socket_directories: quoteList(socket.server) };
  const server = spawn(
    join(binaries.root, 'bin/postgres'),
    ['-D', seenByServer(cluster), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // Detached, so that Ctrl-C in a terminal reaches us and not the server: we finish our work first, then stop it.
    { cwd: cluster, detached: true, stdio: ['ignore', 'ignore', 'pipe'], env: binaries.env, ...owner },
  );
  let said = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk).slice(-4000);
  });
  const failure = new Promise<string>((resolve) => {
    server.once('error', (error) => resolve(error.message));
    server.once('close', (code, signal) => resolve(`it ended with ${signal ?? `exit code ${code}`}`));
  });
  const cause = await Promise.race([failure, untilReady(cluster, server)]);
  if (cause === undefined) {
    server.unref();
    server.stderr?.destroy();
    return server;
  }
  await endServer(server);
  const told = `${said}${await lastLogLines(cluster)}`;
  const remedy = told.includes('No space left on device') ? ' Its disk is full: make room there and start again.' : '';
  throw new Error(`The database server in ${cluster} did not start: ${cause}.${remedy}\n${told}`.trimEnd(), { cause: said });
}

/** After a kill, processes of the server before may still be ending and hold its memory: then it is tried again, for ten seconds. */
async function launchWhenFree(launch: Launch): Promise<ChildProcess> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await launchServer(launch);
    } catch (error) {
      const held = /shared memory block .* is still in use/.test(String((error as Error).cause));
      if (!held || attempt === 20) throw error;
      await pause(500);
    }
  }
}

const serverSettings = (durable: boolean): Record<string, string | number> => ({
  listen_addresses: '',
  port: 5432,
  unix_socket_permissions: '0700',
  max_connections: 60,
  shared_buffers: '48MB',
  work_mem: '8MB',
  random_page_cost: 1.1,
  jit: 'off',
  // Pages read what is in memory; workers that read ahead or in parallel would cost more memory than they save time.
  io_method: 'sync',
  max_parallel_workers_per_gather: 0,
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_logical_replication_workers: 0,
  autovacuum_max_workers: 1,
  max_wal_size: '512MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  ...logSettings,
  ...(durable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', autovacuum: 'off' }),
});

/**
 * One file per weekday, emptied when its day comes round again: at most seven. Failed statements stay out of it, because
 * they are reported where they were made, may be many, and their text and details can hold what a person asked us to forget.
 */
const logSettings = {
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgres-%a.log',
  log_rotation_age: '1d',
  log_rotation_size: 0,
  log_truncate_on_rotation: 'on',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

/** Recovery after a crash may take a while; the server writes its state into line eight of its pid file. */
async function untilReady(cluster: string, server: ChildProcess): Promise<string | undefined> {
  const giveUp = Date.now() + 300_000;
  while (Date.now() < giveUp) {
    const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (lines[0] === String(server.pid) && lines[7]?.trim() === 'ready') return undefined;
    if (hasEnded(server)) return new Promise(() => {});
    await pause(10);
  }
  return 'it was not ready after five minutes';
}

const hasEnded = (server: ChildProcess) => server.pid === undefined || server.exitCode !== null || server.signalCode !== null;

async function endServer(server: ChildProcess): Promise<void> {
  if (hasEnded(server)) return;
  server.ref();
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  // To PostgreSQL, SIGINT is a fast shutdown and SIGQUIT an immediate one, after which the next start recovers from the log.
  server.kill('SIGINT');
  const hurry = setTimeout(() => server.kill('SIGQUIT'), 60_000);
  await ended;
  clearTimeout(hurry);
}

async function lastLogLines(cluster: string): Promise<string> {
  const current = await readFile(join(cluster, 'current_logfiles'), 'utf8').catch(() => '');
  const path = current.match(/^stderr (.+)$/m)?.[1];
  if (!path || !(await stat(join(cluster, path)).catch(() => undefined))) return '';
  return (await readFile(join(cluster, path), 'utf8')).split('\n').slice(-12).join('\n');
}
