import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { run } from '../../../platform/command.ts';
import { addRecommendation, addReview, aliasRecommendation } from './commands.ts';

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
  for (const words of ['q-77', 'Q77', 'q 77']) expect(await found(words)).toEqual(['REC-ONE-01']);
  expect([before, await found('Point%77')]).toEqual([[], []]);
});

test('an older name that two reviews use leads to a page that names both, and programs are told both references', async () => {
  await run(addReview, { ref: 'R2', prefix: 'TWO', title: 'Second review' }, home.call('dana'));
  await run(addRecommendation, { review: 'R2', number: '1', title: 'Count the votes', text: 'Count.' }, home.call('dana'));
  await run(aliasRecommendation, { ref: 'REC-TWO-01', alias: 'Issue 8' }, home.call('dana'));
  expect((await home.as().get('/recommendations/Issue%208')).headers.get('location')).toBe('/recommendations/REC-TWO-01');
  await run(aliasRecommendation, { ref: 'REC-ONE-02', alias: 'Issue 8' }, home.call('dana'));
  const answer = await home.as().get('/recommendations/issue-8');
  const page = await answer.text();
  expect(answer.status).toBe(300);
  for (const words of ['2 recommendations are called so', 'href="/recommendations/REC-ONE-02"', 'Count the votes', 'Second review'])
    expect(page).toContain(words);
  expect((await home.as().get('/recommendations/Issue%208/history')).status).toBe(409);
  const told = await home.as().get('/api/v1/recommendations/Issue%208');
  expect([told.status, await told.json()]).toMatchObject([409, { detail: expect.stringContaining('REC-ONE-02, REC-TWO-01') }]);
  expect((await home.as().get('/recommendations/Issue%20123')).status).toBe(404);
});
