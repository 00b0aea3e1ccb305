import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Folders of ours inside the files folder, so that changing places never crosses from one disk to another. */
const ours = /^\.(restoring|replaced)-/;

export type FoundFile = { path: string; size: number; body: AsyncIterable<Buffer> };

/** Every plain file below the folder, its path written with `/`. One that is removed meanwhile is passed over. */
export async function* filesBelow(folder: string): AsyncGenerator<FoundFile> {
  for (const path of await plainFiles(folder)) {
    const handle = await open(join(folder, path)).catch(ignoreMissing);
    if (!handle) continue;
    try {
      const { size } = await handle.stat();
      const body = size === 0 ? Readable.from([]) : createReadStream('', { fd: handle, autoClose: false, start: 0, end: size - 1 });
      yield { path: path.split(sep).join('/'), size, body };
    } finally {
      await handle.close();
    }
  }
}

export const hasFiles = async (folder: string): Promise<boolean> => (await plainFiles(folder)).length > 0;

async function plainFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(ignoreMissing);
  const files = (entries ?? []).filter((entry) => entry.isFile());
  return files
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !ours.test(path))
    .sort();
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** A place beside the present files where a restore puts its own, until all are there and `takeOver` exchanges them. */
export async function stageFiles(folder: string) {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const staged = await mkdtemp(join(folder, '.restoring-'));
  return {
    add: async (path: string, body: AsyncIterable<Buffer>) => {
      const place = join(staged, path);
      await mkdir(dirname(place), { recursive: true, mode: 0o700 });
      await pipeline(body, createWriteStream(place, { flags: 'wx', mode: 0o600, flush: true }));
    },
    takeOver: () => exchange(folder, staged),
    discard: () => rm(staged, { recursive: true, force: true }),
  };
}

/** The folder itself stays (it may be a mounted disk); its contents change places. */
async function exchange(folder: string, staged: string) {
  const replaced = await mkdtemp(join(folder, '.replaced-'));
  const undo: (() => Promise<void>)[] = [];
  const move = async (from: string, to: string) => {
    for (const name of (await readdir(from)).filter((name) => !ours.test(name))) {
      await rename(join(from, name), join(to, name));
      undo.unshift(() => rename(join(to, name), join(from, name)));
    }
  };
  const back = async () => {
    for (const step of undo) await step();
    await rm(replaced, { recursive: true });
  };
  try {
    await move(folder, replaced);
    await move(staged, folder);
  } catch (error) {
    await back();
    throw error;
  }
  return { back, forget: () => rm(replaced, { recursive: true }) };
}
