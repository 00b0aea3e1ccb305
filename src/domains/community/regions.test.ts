import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { system } from '../../platform/access/actor.ts';
import { run } from '../../platform/command.ts';
import { makeToken } from '../accounts/own/commands.ts';
import { addOrganisation, changeBody, changeOrganisation, loadRegions } from './index.ts';

let home: TestApp;
let ref: string;
const program = () => home.call(undefined, { actor: system() });
const inDays = (days: number) => Temporal.PlainDate.from(home.call().today).add({ days }).toString();
const table = (validFrom: string, countries: { code: string; name: string; region: string }[]) => ({
  system: 'OURS',
  title: 'Our regions',
  validFrom,
  regions: [
    { key: 'N', title: 'The North' },
    { key: 'S', title: 'The South' },
  ],
  countries,
});
const regionOn = async (day: string) => {
  const page = await home.as().read(`/regions?on=${day}`);
  return /Japan<\/th>.*?(The North|The South)/s.exec(page)?.[1];
};
const organisation = () =>
  home
    .as()
    .read(`/api/v1/organisations/${ref}`)
    .then((text) => JSON.parse(text) as { region: string; body: string });

beforeAll(async () => {
  home = await openApp();
  await run(
    loadRegions,
    table('2003-06-26', [
      { code: 'JP', name: 'Japan', region: 'N' },
      { code: 'FR', name: 'France', region: 'N' },
    ]),
    program(),
  );
  await run(changeBody, { ref: 'NORTH', region: 'N' }, program());
  await run(changeBody, { ref: 'SOUTH', region: 'S' }, program());
  ref = (await run(addOrganisation, { name: 'Harbour Users', country: 'JP' }, program())).ref;
});
afterAll(() => home.close());

test('a country that changes region does so from a day on: before it the old one holds, and countries that nobody spoke of stay', async () => {
  expect(await organisation()).toMatchObject({ region: 'N', body: 'NORTH' });
  await run(loadRegions, table(inDays(30), [{ code: 'JP', name: 'Japan', region: 'S' }]), program());
  expect(await regionOn(home.call().today)).toBe('The North');
  expect(await regionOn(inDays(30))).toBe('The South');
  expect(await home.as().read(`/regions?on=${inDays(30)}`)).toContain('France');
  expect(await organisation(), 'not yet').toMatchObject({ region: 'N', body: 'NORTH' });
});

test('once it has changed, the region of its organisations follows; to which body they belong people decide', async () => {
  await run(loadRegions, table(home.call().today, [{ code: 'JP', name: 'Japan', region: 'S' }]), program());
  expect(await organisation()).toMatchObject({ region: 'S', body: 'NORTH' });
  await run(changeOrganisation, { ref, body: 'SOUTH' }, program());
  expect(await organisation()).toMatchObject({ region: 'S', body: 'SOUTH' });
});

test('one organisation keeps another region by hand, with its reason', async () => {
  await expect(run(changeOrganisation, { ref, region: 'N' }, program())).rejects.toMatchObject({
    problems: [{ key: 'organisation.regionNeedsReason' }],
  });
  await run(changeOrganisation, { ref, region: 'N', regionReason: 'Agreed by both regions.' }, program());
  expect(await organisation()).toMatchObject({ region: 'N' });
});

test('staff bring in a new version by a program, and anybody reads by one which country lies where on a day', async () => {
  const { secret } = await run(makeToken, { name: 'script', reach: 'all', expires: inDays(30) }, home.call('ama'));
  const send = (authorization?: string) =>
    home.app.request('http://test/api/v1/regions', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      body: JSON.stringify(table(inDays(60), [{ code: 'FR', name: 'France', region: 'S' }])),
    });
  expect((await send()).status).toBeGreaterThanOrEqual(401);
  expect((await send(`Bearer ${secret}`)).status).toBe(201);
  const of = async (day: string) =>
    (JSON.parse(await home.as().read(`/api/v1/regions?on=${day}`)) as { items: { code: string; region: string }[] }).items.find(
      ({ code }) => code === 'FR',
    )?.region;
  expect([await of(inDays(59)), await of(inDays(60))]).toEqual(['N', 'S']);
});
