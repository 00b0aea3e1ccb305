import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './sources.ts';

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
