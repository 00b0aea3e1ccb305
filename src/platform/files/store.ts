import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { notFound } from '../errors.ts';
import { incomingFolder, pathOf, type Source, type Stored, writeThenMove } from './write.ts';

/**
 * Keeps the bytes under their own hash, `files/ab/cdef…` in the data folder. The same content twice is kept once.
 * Throws the refusal `file.diskFull` when there is no room; then nothing of it remains.
 */
export const storeFile = (dataDir: string, source: Source): Promise<Stored> => writeThenMove(dataDir, source, `${randomUUID()}.part`);

export interface OpenFile {
  /** Bytes. */
  size: number;
  /**
   * The content, checked against its hash while it is read: the last piece is only given when all of it was right, otherwise the reading
   * ends with `DamagedFile`. Closes the file at its end; to stop earlier, leave the loop.
   */
  content: AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>;
  /** Closes a file whose content nobody reads. */
  close(): Promise<void>;
}

/** What lies under this hash is not what was stored: the disk or a person changed it. */
export class DamagedFile extends Error {
  override name = 'DamagedFile';
}

/** Stands where the hash of a content stood that was removed for good. */
export const removedContent = 'removed';

/** Throws the refusal `file.missing` when there is no such content, and `file.removed` when it was removed on purpose. */
export const openFile = async (dataDir: string, sha256: string): Promise<OpenFile> => {
  if (sha256 === removedContent) throw notFound('file.removed');
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw notFound('file.missing');
  const handle = await open(pathOf(dataDir, sha256), 'r').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? notFound('file.missing') : error;
  });
  const { size } = await handle.stat();
  return { size, content: checkedContent(handle, sha256), close: () => handle.close() };
};

/** The whole content. Throws the refusal `file.missing`, or `DamagedFile`. */
export const readStored = async (dataDir: string, sha256: string): Promise<Buffer<ArrayBuffer>> => {
  const { content } = await openFile(dataDir, sha256);
  return Buffer.concat(await Array.fromAsync(content));
};

/** Takes contents from the data folder for good. */
export const dropContents = async (dataDir: string, hashes: readonly string[]): Promise<void> => {
  for (const sha256 of hashes.filter((hash) => /^[0-9a-f]{64}$/.test(hash))) await rm(pathOf(dataDir, sha256), { force: true });
};

/**
 * Removes what broken-off uploads left behind; to be called at the start. Leaves what was written to within the last hour, because another
 * process may be at it. Gives the number of removed files.
 */
export const sweepFiles = async (dataDir: string, now = Date.now()): Promise<number> => {
  const folder = incomingFolder(dataDir);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  let removed = 0;
  for (const name of names) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (!found || now - found.mtimeMs < anHour) continue;
    await rm(join(folder, name), { force: true });
    removed += 1;
  }
  return removed;
};

const anHour = 3_600_000;
const pieceSize = 128 * 1024;

async function* checkedContent(handle: FileHandle, sha256: string): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  try {
    const hash = createHash('sha256');
    let held: Uint8Array<ArrayBuffer> | undefined;
    for (;;) {
      const { bytesRead, buffer } = await handle.read(new Uint8Array(pieceSize), 0, pieceSize);
      if (bytesRead === 0) break;
      const piece = buffer.subarray(0, bytesRead);
      hash.update(piece);
      if (held) yield held;
      held = piece;
    }
    if (hash.digest('hex') !== sha256) throw new DamagedFile(`The stored file ${sha256} is damaged.`);
    if (held) yield held;
  } finally {
    await handle.close();
  }
}
