import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commandNamed } from '../../../../test/laws/world.ts';
import { run } from '../../../platform/command.ts';
import { looksOf } from '../../community/index.ts';
import { type Merging, openMerging } from './testing.ts';

let home: Merging['home'];
let does: Merging['does'];
let person: Merging['person'];
beforeAll(async () => {
  ({ home, does, person } = await openMerging());
});
afterAll(() => home.close());

describe('two records of one person', () => {
  let kept: number;
  let gone: number;
  let count = 0;
  beforeEach(async () => {
    count += 1;
    kept = await person(`Lina Okafor ${count}`, { country: 'KE' });
    gone = await person(`Okafor, Lina ${count}`, { country: 'KE' });
  });

  test('are suggested, whatever the order of the words', async () => {
    const page = await home.as('dana').read('/people/duplicates');
    expect(page).toContain(`/people/${kept}/merge/${gone}`);
    expect(page).toContain('Same name, same country');
  });

  test('of which somebody says that they are two are suggested no more, until somebody says so', async () => {
    await home.as('dana').post('/people/apart', { one: String(gone), other: String(kept), apart: 'yes' });
    expect(await home.as('dana').read('/people/duplicates')).not.toContain(`/people/${kept}/merge/${gone}`);
    expect(await home.as('dana').read('/people/duplicates?apart=yes')).toContain(`/people/${kept}/merge/${gone}`);
    await does('person.keepApart', { one: kept, other: gone, apart: false }, 'dana');
    expect(await home.as('dana').read('/people/duplicates')).toContain(`/people/${kept}/merge/${gone}`);
  });
});

describe('names that only look alike', () => {
  test('are suggested and marked, whether one letter or all are of another alphabet', async () => {
    await person('Cara Hope', { country: 'GB' });
    await person('Сara Норе', { country: 'GB' });
    const page = await home.as('dana').read('/people/duplicates');
    expect(page).toContain('Letters that only look alike');
  });

  test('look to the database as they look to the program', async () => {
    for (const name of ['АВЕКМНОРСТУХ іјѕԁԛԝһӏ', 'αεικνορτυχ', 'Cara Hope', 'Ñandú Ω']) {
      const { rows } = await sql<{ looks: string }>`select looks_of(${name}) as looks`.execute(home.db);
      expect(rows[0]?.looks).toBe(looksOf(name));
    }
  });
});

test('a program finds duplicates, merges them, and undoes it', async () => {
  const [kept, gone] = [await person('Tove Berg', { country: 'DK' }), await person('Berg Tove', { country: 'DK' })];
  const expires = Temporal.Now.plainDateISO('UTC').add({ days: 3 }).toString();
  const { secret } = await run(commandNamed('token.make'), { name: 'keeper', reach: 'all', expires }, home.call('dana'));
  const asks = async (method: string, path: string, body?: object) => {
    const answer = await home.app.request(`http://test/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${secret}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: answer.status, body: (await answer.json()) as { items?: object[]; merge?: number } };
  };
  const found = await asks('GET', '/people/duplicates?per=100');
  expect(found.body.items).toContainEqual(
    expect.objectContaining({
      one: expect.objectContaining({ id: kept }),
      other: expect.objectContaining({ id: gone }),
      why: ['nameAndCountry'],
    }),
  );
  const merged = await asks('POST', `/people/${kept}/merge`, { gone, fields: { name: 'gone' } });
  expect(merged).toMatchObject({ status: 201, body: { person: kept } });
  expect((await asks('GET', `/people/${gone}`)).body).toMatchObject({ id: kept, name: 'Berg Tove' });
  expect(await asks('POST', `/people/merges/${merged.body.merge}/undo`)).toMatchObject({ status: 201, body: { person: gone, stayed: [] } });
  expect((await asks('GET', `/people/${kept}`)).body).toMatchObject({ name: 'Tove Berg' });
  expect(await asks('PUT', `/people/duplicates/${gone}/${kept}`)).toMatchObject({ status: 200, body: { apart: true } });
  expect(JSON.stringify((await asks('GET', '/people/duplicates?per=100')).body)).not.toContain('Tove');
});

test('only those who keep the records see duplicates', async () => {
  for (const name of ['fatou', 'eko'] as const) expect((await home.as(name).get('/people/duplicates')).status, name).toBe(403);
});
