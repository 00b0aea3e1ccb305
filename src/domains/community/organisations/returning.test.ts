import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import type { Refusal } from '../../../platform/errors.ts';
import { addOrganisation, changeOrganisation } from '../index.ts';
import { returnOrganisation } from './commands.ts';

let home: TestApp;
const program = () => home.call(undefined, { actor: system() });
const refused = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (fault: Refusal) => fault.key,
  );
const listed = async (query: string) => JSON.parse(await home.as().read(`/organisations.json?${query}`)).rows as Record<string, string>[];

beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

test('an organisation that comes back goes on in its own record, and the register shows both times', async () => {
  const { ref } = await run(
    addOrganisation,
    { name: 'Users of the Coast', body: 'SOUTH', accredited: '2009', aliases: ['Coast'] },
    program(),
  );
  expect(await refused(run(returnOrganisation, { ref }, program()))).toBe('organisation.neverLeft');
  await run(changeOrganisation, { ref, state: 'resigned', withdrawn: '2019-03-31', reasonClass: 'ownRequest' }, program());
  await run(returnOrganisation, { ref, name: 'Coast Users', accredited: '2024-05-06' }, program());

  const page = await home.as().read(`/organisations/${ref}`);
  expect(page).toContain('From 2009 to 31 Mar 2019 (Resigned');
  expect(page, 'its names of before').toMatch(/Coast(, | and )Users of the Coast/);
  const [row] = await listed('when=all&q=Coast&cols=name,accredited,withdrawn,earlier');
  expect([row?.name, row?.accredited, row?.withdrawn, row?.earlier]).toEqual([
    'Coast Users',
    '2024-05-06',
    null,
    '2009/2019-03-31 resigned',
  ]);
  expect(await home.as().read('/organisations?q=Coast'), 'a name of several words may break between them').toContain(
    `<a href="/organisations/${ref}">Coast Users</a>`,
  );
  const known = async (day: string) => (await listed(`when=${day}&q=Coast`)).length;
  expect([await known('2008-01-01'), await known('2015-01-01'), await known('2021-01-01'), await known('2025-01-01')]).toEqual([
    0, 1, 0, 1,
  ]);
  expect(await home.as('dana').read(`/organisations/${ref}/log`)).toContain('Resigned');
});

test('one that is still a member until a later day does not come back before it', async () => {
  const { ref } = await run(addOrganisation, { name: 'Users of the Hills', body: 'SOUTH', accredited: '2009' }, program());
  await run(changeOrganisation, { ref, state: 'resigned', withdrawn: '2999-01-01' }, program());
  expect(await refused(run(returnOrganisation, { ref }, program()))).toBe('organisation.notLeftYet');
});

test('a body to which only organisations belong says so, with the way to them', async () => {
  const page = await home.as().read('/bodies/NORTH');
  await run(addOrganisation, { name: 'Users of the North', body: 'NORTH', accredited: '2009' }, program());
  const now = await home.as().read('/bodies/NORTH');
  expect(page).not.toContain('belong to it directly');
  expect(now).toMatch(/<a href="\/organisations\?body=NORTH">No person belongs to it directly, but 1 organisation does\./);
});
