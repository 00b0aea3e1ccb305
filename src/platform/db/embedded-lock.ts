import { constants, readFileSync } from 'node:fs';
import { access, chown, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another program runs the database of this folder. */
export class FolderInUse extends Error {
  override name = 'FolderInUse';
}

/** Only one program may run the database of a folder. Throws an Error that names the folder and the other program. */
export async function lockFolder(folder: string): Promise<{ release(): Promise<void> }> {
  const who = join(folder, 'plenary.pid');
  const path = join(folder, 'plenary.lock');
  await requireWritable(path);
  const lock = takeLock(path);
  if (!lock) throw new FolderInUse(`The data folder ${folder} is in use by another program: ${holder(who)}. Stop that one first.`);
  try {
    await giveToOwnerOf(folder, path);
    await rm(who, { force: true });
    await writeFile(who, `${process.pid}\n${hostname()}\n`, { mode: 0o644 });
  } catch (error) {
    lock.close();
    throw error;
  }
  let held = true;
  return {
    release: async () => {
      if (!held) return;
      held = false;
      await rm(who, { force: true });
      lock.close();
    },
  };
}

/**
 * An empty SQLite file, because that is the one lock of the operating system that Node offers. The kernel frees it the moment its
 * program ends, killed or not: a number in a file would still name a program long gone, or a stranger who got the same number,
 * and two containers that share a folder do not even see each other's numbers.
 */
function takeLock(path: string): DatabaseSync | undefined {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(path);
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if (error instanceof Error && error.message.includes('locked')) return undefined;
    throw new Error(`The data folder cannot be locked: ${path}`, { cause: error });
  }
}

/**
 * SQLite opens a file that it may not write for reading alone, and then its lock keeps nobody out. Asked without opening the file:
 * the kernel drops all locks of a program on a file when the program closes it anywhere.
 */
async function requireWritable(path: string): Promise<void> {
  await access(path, constants.W_OK).catch((error) => {
    if (error.code !== 'ENOENT') throw new Error(`The data folder cannot be used: ${path} is not ours to write.`, { cause: error });
  });
}

/** What root makes in another person's folder must not keep that person out later. */
async function giveToOwnerOf(folder: string, path: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(folder);
  await chown(path, uid, gid);
}

function holder(path: string): string {
  try {
    const [pid, host] = readFileSync(path, 'utf8').split('\n');
    return host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;
  } catch {
    return 'its process number is not known';
  }
}
