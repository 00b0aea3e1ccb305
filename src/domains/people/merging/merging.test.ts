import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { system } from '../../../platform/access/actor.ts';
import { type AnyCommand, run } from '../../../platform/command.ts';
import { looksOf } from '../../community/index.ts';
import { people } from '../index.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
  await does('region.load', {
    system: 'main',
    title: 'Regions',
    validFrom: '2003-01-01',
    regions: [{ key: 'N', title: 'North' }],
    countries: ['KE', 'GB', 'DK'].map((code) => ({ code, name: code, region: 'N' })),
  });
});
afterAll(() => home.close());

const commandsByName = async () => {
  const { commands } = await import('../../../app/domains.ts');
  return new Map(commands.map((command) => [command.name, command]));
};
const does = async (name: string, input: unknown, as: 'dana' | 'ama' | 'eko' | 'fatou' | 'program' = 'program') => {
  const command = (await commandsByName()).get(name) as AnyCommand;
  return run(command, input, home.call(undefined, { actor: as === 'program' ? system() : home.actor(as), reason: 'It was agreed.' }));
};
const person = async (name: string, more: object = {}): Promise<number> => (await does('person.add', { name, ...more })).id;
const row = (id: number) => home.db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

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

  test('who signs in or holds a role is merged only by those who manage accounts', async () => {
    await does('email.add', { person: gone, address: `lina${gone}@example.org` });
    await does('account.add', { person: gone });
    await expect(does('person.merge', { kept, gone }, 'dana')).rejects.toMatchObject({ kind: 'forbidden' });
    await does('person.merge', { kept, gone }, 'ama');
    expect(await home.db.selectFrom('account').select('suspended_at').where('person_id', '=', kept).execute()).toEqual([
      { suspended_at: null },
    ]);
  });

  test('with an account each keep one, and a key of the other opens it', async () => {
    for (const id of [kept, gone]) {
      await does('email.add', { person: id, address: `lina${id}@example.net` });
      await does('account.add', { person: id });
    }
    await does('identity.link', { issuer: 'https://id.example.org', subject: `lina${gone}` }).catch(() => undefined);
    const { merge } = await does('person.merge', { kept, gone }, 'ama');
    const accounts = () =>
      home.db
        .selectFrom('account')
        .select(['person_id', 'suspended_at'])
        .where('person_id', 'in', [kept, gone])
        .orderBy('person_id')
        .execute();
    const [first, second] = await accounts();
    expect([first?.suspended_at, second?.suspended_at !== null]).toEqual([null, true]);
    await does('person.unmerge', { merge }, 'ama');
    expect((await accounts()).map((one) => one.suspended_at)).toEqual([null, null]);
  });

  test('one of whom has asked to be forgotten are not merged', async () => {
    const seat = await does('seat.add', { body: 'SOUTH', title: `Seat ${gone}` });
    await does('seat.fill', { seatId: seat.id, personId: gone });
    await does('erasure.ask', { person: gone, sure: true });
    await expect(does('person.merge', { kept, gone })).rejects.toMatchObject({ key: 'merge.erasureAsked' });
  });

  test('are forgotten together', async () => {
    await does('person.merge', { kept, gone });
    await does('erasure.ask', { person: kept, sure: true });
    for (const id of [kept, gone]) expect(JSON.stringify(await row(id))).not.toMatch(/Lina|Okafor|Ọkafọ|254/);
    const told = await home.db
      .selectFrom('audit_change')
      .select(['before', 'after'])
      .where('table_name', '=', 'person')
      .where('row_id', 'in', [kept, gone])
      .execute();
    expect(JSON.stringify(told)).not.toMatch(/Okafor|254/);
  });
});

describe('two people who both hold seats', () => {
  const holders = async (days: [object, object]) => {
    const [kept, gone] = [await person('Marta Silva'), await person('Silva Marta')];
    const tenures = [];
    for (const [at, id] of [kept, gone].entries()) {
      const seat = await does('seat.add', { body: 'SOUTH', title: `Seat of ${id}` });
      await does('seat.fill', { seatId: seat.id, personId: id, ...days[at] });
      tenures.push(await home.db.selectFrom('tenure').selectAll().where('seat_id', '=', seat.id).executeTakeFirstOrThrow());
    }
    return { kept, gone, tenures };
  };
  const inView = (id: number) =>
    home.db.selectFrom('tenure').select('id').where('person_id', '=', id).where('archived_at', 'is', null).orderBy('id').execute();

  test('one after the other are merged without a question', async () => {
    const { kept, gone, tenures } = await holders([{ from: '2020-01-01', to: '2021-01-01' }, { from: '2021-01-01' }]);
    await does('person.merge', { kept, gone });
    expect((await inView(kept)).map(({ id }) => id)).toEqual(tenures.map(({ id }) => id));
  });

  test('of one body at one time are merged only when somebody has said what is true', async () => {
    const { kept, gone, tenures } = await holders([{ from: '2020-01-01' }, { from: '2021-01-01' }]);
    const key = `${tenures[1]?.id}-${tenures[0]?.id}`;
    const page = await home.as('dana').post(`/people/${kept}/merge/${gone}`);
    expect(page.status).toBe(422);
    expect(await page.text()).toContain('Say which seat of SOUTH was held.');
    await expect(does('person.merge', { kept, gone })).rejects.toMatchObject({
      problems: [{ path: ['seats', key], key: 'merge.seatAsk' }],
    });
    const answer = await home.as('dana').post(`/people/${kept}/merge/${gone}`, { [`seats.${key}`]: 'gone' });
    expect(answer.status).toBe(303);
    expect(await inView(kept)).toEqual([{ id: tenures[1]?.id }]);
  });

  test('in the same seat cannot both have held it', async () => {
    const { kept, gone } = await holders([{ from: '2020-01-01', to: '2020-06-01' }, { from: '2021-01-01' }]);
    const [term] = await inView(kept);
    const [other] = await inView(gone);
    // As old data may have it: the command would refuse it.
    await home.db.transaction().execute(async (tx) => {
      const { sql } = await import('kysely');
      await sql`select set_config('plenary.restoring', 'on', true)`.execute(tx);
      await sql`update tenure set seat_id = (select seat_id from tenure where id = ${other?.id}), ends_on = null where id = ${term?.id}`.execute(
        tx,
      );
    });
    const seats = { [`${other?.id}-${term?.id}`]: 'both' };
    await expect(does('person.merge', { kept, gone, seats })).rejects.toMatchObject({ problems: [{ key: 'merge.seatOnce' }] });
  });
});

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

describe('names that only look alike', () => {
  test('are suggested and marked, whether one letter or all are of another alphabet', async () => {
    await person('Cara Hope', { country: 'GB' });
    await person('Сara Норе', { country: 'GB' });
    const page = await home.as('dana').read('/people/duplicates');
    expect(page).toContain('Letters that only look alike');
  });

  test('look to the database as they look to the program', async () => {
    const { sql } = await import('kysely');
    for (const name of ['АВЕКМНОРСТУХ іјѕԁԛԝһӏ', 'αεικνορτυχ', 'Cara Hope', 'Ñandú Ω']) {
      const { rows } = await sql<{ looks: string }>`select looks_of(${name}) as looks`.execute(home.db);
      expect(rows[0]?.looks).toBe(looksOf(name));
    }
  });
});

test('a line of a file that names a merged record speaks of the one that it has become', async () => {
  const [kept, gone] = [await person('Pia Lund', { country: 'DK' }), await person('Lund Pia', { country: 'DK' })];
  await does('person.merge', { kept, gone });
  expect(await does('person.takeIn', { person: gone, pronouns: 'she' })).toEqual({ id: kept });
  expect(await does('person.takeIn', { name: 'Pia Lund', country: 'DK', match: 'nameAndCountry' })).toEqual({ id: kept });
  expect((await row(gone)).archived_at).not.toBeNull();
});

test('a program finds duplicates, merges them, and undoes it', async () => {
  const [kept, gone] = [await person('Tove Berg', { country: 'DK' }), await person('Berg Tove', { country: 'DK' })];
  const expires = Temporal.Now.plainDateISO('UTC').add({ days: 3 }).toString();
  const { secret } = await run(
    (await commandsByName()).get('token.make') as AnyCommand,
    { name: 'keeper', reach: 'all', expires },
    home.call('dana'),
  );
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
  expect(people.commands?.map(({ name }) => name)).toContain('person.merge');
});
