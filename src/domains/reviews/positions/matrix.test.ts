import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { run } from '../../../platform/command.ts';
import { addRecommendation } from '../recommendations/commands.ts';
import { draftPosition } from './commands.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
  for (let number = 101; number <= 160; number++)
    await run(addRecommendation, { review: 'R1', number: String(number), title: { en: `Matter ${number}` } }, app.call('dana'));
});
afterAll(() => app.close());

const rowsOf = (page: string): number => page.match(/<tr>\s*<th scope="row"><span class="reference/g)?.length ?? 0;

test('a long matrix comes in pages, and the feet of its columns count all of them', async () => {
  await run(draftPosition, { recommendation: 'REC-ONE-160', body: 'SOUTH', stance: 'support' }, app.call('carmen'));
  const first = await app.as('carmen').read('/reviews/R1');
  expect(rowsOf(first)).toBe(50);
  expect(first).not.toContain('Matter 160');
  expect(first.slice(first.indexOf('<tfoot>'))).toMatch(/Support <\/span>1</);
  expect(first).toContain('href="/reviews/R1?page=2"');
  const second = await app.as('carmen').read('/reviews/R1?page=2');
  expect(second).toContain('Matter 160');
  expect(rowsOf(await app.as('carmen').read('/reviews/R1?per=all'))).toBeGreaterThan(60);
});

test('who drafts sees their own bodies as columns and can ask for another one by any of its names', async () => {
  const page = await app.as('carmen').read('/reviews/R1');
  expect(page).toContain('/positions/SOUTH"');
  expect(page).not.toContain('/positions/NORTH"');
  expect(page).toContain('Show another body');
  expect(await app.as('carmen').read('/reviews/R1?body=north')).toContain('/positions/NORTH"');
  expect(await app.as('carmen').read('/reviews/R1?body=nowhere')).toContain('There is no body called nowhere.');
});
