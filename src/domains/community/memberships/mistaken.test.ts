import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { commandNamed } from '../../../../test/laws/world.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';

let home: TestApp;
let organisation: string;
let person: number;
const does = (name: string, input: unknown) => run(commandNamed(name), input, home.call(undefined, { actor: system() }));

beforeAll(async () => {
  home = await openApp();
  organisation = (await does('organisation.add', { name: 'Harbour Users', body: 'SOUTH' })).ref;
  person = (await does('person.add', { name: 'Lina Okafor', consent: { name: 'public', affiliations: 'public' } })).id;
});
afterAll(() => home.close());

const added = async () => (await does('membership.add', { person, organisation, role: 'primary', from: '2020' })).id as number;

test('a membership entered by mistake is taken back with a reason: no list, count or certificate has it, the history does', async () => {
  const membership = await added();
  const page = `/memberships/${membership}/edit?back=/organisations/${organisation}/people`;
  expect(await home.as('eko').read(page)).toContain('Entered by mistake: take it back');
  const sent = { back: `/organisations/${organisation}/people`, reason: 'Another Lina Okafor was meant.' };
  const answer = await home.as('eko').post(`/memberships/${membership}/archive`, sent);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `/organisations/${organisation}/people`]);
  for (const path of [`/organisations/${organisation}/people?when=all`, `/people/${person}/affiliations?when=all`])
    expect(await home.as('eko').read(path), path).not.toContain(`/memberships/${membership}/`);
  expect(await home.as('eko').read(`/organisations/${organisation}/people?when=all`)).not.toContain('Lina Okafor');
  expect(await home.as('dana').read(`/people/${person}/certificate`)).not.toContain('Harbour Users');
  for (const path of [`/organisations/${organisation}/log`, `/people/${person}/log`])
    expect(await home.as('dana').read(path), path).toContain('Another Lina Okafor was meant.');
});

test('it needs a reason, and is written down again afterwards without meeting the one that was taken back', async () => {
  const membership = await added();
  const answer = await home.as('eko').post(`/memberships/${membership}/archive`, { back: '/organisations', reason: ' ' });
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain('f-reason-membership');
  await home.as('eko').post(`/memberships/${membership}/archive`, { back: '/organisations', reason: 'The year was another.' });
  const again = await added();
  expect(again).not.toBe(membership);
  expect((await home.as('eko').post(`/memberships/${membership}/archive`, { reason: 'Once more.' })).status).toBe(404);
});

test('whoever belongs may leave, but only those who keep the members say that it never was', async () => {
  const own = (await does('membership.add', { person: home.people.fatou.personId, organisation, role: 'alternate' })).id;
  expect((await home.as('fatou').post(`/memberships/${own}/archive`, { reason: 'Not me.' })).status).toBe(403);
  expect((await home.as('fatou').post(`/memberships/${own}/end`, { back: '/organisations' })).status).toBe(303);
});

test('a form that came back is read in another language where it was sent from', async () => {
  const back = `/organisations/${organisation}/people`;
  const answer = await home.app.request('http://test/memberships', {
    method: 'POST',
    headers: {
      cookie: home.people.eko.sessionCookie,
      origin: 'http://test',
      referer: `http://test${back}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ organisation, role: 'primary', back }).toString(),
  });
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain(`href="${back}?lang=fr"`);
});
