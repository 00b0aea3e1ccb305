import { expect, test } from 'vitest';
import { readAside } from './aside.ts';
import { tablesOf } from './read.ts';
import { readDocument } from './readDocument.ts';

const rows = Array.from({ length: 6_000 }, (_, at) => `${at + 1},"Número ${at + 1}, with a comma",Support`).join('\n');
const large = new TextEncoder().encode(`Number,Title,Stance\n${rows}\n`);

test('a large file is read in a process of its own to the same as here, and others are answered meanwhile', async () => {
  let turns = 0;
  const others = setInterval(() => {
    turns += 1;
  }, 5);
  const read = await readAside(large, 'answers.csv');
  clearInterval(others);
  expect(tablesOf(read)[0]?.rows).toHaveLength(6_000);
  expect(read).toEqual(await readDocument(large, 'answers.csv'));
  expect(turns).toBeGreaterThan(5);
});

test('why a large file is not read is said as here, and the next one is read', async () => {
  const refused = readAside(large, 'answers.csv', { rows: 100 });
  const next = readAside(large, 'answers.csv');
  await expect(refused).rejects.toMatchObject({ key: 'import.tooManyRows', values: { limit: 100 } });
  expect(tablesOf(await next)).toHaveLength(1);
});

test('reading that takes too long is ended', async () => {
  await expect(readAside(large, 'answers.csv', { milliseconds: 1 })).rejects.toMatchObject({ key: 'import.tooSlow' });
});
