import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Merging, openMerging } from './testing.ts';

let home: Merging['home'];
let does: Merging['does'];
let person: Merging['person'];
let row: Merging['row'];
beforeAll(async () => {
  ({ home, does, person, row } = await openMerging());
});
afterAll(() => home.close());

describe('a merge undone', () => {
  test('gives everything back: values, addresses, memberships and what went out of view', async () => {
    const [kept, gone] = [await person('Iris Blom', { phone: '+31 1' }), await person('Blom Iris', { phone: '+31 2' })];
    await does('email.add', { person: gone, address: 'iris@example.org' });
    for (const [id, from, to] of [
      [kept, '2018', undefined],
      [gone, '2015', '2019'],
    ] as const)
      await does('membership.add', { person: id, body: 'SOUTH-WG', role: 'member', from, ...(to ? { to } : {}) });
    const before = [await row(kept), await row(gone)];
    const { merge } = await does('person.merge', { kept, gone, fields: { phone: 'gone', name: 'gone' } });
    const memberships = () =>
      home.db
        .selectFrom('membership')
        .select(['person_id', 'starts_on', 'archived_at'])
        .where('person_id', 'in', [kept, gone])
        .orderBy('id')
        .execute();
    expect((await memberships()).map(({ starts_on, archived_at }) => [starts_on, archived_at !== null])).toEqual([
      ['2015-01-01', false],
      ['2015-01-01', true],
    ]);
    await home.as('dana').post(`/people/merges/${merge}/undo`);
    for (const [at, id] of [kept, gone].entries()) expect({ ...(await row(id)), version: 0 }).toEqual({ ...before[at], version: 0 });
    expect((await memberships()).map(({ person_id, starts_on, archived_at }) => [person_id, starts_on, archived_at])).toEqual([
      [kept, '2018-01-01', null],
      [gone, '2015-01-01', null],
    ]);
    expect(await home.db.selectFrom('email').select('person_id').where('address_key', '=', 'iris@example.org').execute()).toEqual([
      { person_id: gone },
    ]);
    expect(await home.as('dana').read(`/people/merges/${merge}`)).toContain('Everything went back.');
  });

  test('leaves what somebody has changed since, and says so', async () => {
    const [kept, gone] = [await person('Otto Weiss'), await person('Weiss Otto', { pronouns: 'he' })];
    const { merge } = await does('person.merge', { kept, gone });
    await does('person.change', { person: kept, pronouns: 'they' });
    const { stayed } = await does('person.unmerge', { merge });
    expect(stayed).toEqual([{ table: 'person', id: kept, field: 'pronouns', why: 'imports.keptField' }]);
    expect(await row(kept)).toMatchObject({ pronouns: 'they' });
    expect(await home.as('dana').read(`/people/merges/${merge}`)).toContain('was changed by somebody else since');
    await expect(does('person.unmerge', { merge })).rejects.toMatchObject({ key: 'merge.undoneAlready' });
  });

  test('of three records goes back step by step', async () => {
    const [first, second, third] = [await person('Ana Kruz'), await person('Kruz Ana'), await person('Ana  Kruz')];
    const one = await does('person.merge', { kept: second, gone: third });
    const two = await does('person.merge', { kept: first, gone: second });
    expect((await home.as('dana').get(`/people/${third}`)).headers.get('location')).toBe(`/people/${first}`);
    await expect(does('person.unmerge', { merge: one.merge })).rejects.toMatchObject({ key: 'merge.keptMerged' });
    await does('person.unmerge', { merge: two.merge });
    expect((await home.as('dana').get(`/people/${third}`)).headers.get('location')).toBe(`/people/${second}`);
    await does('person.unmerge', { merge: one.merge });
    expect((await home.as('dana').get(`/people/${third}`)).status).toBe(200);
  });
});
