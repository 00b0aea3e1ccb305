import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

export const clusterPath = (folder: string): string => join(folder, 'postgres');

/** Same for as long as the cluster is the same folder, even renamed. It names the server in the list of processes. */
export async function clusterId(folder: string): Promise<string> {
  const { dev, ino } = await stat(clusterPath(folder));
  return `plenary-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 16)}`;
}

/**
 * How the server, started inside the cluster, names it. On Linux this is its own working folder: that needs no right to enter the
 * folders above, so the data may stand where only root can go (/root/plenary/data) while the server runs as nobody. The usual
 * name would be refused, because PostgreSQL makes every path absolute and then walks it.
 */
export const seenByServer = (cluster: string): string => (process.platform === 'linux' ? '/proc/self/cwd' : cluster);
