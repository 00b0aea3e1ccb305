import { randomUUID } from 'node:crypto';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unusable } from './config.ts';

/** Makes the data folder where it is missing, and tries it by really writing there. Throws `ConfigError` where that cannot be. */
export const openDataFolder = async (dataDir: string): Promise<void> => {
  const trial = join(dataDir, `.trial-${randomUUID()}`);
  await makeFolder(dataDir)
    .then(() => writeFile(trial, '', { mode: 0o600 }))
    .then(() => rm(trial))
    .catch(({ code }: NodeJS.ErrnoException) => {
      throw unusable('DATA_DIR', `names ${dataDir}, which is no folder that can be written to (${code})`);
    });
};

/** One folder after another: in places that only look like folders, such as `/proc`, the recursive `mkdir` of Node never comes back. */
const makeFolder = async (folder: string): Promise<void> => {
  const present = await stat(folder).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code !== 'ENOENT') throw fault;
    return undefined;
  });
  if (present?.isDirectory()) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder));
  await mkdir(folder).catch(async (fault: NodeJS.ErrnoException) => {
    // Another start may have made it meanwhile.
    if (fault.code !== 'EEXIST' || !(await stat(folder)).isDirectory()) throw fault;
  });
};
