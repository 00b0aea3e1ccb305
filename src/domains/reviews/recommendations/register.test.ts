import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { run } from '../../../platform/command.ts';
import { aliasRecommendation } from './commands.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

const found = async (words: string): Promise<string[]> => {
  const page = await (await home.as().get(`/recommendations?q=${encodeURIComponent(words)}`)).text();
  return [...new Set([...page.matchAll(/href="\/recommendations\/(REC-[^"/?]+)"/g)].map(([, ref = '']) => ref))];
};

test('the register finds a recommendation by what it was called before, whatever the letters, and by nothing else', async () => {
  const before = await found('Point%77');
  await run(aliasRecommendation, { ref: 'REC-ONE-01', alias: 'Pointé Q-77' }, home.call('dana'));
  expect(await found('77 POINTÉ')).toEqual(['REC-ONE-01']);
  expect(await found('77 nowhere')).toEqual([]);
  expect([before, await found('Point%77')]).toEqual([[], []]);
});
