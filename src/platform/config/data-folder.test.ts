import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDataFolder } from './data-folder.ts';

let place = '';
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'plenary-data-folder-'));
});
afterAll(() => rm(place, { recursive: true }));

test('a data folder is made with the folders above it, stays empty, and may be opened again', async () => {
  const folder = join(place, 'a', 'b', 'data');
  await openDataFolder(folder);
  await openDataFolder(folder);
  expect((await stat(folder)).isDirectory()).toBe(true);
  expect(await readdir(folder)).toEqual([]);
});

test('two starts at the same moment both find the folder', async () => {
  const folder = join(place, 'twice', 'data');
  await Promise.all([openDataFolder(folder), openDataFolder(folder)]);
});

test('a place that cannot hold data is refused in one line that names the setting', async () => {
  const file = join(place, 'a-file');
  await writeFile(file, '');
  for (const dataDir of ['/proc/plenary', file, join(file, 'data'), '/dev/null/data']) {
    const refusal = await openDataFolder(dataDir).catch((fault: Error) => fault.message);
    expect(refusal).toMatch(/^DATA_DIR names .* can be written to \(E\w+\)\. Example: DATA_DIR=\/var\/lib\/plenary$/);
  }
});
