import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import { addOrganisation } from '../index.ts';

let home: TestApp;
let ref: string;
const program = () => home.call(undefined, { actor: system() });
const idOf = (name: 'carmen' | 'fatou') => String(home.people[name].personId);
const memberships = async () =>
  (
    await sql<{ id: number; version: number; person: string; place: string; role: string; starts_on: string | null }>`
      select membership.id, membership.version, display_name as person, coalesce(organisation.name, body.ref) as place, role, starts_on from membership
      join person on person.id = person_id left join organisation on organisation.id = organisation_id left join body on body.id = membership.body_id
      where membership.archived_at is null order by membership.id`.execute(home.db)
  ).rows;
const told = async () => (await memberships()).map(({ person, place, role }) => `${person}: ${role} of ${place}`);

beforeAll(async () => {
  home = await openApp();
  ref = (await run(addOrganisation, { name: 'Harbour Users', acronym: 'HU', body: 'SOUTH' }, program())).ref;
});
afterAll(() => home.close());

test('on the page of an organisation a person is found by name and becomes its representative', async () => {
  const back = `/organisations/${ref}/people`;
  expect(await home.as('dana').read(back)).toContain('name="find"');
  expect(await home.as('fatou').read(back)).not.toContain('name="find"');
  const looked = await home
    .as('dana')
    .post('/memberships', { back, organisation: ref, find: 'carmen', look: 'yes', role: 'primary', from: '2014?' });
  const page = await looked.text();
  expect(page).toContain(`value="${idOf('carmen')}" checked`);
  expect(page).toContain('value="2014?"');
  const form = { back, organisation: ref, find: 'carmen', role: 'primary', from: '2014?' };
  expect((await home.as('dana').post('/memberships', form)).status, 'nobody chosen').toBe(422);
  const added = await home.as('dana').post('/memberships', { ...form, person: idOf('carmen') });
  expect([added.status, added.headers.get('location')]).toEqual([303, back]);
  expect(await told()).toEqual(['Carmen Ríos: primary of Harbour Users']);
});

test('on the page of a body whoever keeps its members adds one; others see no form', async () => {
  expect(await home.as('eko').read('/bodies/SOUTH')).toContain('action="/memberships"');
  expect(await home.as('badr').read('/bodies/SOUTH')).not.toContain('action="/memberships"');
  const form = { back: '/bodies/SOUTH', body: 'SOUTH', person: idOf('carmen'), role: 'chair' };
  expect((await home.as('badr').post('/memberships', form)).status).toBe(403);
  expect((await home.as('eko').post('/memberships', form)).status).toBe(303);
  expect((await home.as('eko').post('/memberships', form)).status, 'twice the same').toBe(409);
  expect(await told()).toContain('Carmen Ríos: chair of SOUTH');
});

test('on the page of a person an organisation or a body is found by any of its names', async () => {
  const back = `/people/${idOf('fatou')}/affiliations`;
  const looked = await home.as('dana').post('/memberships', { back, person: idOf('fatou'), find: 'south', look: 'yes' });
  expect(await looked.text()).toContain('value="body:SOUTH"');
  const named = await (await home.as('dana').post('/memberships', { back, person: idOf('fatou'), find: 'hu', look: 'yes' })).text();
  expect(named).toContain(`value="organisation:${ref}"`);
  const nothing = await home.as('dana').post('/memberships', { back, person: idOf('fatou'), find: 'atlantis', role: 'member' });
  expect(nothing.status).toBe(422);
  expect(await nothing.text()).toContain('No organisation or body has such a name.');
  expect(
    (await home.as('dana').post('/memberships', { back, person: idOf('fatou'), place: `organisation:${ref}`, role: 'member' })).status,
  ).toBe(303);
  expect(await told()).toContain('Fatou Diallo: member of Harbour Users');
});

test('the days of a membership are corrected by whoever keeps it, and it is ended, not deleted', async () => {
  const one = (await memberships()).find(({ place, person }) => place === 'Harbour Users' && person.startsWith('Carmen'));
  const back = `/organisations/${ref}/people`;
  const edit = `/memberships/${one?.id}/edit`;
  expect((await home.as('fatou').get(edit)).status).toBe(404);
  expect(await home.as('dana').read(`${edit}?back=${encodeURIComponent(back)}`)).toContain('value="2014?"');
  expect((await home.as('dana').post(edit, { back, from: '2015', to: '2014' })).status).toBe(422);
  expect((await home.as('dana').post(edit, { back, from: '2015-03-01', to: '', version: String(one?.version) })).status).toBe(303);
  expect((await memberships()).find(({ id }) => id === one?.id)?.starts_on).toBe('2015-03-01');
  expect((await home.as('dana').post(`/memberships/${one?.id}/end`, { back })).status).toBe(303);
  expect(await home.as('dana').read(back)).not.toContain('Carmen Ríos');
  expect(await home.as('dana').read(`${back}?when=all`)).toContain('Carmen Ríos');
});
