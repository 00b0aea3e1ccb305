import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import { addOrganisation, changeOrganisation, loadRegions } from '../index.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
  const program = home.call(undefined, { actor: system() });
  await run(
    loadRegions,
    {
      system: 'main',
      title: 'Our regions',
      validFrom: '2003-01-01',
      regions: [{ key: 'S', title: 'South' }],
      countries: ['UY', 'GT', 'SX'].map((code) => ({ code, name: code, region: 'S' })),
    },
    program,
  );
  await run(addOrganisation, { name: 'Users of Uruguay', country: 'UY', accredited: '2010-01-01' }, program);
  const { ref } = await run(addOrganisation, { name: 'Users of Guatemala', country: 'GT', accredited: '2010-01-01' }, program);
  await run(changeOrganisation, { ref, state: 'withdrawn', withdrawn: '2016-05-01' }, program);
});
afterAll(() => home.close());

const file = async (query = '') =>
  (JSON.parse(await home.as().read(`/coverage.json${query}`)) as { rows: { country: string; organisations: number }[] }).rows.map(
    ({ country, organisations }) => `${country} ${organisations}`,
  );

test('countries without a member organisation are named, today and as at a past day', async () => {
  expect(await file()).toEqual(['GT 0', 'SX 0', 'UY 1']);
  expect(await file('?when=2016-04-30')).toEqual(['GT 1', 'SX 0', 'UY 1']);
  expect(await file('?when=2009-12-31')).toEqual(['GT 0', 'SX 0', 'UY 0']);
  const page = await home.as().read('/coverage');
  for (const place of ['Guatemala', 'Sint Maarten']) expect(page).toContain(place);
});

test('the map shows each country with its count, small ones as dots, and those of no region without one', async () => {
  const map = await home.as().read('/coverage/map.svg');
  expect(map).toMatch(/<path [^>]*fill="#a9cfcb"><title>Uruguay: 1<\/title>/);
  expect(map).toMatch(/<circle [^>]*fill="#e0a36a"[^>]*><title>Sint Maarten: 0<\/title>/);
  expect(map).toContain('<title>France: –</title>');
});

test('the register goes out as open data: when accredited, when left, why, where', async () => {
  const csv = await home.as().read('/organisations.csv?when=all&cols=name,country,region,accredited,withdrawn,reasonClass&headings=keys');
  expect(
    csv
      .split('\n')
      .map((line) => line.trim())
      .slice(0, 3),
  ).toEqual([
    'name,country,region,accredited,withdrawn,reasonClass',
    'Users of Guatemala,GT,S,2010-01-01,2016-05-01,',
    'Users of Uruguay,UY,S,2010-01-01,,',
  ]);
});
