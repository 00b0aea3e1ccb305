import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unavailable } from '../errors.ts';
import { isDiskFull } from '../trouble.ts';

/** Bytes at once or as they arrive. */
export type Source = Uint8Array | AsyncIterable<Uint8Array>;

export interface Stored {
  /** Lower-case hexadecimal. */
  sha256: string;
  /** Bytes. */
  size: number;
}

/** Where the content with this hash lies. */
export const pathOf = (dataDir: string, sha256: string): string => join(dataDir, 'files', sha256.slice(0, 2), sha256.slice(2));

export const incomingFolder = (dataDir: string): string => join(dataDir, 'files', 'incoming');

/** Writes to `incoming/<temporaryName>` and moves it to its place when all of it is on the disk; on any failure nothing remains. */
export const writeThenMove = async (dataDir: string, source: Source, temporaryName: string): Promise<Stored> => {
  const temporary = join(incomingFolder(dataDir), temporaryName);
  try {
    await mkdir(dirname(temporary), { recursive: true, mode: 0o700 });
    const stored = await writeAll(temporary, source);
    const place = pathOf(dataDir, stored.sha256);
    await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    // Also where the content is there already: a damaged copy is healed by storing it again.
    await rename(temporary, place);
    await syncFolder(dirname(place));
    return stored;
  } catch (error) {
    await rm(temporary, { force: true });
    throw isDiskFull(error) ? unavailable('file.diskFull') : error;
  }
};

const writeAll = async (path: string, source: Source): Promise<Stored> => {
  const handle = await open(path, 'w', 0o600);
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of source instanceof Uint8Array ? [source] : source) {
      await writeChunk(handle, chunk);
      hash.update(chunk);
      size += chunk.length;
    }
    await handle.sync();
    return { sha256: hash.digest('hex'), size };
  } finally {
    await handle.close();
  }
};

/** The system may take only part of what it is given. */
const writeChunk = async (handle: FileHandle, chunk: Uint8Array): Promise<void> => {
  for (let done = 0; done < chunk.length; ) {
    const { bytesWritten } = await handle.write(chunk, done);
    done += bytesWritten;
  }
};

/** So that a power cut does not take back the new name. Windows cannot open folders and does not need it. */
const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
};
