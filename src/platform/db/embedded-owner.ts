import { lchown, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { clusterPath } from './embedded-place.ts';

/** Spread into `spawn` options: the server runs as this one. */
export type Owner = { uid: number; gid: number };

/** The unprivileged owner every Linux knows, also where only root and a few system accounts are listed. */
export const nobody: Owner = { uid: 65534, gid: 65534 };

/**
 * PostgreSQL refuses to run as root, so root hands over to whoever owns the cluster, else the data folder, else nobody.
 * An ordinary user (undefined) runs the server directly. Throws an Error when the cluster belongs to someone else.
 */
export async function serverOwner(folder: string): Promise<Owner | undefined> {
  const cluster = await lstat(clusterPath(folder)).catch(() => undefined);
  const uid = process.getuid?.();
  if (uid === 0)
    return (
      [cluster, await lstat(folder)]
        .filter((entry) => entry !== undefined)
        .map(ownerOf)
        .find(isOrdinary) ?? nobody
    );
  if (cluster && cluster.uid !== uid)
    throw new Error(
      `The database in ${folder} belongs to user number ${cluster.uid}, and this program runs as number ${uid}. ` +
        `Run it as root, or give the folder to this user: chown -R ${uid} ${folder}`,
    );
  return undefined;
}

const ownerOf = ({ uid, gid }: Owner): Owner => ({ uid, gid });
const isOrdinary = ({ uid }: Owner) => uid !== 0;

/** Gives a folder and everything in it to the owner; links are given, not followed. */
export async function giveTo(owner: Owner, path: string): Promise<void> {
  for (const entry of await readdir(path, { recursive: true })) await lchown(join(path, entry), owner.uid, owner.gid);
  await lchown(path, owner.uid, owner.gid);
}
