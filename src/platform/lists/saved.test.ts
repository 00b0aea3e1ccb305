import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Name, openApp, type TestApp } from '../../../test/app.ts';
import { run } from '../command.ts';
import { countFigures, dropFigure, keepFigure } from './figures.ts';
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

test('whoever saves a view reads of which list it is and how much it shows, and can go back to it', async () => {
  const page = await house.as('fatou').read('/views/new?list=recommendations&query=q%3Dbudget');
  expect(page).toContain('<h1>Save a view: Recommendations</h1>');
  expect(page).toContain('1 row now');
  expect(page).toContain('<a href="/recommendations?q=budget">Cancel</a>');
  expect((await house.as('fatou').get('/views/new?list=nowhere')).status).toBe(404);
  expect((await house.as('fatou').post('/views', { list: 'nowhere', name: 'Lost', query: '', audience: 'private' })).status).toBe(422);
});

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

const counts = async (name: Name, view: number) =>
  (await house.as(name).read(`/views/${view}`)).match(/Rows on [^<]*/)?.[0] ??
  (await house.as(name).read(`/views/${view}`)).includes('Keep as a figure');

test('a view kept as a figure is counted at once and every day, with the rights of its maker, and says so', async () => {
  await run(saveView, { list: 'people', name: 'Staff sees them', query: '', audience: 'everyone' }, house.call('dana'));
  const view = (await viewsOf(house.db as never, house.actor('dana'), 'people'))[0]?.id ?? 0;
  await expect(run(keepFigure, { id: view }, house.call('ama'))).rejects.toMatchObject({ kind: 'forbidden' });
  const { count } = await run(keepFigure, { id: view }, house.call('dana'));
  expect(count).toBe(6);
  const tomorrow = Temporal.PlainDate.from(house.call().today).add({ days: 1 }).toString();
  await countFigures(house.services, `${tomorrow}T00:12:00Z`);
  await countFigures(house.services, `${tomorrow}T00:13:00Z`);
  expect(await counts('dana', view)).toContain('counted with your rights');
  expect(await counts('fatou', view)).toContain('counted with the rights of whoever made this view');
  const page = await house.as('fatou').read(`/views/${view}`);
  expect(page).toContain('<svg');
  expect(page).not.toContain('Stop counting');
  const { counts: told } = (await (await house.as().get(`/api/v1/views/${view}`)).json()) as { counts: unknown[] };
  expect(told).toEqual([
    { on: house.call().today, count: 6 },
    { on: tomorrow, count: 6 },
  ]);
  await run(dropFigure, { id: view }, house.call('dana'));
  expect(await house.as('dana').read(`/views/${view}`)).toContain('No longer counted');
});

test('one page shows what a view is good for: its list, its files, its figure; nobody reaches the private view of another', async () => {
  const view = await saved('fatou', 'private', 'For later');
  const page = await house.as('fatou').read(`/views/${view}`);
  for (const use of ['/recommendations?q=budget"', '/recommendations.csv?q=budget', 'Keep as a figure']) expect(page).toContain(use);
  expect(await house.as('fatou').read('/recommendations?q=budget')).toContain(`/views/${view}`);
  expect((await house.as('ama').get(`/views/${view}`)).status).toBe(404);
  expect((await house.as().get(`/api/v1/views/${view}`)).status).toBe(404);
});
