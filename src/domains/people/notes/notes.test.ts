import { strFromU8, unzipSync } from 'fflate';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { commandNamed } from '../../../../test/laws/world.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';

// Dana keeps the records of people, Eko the organisations of SOUTH, Badr drafts for NORTH.

let house: TestApp;
let grace = 0;

const does = (name: string, input: unknown) => run(commandNamed(name), input, house.call(undefined, { actor: system() }));

beforeAll(async () => {
  house = await openApp();
  grace = (await does('person.add', { name: 'Grace Mwangi', consent: { name: 'public' } })).id as number;
  await does('organisation.add', { ref: 'ALS-S', name: 'Southern Users', body: 'SOUTH', state: 'accredited' });
  await does('organisation.add', { ref: 'ALS-N', name: 'Northern Users', body: 'NORTH', state: 'accredited' });
});
afterAll(() => house.close());

test('a call is noted on the page of the person, with its day, and stands there under the name of who wrote it', async () => {
  const dana = house.as('dana');
  const sent = await dana.post(`/people/${grace}/notes`, { kind: 'call', happenedOn: '2024-05-07', text: 'Wants to help.\nAsk in June.' });
  expect(sent.status).toBe(303);
  const page = await dana.read(`/people/${grace}/notes`);
  for (const words of ['Call', '7 May 2024', 'Wants to help.', 'Ask in June.', 'Dana Whitfield']) expect(page).toContain(words);
  const later = await dana.post(`/people/${grace}/notes`, { kind: 'call', happenedOn: '2999-01-01', text: 'Tomorrow we shall talk' });
  expect(later.status).toBe(422);
  const back = await later.text();
  expect(back).toContain('cannot lie in the future');
  expect(back).toContain('Tomorrow we shall talk');
});

test('nobody else reads it or learns that it is there: not the person, not an officer of a region, not a stranger', async () => {
  for (const name of ['eko', 'badr', 'fatou', undefined] as const) {
    const visitor = house.as(name);
    expect((await visitor.get(`/people/${grace}/notes`)).status, name).toBe(404);
    expect(await visitor.read(`/people/${grace}`), name).not.toContain('/notes');
    expect([403, 404], name).toContain((await visitor.post(`/people/${grace}/notes`, { kind: 'call', text: 'Mine' })).status);
  }
  await does('person.note', { person: house.people.fatou.personId, kind: 'other', text: 'A secret about Fatou' });
  expect(await house.as('fatou').read(`/people/${house.people.fatou.personId}/log`)).not.toMatch(/secret|wrote a note/);
});

test('notes of an organisation are for those who keep the organisations of its body', async () => {
  await does('organisation.note', { organisation: 'ALS-N', kind: 'meeting', text: 'Northern talk' });
  expect((await house.as('eko').get('/organisations/ALS-N/notes')).status).toBe(404);
  expect((await house.as('eko').post('/organisations/ALS-S/notes', { kind: 'meeting', text: 'Three came' })).status).toBe(303);
  expect(await house.as('eko').read('/organisations/ALS-S/notes')).toContain('Three came');
  expect(await house.as('dana').read('/organisations/ALS-S/notes')).toContain('Three came');
  expect((await house.as('fatou').get('/organisations/ALS-S/notes')).status).toBe(404);
});

test('a note is changed, a stale change is told what the other wrote, and a removed one is gone', async () => {
  const dana = house.as('dana');
  const { id } = await does('person.note', { person: grace, kind: 'email', text: 'First words' });
  const path = `/people/${grace}/notes`;
  expect((await dana.post(`${path}/${id}`, { kind: 'email', text: 'Second words', version: '1' })).status).toBe(303);
  const stale = await dana.post(`${path}/${id}`, { kind: 'email', text: 'Third words', version: '1' });
  expect(stale.status).toBe(409);
  expect(await stale.text()).toContain('Third words');
  expect((await dana.post(`${path}/${id}/removal`)).status).toBe(303);
  expect(await dana.read(path)).not.toContain('Second words');
});

test('the person gets what is written about them with their own data; a merge takes it along and forgetting removes it, from the history too', async () => {
  const twin = (await does('person.add', { name: 'Grace Mwangi' })).id as number;
  await does('person.note', { person: twin, kind: 'call', text: 'Marker of the twin' });
  await does('person.merge', { kept: grace, gone: twin });
  expect(await house.as('dana').read(`/people/${grace}/notes`)).toContain('Marker of the twin');
  await does('person.note', { person: house.people.fatou.personId, kind: 'call', text: 'Marker for Fatou' });
  const own = await house.as('fatou').get('/account/my-data.zip');
  const files = Object.values(unzipSync(new Uint8Array(await own.arrayBuffer()))).map((bytes) => strFromU8(bytes));
  expect(files.join('\n')).toContain('Marker for Fatou');
  await does('erasure.ask', { person: grace, sure: true });
  for (const table of ['note', 'audit_change', 'audit_hidden'])
    expect(
      (await sql`select from ${sql.table(table)} one where one::text like '%Marker of the twin%'`.execute(house.db)).rows,
      table,
    ).toEqual([]);
});
