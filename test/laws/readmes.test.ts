import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { importers, jobs } from '../../src/app/domains.ts';
import { root } from './sources.ts';

const text = (file: string) => readFileSync(join(root, file), 'utf8');

it('every domain says in 10 to 40 lines what it is for', () => {
  const folder = join(root, 'src/domains');
  const faults = readdirSync(folder).flatMap((domain) => {
    const file = join(folder, domain, 'README.md');
    if (!existsSync(file)) return [`${domain} has no README.md`];
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').length;
    return lines >= 10 && lines <= 40 ? [] : [`${domain}/README.md has ${lines} lines`];
  });
  expect(faults).toEqual([]);
});

it('every kind of import stands in docs/imports.md with the right that it needs', () => {
  const rows = text('docs/imports.md').split('\n');
  const missing = importers.filter(
    ({ kind, right }) => !rows.some((row) => row.startsWith(`| \`${kind}\` |`) && row.endsWith(`| \`${right}\` |`)),
  );
  expect(importers.length).toBeGreaterThan(0);
  expect(missing.map(({ kind }) => kind)).toEqual([]);
});

it('every job by the clock stands in docs/operations.md with its hour', () => {
  const rows = text('docs/operations.md').split('\n');
  const hour = (cron: string) => {
    const [minute = '', at = ''] = cron.split(' ');
    return minute === '*' ? 'every minute' : `${at.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  };
  const byTheClock = jobs.filter(({ cron }) => cron);
  expect(byTheClock.length).toBeGreaterThan(0);
  expect(byTheClock.filter(({ name, cron }) => !rows.some((row) => row.startsWith(`| \`${name}\` | ${hour(cron)} |`)))).toEqual([]);
});
