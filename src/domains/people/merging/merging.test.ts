import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Merging, openMerging } from './testing.ts';

let home: Merging['home'];
let does: Merging['does'];
let person: Merging['person'];
let row: Merging['row'];
beforeAll(async () => {
  ({ home, does, person, row } = await openMerging());
});
afterAll(() => home.close());

describe('two records of one person', () => {
  let kept: number;
  let gone: number;
  let count = 0;
  beforeEach(async () => {
    count += 1;
    kept = await person(`Lina Okafor ${count}`, { country: 'KE', phone: '+254 1', consent: { phone: 'public', name: 'public' } });
    gone = await person(`Okafor, Lina ${count}`, {
      country: 'KE',
      nativeName: 'Ọkafọ Lina',
      phone: '+254 2',
      consent: { phone: 'leaders', nativeName: 'members' },
    });
  });

  test('are shown side by side, and become one by the form', async () => {
    const page = await home.as('dana').read(`/people/${kept}/merge/${gone}`);
    expect(page).toContain('+254 1');
    expect(page).toContain('Ọkafọ Lina');
    const answer = await home.as('dana').post(`/people/${kept}/merge/${gone}`, { 'fields.phone': 'gone' });
    expect(answer.status).toBe(303);
    expect(await row(kept)).toMatchObject({ phone: '+254 2', native_name: 'Ọkafọ Lina', display_name: `Lina Okafor ${count}` });
    expect(await home.as('dana').read(answer.headers.get('location') ?? '')).toContain('Make two records of it again');
  });

  test('show no value wider than either of them would have', async () => {
    await does('person.merge', { kept, gone, fields: { phone: 'gone' } }, 'dana');
    expect((await row(kept)).consent).toMatchObject({ phone: 'leaders', nativeName: 'members', name: 'public' });
    expect(await (await home.as('fatou').get(`/people/${kept}`)).text()).not.toContain('+254');
  });

  test('have one address afterwards: the old number leads to the new one, on pages, in searches and for programs', async () => {
    await does('person.merge', { kept, gone }, 'dana');
    const answer = await home.as().get(`/people/${gone}/seats`);
    expect([answer.status, answer.headers.get('location')]).toEqual([301, `/people/${kept}/seats`]);
    const found = await (await home.as('dana').get(`/search?q=Okafor%20${count}`)).text();
    expect(found).toContain(`/people/${kept}"`);
    expect(found).not.toContain(`/people/${gone}"`);
    const api = await home.as().get(`/api/v1/people/${gone}`);
    expect(await api.json()).toMatchObject({ id: kept });
  });

  test('whoever may not know of the person does not learn that two records became one', async () => {
    const [hidden, second] = [await person('Noor Aziz'), await person('Aziz Noor')];
    await does('person.merge', { kept: hidden, gone: second });
    expect((await home.as('fatou').get(`/people/${second}`)).status).toBe(404);
  });

  test('tell in their history what was chosen and what was not', async () => {
    await does('person.merge', { kept, gone, fields: { phone: 'gone' } }, 'dana');
    const log = await home.as('dana').read(`/people/${kept}/log`);
    expect(log).toContain('merged two records of one person');
    expect(log).toContain('Merged into');
  });

  test('cannot be merged twice, nor with themselves, nor with what somebody has changed meanwhile', async () => {
    await expect(does('person.merge', { kept, gone: kept })).rejects.toMatchObject({ kind: 'invalid' });
    const { version } = await row(gone);
    await does('person.change', { person: gone, pronouns: 'she' });
    await expect(does('person.merge', { kept, gone, goneVersion: version })).rejects.toMatchObject({ key: 'record.changed' });
    await does('person.merge', { kept, gone });
    await expect(does('person.merge', { kept, gone })).rejects.toMatchObject({ key: 'record.archived' });
  });
});

test('a line of a file that names a merged record speaks of the one that it has become', async () => {
  const [kept, gone] = [await person('Pia Lund', { country: 'DK' }), await person('Lund Pia', { country: 'DK' })];
  await does('person.merge', { kept, gone });
  expect(await does('person.takeIn', { person: gone, pronouns: 'she' })).toEqual({ id: kept });
  expect(await does('person.takeIn', { name: 'Pia Lund', country: 'DK', match: 'nameAndCountry' })).toEqual({ id: kept });
  expect((await row(gone)).archived_at).not.toBeNull();
});
