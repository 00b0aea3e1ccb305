import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { commandNamed } from '../../../test/laws/world.ts';
import { system } from '../../platform/access/actor.ts';
import { run } from '../../platform/command.ts';
import { addOrganisation } from '../community/index.ts';

let house: TestApp;
beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());

const does = (name: string, input: unknown) => run(commandNamed(name), input, house.call(undefined, { actor: system() }));
const consentOf = async (id: number) =>
  (await house.db.selectFrom('person').select('consent').where('id', '=', id).executeTakeFirstOrThrow()).consent;

/** Everything that the page sends which nobody has touched. */
const untouched = (page: string) =>
  Object.fromEntries(
    [...page.matchAll(/<select[^>]*name="(consent\.\w+)"[^>]*>(.*?)<\/select>/gs)].map(([, name, options]) => [
      name as string,
      /<option value="(\w*)" selected/.exec(options ?? '')?.[1] ?? '',
    ]),
  );

test('what staff write down on the page for somebody is seen by staff, and says nothing in that person’s name', async () => {
  const page = await house.as('dana').read('/people/new');
  const form = { ...untouched(page), name: '王小明', nativeName: '王小明', pronouns: '她', phone: '+86 10 0000' };
  const answer = await house.as('dana').post('/people', form);
  const id = Number(/\d+$/.exec(answer.headers.get('location') ?? '')?.[0]);
  const seen = await house.as('dana').read(`/people/${id}`);
  for (const said of ['她', '+86 10 0000']) expect(seen).toContain(said);
  expect(await consentOf(id)).toEqual({ nativeName: 'staff', pronouns: 'staff', phone: 'staff' });
  expect((await house.as('fatou').get(`/people/${id}`)).status).toBe(404);

  const edit = await house.as('dana').read(`/people/${id}/edit`);
  expect(untouched(edit)).toMatchObject({ 'consent.pronouns': 'staff', 'consent.bio': '' });
  const told = { ...untouched(edit), name: '王小明', 'consent.name': 'public', 'consent.phone': 'self' };
  expect((await house.as('dana').post(`/people/${id}/edit`, told)).status).toBe(303);
  expect(await consentOf(id)).toEqual({ name: 'public', nativeName: 'staff', pronouns: 'staff', phone: 'self' });
  expect(await house.as('dana').read(`/people/${id}`)).not.toContain('+86 10 0000');
  const anew = await house.as('dana').read(`/people/${id}/edit`);
  expect(anew, 'kept from staff, so not theirs to empty').not.toContain('name="phone"');
  expect(anew, 'nothing is known and nothing was said').toContain('name="website"');
  expect(anew).toContain('name="languages.fr"');
  expect((await house.as('dana').post(`/people/${id}/edit`, { ...told, website: 'example.org', 'languages.fr': '' })).status).toBe(303);
  expect(await consentOf(id)).toMatchObject({ website: 'staff' });
  expect(await consentOf(id)).not.toHaveProperty('languages');
  expect(await house.as('dana').read(`/people/${id}`)).toContain('example.org');
  expect((await house.as('dana').post(`/people/${id}/edit`, { ...told, 'consent.name': '' })).status, 'said by mistake').toBe(303);
  expect((await house.as('fatou').get(`/people/${id}`)).status).toBe(404);
});

test('lists find a name without its accents and in Latin letters where it is written in others, and an address in either form', async () => {
  await does('person.add', { name: 'Екатерина Щербакова', consent: { name: 'public' } });
  await does('person.add', { name: 'Søren Ångström', consent: { name: 'public' } });
  await does('email.add', {
    person: (await does('person.add', { name: 'Hana Lind', consent: { name: 'public', emails: 'members' } })).id,
    address: 'почта@пример.рф',
  });
  await run(addOrganisation, { name: 'Réseau Toile Ouverte', body: 'SOUTH' }, house.call(undefined, { actor: system() }));
  for (const typed of ['Shcherbakova', 'щербакова', 'Щерб'])
    expect(await house.as().read(`/people.json?q=${typed}`)).toContain('Екатерина');
  for (const typed of ['angstrom', 'Ångström', 'soren angst']) expect(await house.as().read(`/people.json?q=${typed}`)).toContain('Søren');
  for (const typed of ['reseau toile', 'RÉSEAU'])
    expect(await house.as().read(`/organisations.json?q=${typed}`)).toContain('Toile Ouverte');
  for (const typed of ['пример.рф', 'xn--e1afmkfd', 'lind почта@']) {
    expect(await house.as('dana').read(`/people.json?q=${typed}`), typed).toContain('Hana Lind');
    expect(await house.as('ama').read(`/people-and-roles.json?q=${typed}`), typed).toContain('Hana Lind');
    expect(await house.as().read(`/people.json?q=${typed}`), 'her address is for members').not.toContain('Hana Lind');
  }
  expect(JSON.parse(await house.as().read('/people.json?q=angstrom-shcherbakova')).rows).toEqual([]);
  expect(await house.as().read('/people?q=%25')).not.toContain('Søren');
});
