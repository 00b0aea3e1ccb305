import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../log/log.ts';
import { clusterId, clusterPath } from './embedded-place.ts';

/** A program that was killed leaves its server running. The lock on the folder is ours by now, so that server has nobody left to serve. */
export async function stopAbandoned(folder: string, log: Log): Promise<void> {
  const cluster = clusterPath(folder);
  const pidFile = join(cluster, 'postmaster.pid');
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const mark = `cluster_name=${await clusterId(folder)}`;
  const running = async () => (await commandLine(pid)).includes(mark);
  if (await running()) {
    log.warn('The last program was killed; stopping the database server it left behind.', { folder, pid });
    for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
      if (!(await running())) break;
      process.kill(pid, signal);
      for (const end = Date.now() + 30_000; Date.now() < end && (await running()); ) await pause(20);
    }
    if (await running()) throw new Error(`The database server that was left running on ${folder} (process ${pid}) does not stop.`);
  }
  if (await answers(join(cluster, '.s.PGSQL.5432')))
    throw new Error(`A database server that this program cannot see (in another container?) still runs on ${cluster}. Stop it first.`);
  // What remains names a process that is gone; if a stranger has that number by now, PostgreSQL would take it for a server and refuse.
  for (const name of ['postmaster.pid', '.s.PGSQL.5432', '.s.PGSQL.5432.lock']) await rm(join(cluster, name), { force: true });
}

/** Empty when there is no such process, or only its remains. */
async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const ps = spawn('ps', ['-o', 'command=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] });
  return (await ps.stdout.toArray()).join('');
}

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path.length > 103 ? '/nonexistent' : path);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
