import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

const path = '/plans/from-recommendations';

it('what the register shows can be ticked and becomes an issue each; nothing is done by halves', async () => {
  expect(await home.as('dana').read('/recommendations?review=R1')).toContain(`${path}?review=R1`);
  expect(await home.as('dana').read(`${path}?review=R1`)).toContain('REC-ONE-02');
  const done = await home.as('dana').post(path, { recommendations: ['REC-ONE-01', 'REC-ONE-02'] });
  expect(done.status, await done.clone().text()).toBe(303);
  const list = await home.as().read('/plans?review=R1');
  expect(list).toContain('ISS-ONE-01');
  expect(list).toContain('ISS-ONE-02');
  const again = await home.as('dana').post(path, { recommendations: ['REC-ONE-03', 'REC-ONE-02'] });
  expect(again.status).toBe(422);
  expect(await again.text()).toContain('REC-ONE-02 has an issue under its number already');
  expect(await home.as().read('/plans?review=R1')).not.toContain('ISS-ONE-03');
});

it('several become one issue in the form of a new one', async () => {
  const one = await home.as('dana').post(path, { recommendations: ['REC-ONE-01', 'REC-ONE-03'], as: 'one' });
  expect(one.headers.get('location')).toBe('/plans/items/new?recommendation=REC-ONE-01&recommendation=REC-ONE-03');
  expect(await home.as('dana').read(one.headers.get('location') ?? '')).toContain('REC-ONE-01\nREC-ONE-03');
});

it('who does not manage the plan neither sees the page nor the way to it', async () => {
  expect((await home.as('fatou').get(path)).status).toBe(403);
  expect(await home.as('fatou').read('/recommendations')).not.toContain(path);
});

it('the search over everything finds items by title, text and reference', async () => {
  expect(await home.as().read('/search?q=meet')).toContain('/plans/items/ISS-ONE-01');
  expect((await home.as().get('/search?q=iss-one-02')).headers.get('location')).toBe('/plans/items/ISS-ONE-02');
});
