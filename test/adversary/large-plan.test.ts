import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { system } from '../../src/platform/access/actor.ts';
import { importFile } from '../../src/platform/imports/domain.ts';
import { openApp } from '../app.ts';
import { look } from '../laws/pages.ts';

test('a plan of five thousand actions is brought in whole, and each of its pages stays small and asks few questions', {
  timeout: 300_000,
}, async () => {
  const house = await openApp();
  try {
    const lines = Array.from(
      { length: 5000 },
      (_, at) => `action,Action number ${at + 1},R1,inProgress,2026-01-01,2026-${String(1 + (at % 12)).padStart(2, '0')}-15,${at % 100}`,
    );
    const file = join(house.services.dataDir, 'plan.csv');
    await writeFile(file, ['kind,title,review,status,start,end,percent', ...lines].join('\n'));
    const { report } = await importFile(house.services, { file, as: 'plan', context: { review: 'R1' }, actor: system(), json: true });
    expect(JSON.parse(report).counts).toEqual({ new: 5000 });

    const pages = ['/plans', '/plans?group=status', '/plans/tree', '/plans/timeline', '/plans/board', '/plans/workstreams', '/promises'];
    for (const path of pages) {
      await look(house.as('dana'), path);
      const seen = await look(house.as('dana'), path);
      expect([path, seen.status, seen.size <= 14 * 1024, seen.queries.length <= 6]).toEqual([path, 200, true, true]);
    }
    expect(await house.as('dana').read('/plans')).toContain('5,000');
    expect((await house.as('dana').read('/plans.csv?per=all')).trim().split('\n')).toHaveLength(5001);
  } finally {
    await house.close();
  }
});
