import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Name, openApp, type TestApp } from '../../../test/app.ts';
import { run } from '../command.ts';
import { dropView, renameView, saveView, viewsOf } from './saved.ts';

let house: TestApp;
beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());

const seen = async (name: Name) => (await viewsOf(house.db as never, house.actor(name), 'recommendations')).map((view) => view.name);
const saved = async (name: Name, audience: 'private' | 'everyone', called: string) => {
  await run(saveView, { list: 'recommendations', name: called, query: 'q=budget', audience }, house.call(name));
  const view = (await viewsOf(house.db as never, house.actor(name), 'recommendations')).find((one) => one.name === called);
  return view?.id ?? 0;
};

test('whoever made a view renames it, shows it to everyone and drops it; others cannot', async () => {
  const view = await saved('fatou', 'private', 'About budgets');
  await expect(run(renameView, { id: view, name: 'Mine' }, house.call('badr'))).rejects.toMatchObject({ kind: 'notFound' });
  expect(await house.as('fatou').read('/recommendations')).toContain('/views?list=recommendations');
  expect(await house.as('badr').read('/recommendations')).not.toContain('/views?list=recommendations');
  const answer = await house.as('fatou').post(`/views/${view}`, { name: 'Money', audience: 'everyone', version: '1' });
  expect(answer.headers.get('location')).toBe('/views?list=recommendations');
  expect(await seen('badr')).toEqual(['Money']);
  await expect(run(renameView, { id: view, name: 'Mine' }, house.call('badr'))).rejects.toMatchObject({ kind: 'forbidden' });
  await house.as('fatou').post(`/views/${view}/removal`);
  expect(await seen('badr')).toEqual([]);
});

test('a view for everyone is renamed and dropped by administrators too, who leave it to everyone', async () => {
  const view = await saved('fatou', 'everyone', 'All of it');
  expect(await house.as('ama').read('/views?list=recommendations')).toContain('All of it');
  await run(renameView, { id: view, name: 'The whole', audience: 'private' }, house.call('ama'));
  expect(await seen('badr')).toEqual(['The whole']);
  await run(dropView, { id: view }, house.call('ama'));
  expect(await seen('fatou')).toEqual([]);
});
