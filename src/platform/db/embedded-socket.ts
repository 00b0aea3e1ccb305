import { chown, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Owner } from './embedded-owner.ts';
import { clusterId, clusterPath, seenByServer } from './embedded-place.ts';

const socketName = '/.s.PGSQL.5432';
const longestSocketPath = 103; // bytes; Linux allows 107, macOS 103

/**
 * The folder of the server's socket, as clients and as the server name it: the cluster itself, which only its owner can enter, or,
 * where that path is longer than a socket's may be, a private folder under the system's temporary one.
 */
export async function socketFolder(folder: string, owner: Owner | undefined): Promise<{ client: string; server: string }> {
  const cluster = clusterPath(folder);
  if (fits(cluster)) return { client: cluster, server: seenByServer(cluster) };
  const base = [tmpdir(), '/tmp'].find((path) => fits(join(path, 'plenary-0123456789abcdef'))) ?? '/tmp';
  const path = join(base, await clusterId(folder));
  await mkdir(path, { mode: 0o700 }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await refuseForeign(path, owner);
  if (owner) await chown(path, owner.uid, owner.gid);
  return { client: path, server: path };
}

const fits = (path: string) => Buffer.byteLength(path + socketName) <= longestSocketPath;

/** Anyone may write to a temporary folder: a folder that someone else put there under this name would let them listen in. */
async function refuseForeign(path: string, owner: Owner | undefined): Promise<void> {
  const found = await lstat(path);
  const known = [process.getuid?.(), owner?.uid].includes(found.uid);
  if (found.isDirectory() && known && (found.mode & 0o077) === 0) return;
  throw new Error(`${path} is needed for the database's socket but is not a private folder of ours. Remove it, or set TMPDIR elsewhere.`);
}

/** One element of a PostgreSQL list setting, whatever characters it holds. */
export const quoteList = (value: string): string => `"${value.replaceAll('"', '""')}"`;
