import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { commandNamed } from '../../../../test/laws/world.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';

// Fatou holds no role, Badr drafts for NORTH, Dana keeps the reviews.

let house: TestApp;
const record = '/recommendations/REC-ONE-01';
const page = `${record}/comments`;

const does = (name: string, input: unknown) => run(commandNamed(name), input, house.call(undefined, { actor: system() }));
const says = async (who: 'fatou' | 'badr', text: string): Promise<number> =>
  (await run(commandNamed('comment.add'), { recommendation: 'REC-ONE-01', text }, house.call(who))).id as number;

beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());

test('whoever has signed in says what they think, and everybody reads it beside the positions, without a body behind it', async () => {
  expect(await house.as().read(record)).not.toContain('id="comments"');
  const sent = await house.as('fatou').post(page, { text: 'The islands cannot travel.\n\nMeet by radio.' });
  expect([sent.status, sent.headers.get('location')]).toEqual([303, page]);
  for (const read of [await house.as().read(record), await house.as().read(page), await house.as('badr').read(page)])
    for (const words of ['The islands cannot travel.', 'Meet by radio.', 'positions are what bodies decide']) expect(read).toContain(words);
  expect(await house.as('badr').read(`${record}/positions/NORTH`)).not.toContain('Meet by radio.');
  const empty = await house.as('fatou').post(page, { text: '  ' });
  expect(empty.status).toBe(422);
});

test('a visitor writes nothing, and whoever may not know the author reads that a member said it', async () => {
  expect([401, 403]).toContain((await house.as().post(page, { text: 'Let me in' })).status);
  expect(await house.as().read(page)).toContain('Sign in to comment.');
  for (const name of ['badr', undefined] as const) {
    expect(await house.as(name).read(page)).toContain('A member');
    expect(await house.as(name).read(page)).not.toContain('Fatou Diallo');
  }
  expect(await house.as('dana').read(page)).toContain('Fatou Diallo');
  await does('person.change', { person: house.people.fatou.personId, consent: { name: 'public' } });
  expect(await house.as().read(page)).toContain('Fatou Diallo');
});

test('only its author changes a comment; a stale change is told what was said meanwhile and keeps what was typed', async () => {
  const id = await says('badr', 'First words of Badr');
  expect((await house.as('fatou').post(`${page}/${id}`, { text: 'Not his words' })).status).toBe(403);
  expect((await house.as('dana').post(`${page}/${id}`, { text: 'Not his words' })).status).toBe(403);
  expect((await house.as('badr').post(`${page}/${id}`, { text: 'Second words of Badr', version: '1' })).status).toBe(303);
  const stale = await house.as('badr').post(`${page}/${id}`, { text: 'Third words of Badr', version: '1' });
  expect(stale.status).toBe(409);
  expect(await stale.text()).toContain('Third words of Badr');
});

test('its author takes a comment back; whoever keeps the review needs a reason; nobody else may', async () => {
  const own = await says('badr', 'Said in haste');
  expect((await house.as('badr').post(`${page}/${own}/removal`)).status).toBe(303);
  const rude = await says('badr', 'Said in anger');
  expect((await house.as('fatou').post(`${page}/${rude}/removal`, { reason: 'I do not like it' })).status).toBe(403);
  const without = await house.as('dana').post(`${page}/${rude}/removal`);
  expect(without.status).toBe(422);
  expect((await house.as('dana').post(`${page}/${rude}/removal`, { reason: 'Insults a member' })).status).toBe(303);
  const read = await house.as('badr').read(page);
  expect(read).not.toMatch(/Said in (haste|anger)/);
});

test('the record shows the three latest and leads to all; the program interface gives them all', async () => {
  for (const nth of ['one', 'two', 'three', 'four']) await says('badr', `Comment number ${nth}`);
  const read = await house.as('badr').read(record);
  expect(read).toContain('Comment number four');
  expect(read).not.toContain('Comment number one');
  expect(read).toMatch(/Read all \d+ comments/);
  const beyond = await house.as('badr').get(`${page}?page=99`);
  expect([beyond.status, beyond.headers.get('location')]).toEqual([302, page]);
  const { items } = (await (await house.as().get(`/api/v1${page}`)).json()) as { items: { text: string; author: string | null }[] };
  expect(items[0]).toMatchObject({ text: 'Comment number four', author: null });
});

test('somebody’s comments go with them when two records of them are merged, stand with their own data, and lose the name when they are forgotten', async () => {
  await says('fatou', 'Fatou Diallo, from the coast: agreed.');
  const twin = (await does('person.add', { name: 'Diallo, Fatou' })).id as number;
  const asTwin = { ...house.people.fatou.actor, personId: twin };
  await run(
    commandNamed('comment.add'),
    { recommendation: 'REC-ONE-01', text: 'Said by the twin' },
    house.call('fatou', { actor: asTwin }),
  );
  await does('person.merge', { kept: house.people.fatou.personId, gone: twin });
  const own = await house.as('fatou').get('/account/my-data.zip');
  const files = Object.values(unzipSync(new Uint8Array(await own.arrayBuffer()))).map((bytes) => strFromU8(bytes));
  for (const words of ['from the coast: agreed.', 'Said by the twin']) expect(files.join('\n')).toContain(words);
  await does('erasure.ask', { person: house.people.fatou.personId, sure: true });
  const read = await house.as('dana').read(page);
  expect(read).toContain('from the coast: agreed.');
  expect(read).not.toContain('Fatou Diallo');
});
