import { spawn } from 'node:child_process';
import { chmod, lchown, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log/log.ts';
import type { Binaries } from './embedded-binaries.ts';
import { giveTo, nobody, type Owner } from './embedded-owner.ts';
import { clusterPath, seenByServer } from './embedded-place.ts';

type Opening = { folder: string; binaries: Binaries; owner: Owner | undefined; durable: boolean; log: Log };

/** Makes the cluster if there is none: whole or not at all. Throws when it is of another major version. */
export async function openCluster({ folder, binaries, owner, durable, log }: Opening): Promise<void> {
  const cluster = clusterPath(folder);
  for (const name of await readdir(folder)) if (name.startsWith('postgres.new-')) await rm(join(folder, name), { recursive: true });
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version === undefined) return makeCluster({ folder, binaries, owner, durable, log });
  if (Number(version) !== binaries.major)
    throw new Error(
      `The database in ${cluster} was made by PostgreSQL ${version.trim()}, and this version of Plenary brings PostgreSQL ` +
        `${binaries.major}. Make a backup with the version of Plenary that made it, and restore that backup here.`,
    );
  if (owner && (await stat(cluster)).uid !== owner.uid) await giveTo(owner, cluster);
}

async function makeCluster({ folder, binaries, owner, durable, log }: Opening): Promise<void> {
  const fresh = join(folder, `postgres.new-${process.pid}`);
  log.info('Making a new database.', { folder: clusterPath(folder) });
  try {
    await mkdir(fresh, { mode: 0o700 });
    await chmod(fresh, 0o700);
    if (owner) await lchown(fresh, nobody.uid, nobody.gid);
    // initdb wants to find its user in the list of accounts, and the owner of a mounted folder may not be in a container's.
    await runInitdb(fresh, binaries, owner && nobody, durable);
    if (owner) await giveTo(owner, fresh);
    await rename(fresh, clusterPath(folder));
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw error;
  }
}

async function runInitdb(path: string, binaries: Binaries, owner: Owner | undefined, durable: boolean): Promise<void> {
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const initdb = spawn(
    join(binaries.root, 'bin/initdb'),
    ['-D', seenByServer(path), '--username=plenary', '--auth=trust', ...locale, ...(durable ? [] : ['--no-sync'])],
    { cwd: path, stdio: ['ignore', 'ignore', 'pipe'], env: binaries.env, ...owner },
  );
  let said = '';
  initdb.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk).slice(-4000);
  });
  const result = await new Promise<string>((resolve) => {
    initdb.once('error', (error) => resolve(error.message));
    initdb.once('close', (code, signal) => resolve(code === 0 ? '' : (signal ?? `exit code ${code}`)));
  });
  if (result) throw new Error(`The database could not be made in ${path} (${result}):\n${said.trim()}`);
}
