import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../../test/app.ts';
import { commandNamed } from '../../../../../test/laws/world.ts';
import { system } from '../../../../platform/access/actor.ts';
import { run } from '../../../../platform/command.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
  const countries = ['KE', 'NO'].map((code) => ({ code, name: code, region: 'N' }));
  await does('region.load', {
    system: 'main',
    title: 'Regions',
    validFrom: '2003-01-01',
    regions: [{ key: 'N', title: 'North' }],
    countries,
  });
});
afterAll(() => home.close());

const does = (name: string, input: unknown, as: 'dana' | 'eko' | 'program' = 'program') =>
  run(commandNamed(name), input, home.call(undefined, { actor: as === 'program' ? system() : home.actor(as), reason: 'It was agreed.' }));
const row = (ref: string) => home.db.selectFrom('organisation').selectAll().where('ref', '=', ref).executeTakeFirstOrThrow();
const compared = (kept: string, gone: string) => `/organisations/${kept}/merge/${gone}`;

describe('two records of one organisation', () => {
  let kept: string;
  let gone: string;
  let count = 0;
  beforeEach(async () => {
    count += 1;
    const add = async (name: string, more: object = {}) =>
      (await does('organisation.add', { name, country: 'KE', body: 'SOUTH', ...more })).ref;
    kept = await add(`Savanna Users ${count}`, { city: 'Nairobi', website: `https://savanna${count}.example/` });
    gone = await add(`Users ${count} Savanna`, { city: 'Mombasa', acronym: `SU${count}`, aliases: [`Savannah ${count}`] });
  });

  test('are suggested by name and country, by website, by a name that is nearly the same, and not across countries', async () => {
    const add = async (input: object) => (await does('organisation.add', { body: 'SOUTH', ...input })).ref;
    const web = await add({ name: `Quite another name ${count}`, country: 'NO', website: `http://www.savanna${count}.example/about` });
    const near = await add({ name: 'Open Net Friends of the Great Lakes', country: 'KE' });
    const nearly = await add({ name: 'Open Net Friends of Great Lakes', country: 'KE' });
    const abroad = await add({ name: `Savanna Users ${count}`, country: 'NO' });
    const page = await home.as('dana').read('/organisations/duplicates');
    expect(
      [compared(kept, gone), compared(kept, web), compared(near, nearly), compared(kept, abroad)].map((path) => page.includes(path)),
    ).toEqual([true, true, true, false]);
  });

  test('become one by the form, with what was chosen', async () => {
    const page = await home.as('dana').read(compared(kept, gone));
    expect(page).toContain('Mombasa');
    const answer = await home.as('dana').post(compared(kept, gone), { 'fields.city': 'gone', 'fields.name': 'gone' });
    expect(answer.status).toBe(303);
    expect(await row(kept)).toMatchObject({
      city: 'Mombasa',
      name: `Users ${count} Savanna`,
      acronym: `SU${count}`,
      website: `https://savanna${count}.example/`,
    });
  });

  test('answer under the old reference and every old name, on pages, in searches, for programs and in files', async () => {
    await does('organisation.merge', { kept, gone }, 'dana');
    for (const name of [gone, gone.toLowerCase(), `Users ${count} Savanna`, `Savannah ${count}`]) {
      const answer = await home.as().get(`/organisations/${encodeURIComponent(name)}`);
      expect([answer.status, answer.headers.get('location')], name).toEqual([301, `/organisations/${kept}`]);
    }
    expect(await (await home.as().get(`/search?q=Savannah%20${count}`)).text()).toContain(`/organisations/${kept}"`);
    expect(await (await home.as().get(`/api/v1/organisations/${gone}`)).json()).toMatchObject({ ref: kept });
    expect(await does('organisation.takeIn', { ref: gone, type: 'users' })).toEqual({ ref: kept });
  });

  test('bring their members along; one who was in both is there once, for as long as in both together', async () => {
    const { id: person } = await does('person.add', { name: `Rosa Lima ${count}` });
    const { id: other } = await does('person.add', { name: `Ito Ken ${count}` });
    await does('membership.add', { person, organisation: kept, role: 'primary', from: '2018-01-01' });
    await does('membership.add', { person, organisation: gone, role: 'primary', from: '2015-01-01', to: '2019-01-01' });
    await does('membership.add', { person: other, organisation: gone, role: 'alternate', from: '2020-01-01' });
    const { merge } = await does('organisation.merge', { kept, gone }, 'dana');
    const members = async () =>
      home.db
        .selectFrom('membership')
        .innerJoin('organisation', 'organisation.id', 'membership.organisation_id')
        .select(['organisation.ref', 'membership.person_id', 'membership.starts_on'])
        .where('membership.person_id', 'in', [person, other])
        .where('membership.archived_at', 'is', null)
        .orderBy('membership.id')
        .execute();
    expect(await members()).toEqual([
      { ref: kept, person_id: person, starts_on: '2015-01-01' },
      { ref: kept, person_id: other, starts_on: '2020-01-01' },
    ]);
    expect(await does('organisation.unmerge', { merge }, 'dana')).toMatchObject({ organisation: gone, stayed: [] });
    expect((await members()).map(({ ref, starts_on }) => [ref, starts_on])).toEqual([
      [kept, '2018-01-01'],
      [gone, '2015-01-01'],
      [gone, '2020-01-01'],
    ]);
    expect((await home.as().get(`/organisations/${gone}`)).status).toBe(200);
    const named = await home.as().get(`/organisations/${encodeURIComponent(`Savannah ${count}`)}`);
    expect(named.headers.get('location')).toBe(`/organisations/${gone}`);
  });

  test('are merged by those who keep both, and by nobody else', async () => {
    const north = (await does('organisation.add', { name: `Fjord Users ${count}`, country: 'NO', body: 'NORTH' })).ref;
    await expect(does('organisation.merge', { kept, gone: north }, 'eko')).rejects.toMatchObject({ kind: 'forbidden' });
    expect((await home.as('eko').get(compared(kept, north))).status).toBe(404);
    expect((await home.as('fatou').get('/organisations/duplicates')).status).toBe(403);
    await does('organisation.merge', { kept, gone }, 'eko');
    expect((await row(gone)).merged_into_id).toBe((await row(kept)).id);
  });

  test('of which somebody says that they are two are suggested no more', async () => {
    await home.as('eko').post('/organisations/apart', { one: kept, other: gone, apart: 'yes' });
    expect(await home.as('eko').read('/organisations/duplicates')).not.toContain(compared(kept, gone));
    expect(await home.as('eko').read('/organisations/duplicates?apart=yes')).toContain(compared(kept, gone));
  });
});
