import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../test/app.ts';
import { makeToken } from '../domains/accounts/own/commands.ts';
import { addEach } from '../domains/plans/items/add-each.ts';
import { run } from '../platform/command.ts';

let house: TestApp;
beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());

test('whoever sends too large a file is told so and still stands signed in on that page', async () => {
  const form = new FormData();
  form.set('kind', 'recommendations');
  form.set('file', new File([new Uint8Array(26 * 1024 * 1024)], 'large.csv'));
  const answer = await house.as('dana').send('/imports', form);
  const page = await answer.text();
  expect(answer.status).toBe(422);
  expect(page).toContain('larger than 25 MB');
  expect(page).toContain('Dana Whitfield');
  expect(page).toContain('Sign out');
});

test('a program that uses the wrong method on a path is told which methods there are', async () => {
  const ask = (method: string, path: string) => house.app.request(`http://test/api/v1${path}`, { method });
  const wrong = await ask('POST', '/recommendations/REC-ONE-01');
  expect(wrong.status).toBe(405);
  expect(wrong.headers.get('allow')).toBe('GET, HEAD, PATCH, DELETE');
  expect(await wrong.json()).toMatchObject({
    status: 405,
    title: 'Not this way',
    detail: 'This address answers to GET, HEAD, PATCH, DELETE only.',
  });
  expect((await ask('PUT', '/reviews')).headers.get('allow')).toBe('GET, HEAD, POST');
  expect((await ask('GET', '/nothing-here')).status).toBe(404);
  expect((await ask('HEAD', '/reviews')).status).toBe(200);
});

test('the page for programs leads to the fields of each kind of path, their values and what is answered', async () => {
  const dana = house.as('dana');
  const index = await dana.read('/api/v1');
  expect(index).toContain('href="/api/v1?of=rounds"');
  const rounds = await dana.read('/api/v1?of=rounds');
  expect(rounds).toContain('both | important | urgent | neither');
  expect(rounds).toContain('1 to 4');
  const recommendations = await dana.read('/api/v1?of=recommendations');
  expect(recommendations).toContain('Key of a term of the scheme “stance”, as told by /terms');
  expect(recommendations).toContain('text, or { original, texts: { en: text } }');
  expect((await dana.get('/api/v1?of=nothing')).status).toBe(404);
});

test('a token can be made for what programs can do, and for nothing that only the house itself does', async () => {
  const page = await house.as('dana').read('/account');
  const offered = [...page.matchAll(/name="commands" value="([^"]+)"/g)].map(([, name]) => name);
  expect(offered).toContain('position.draft');
  expect(offered).toContain('position.takeIn');
  for (const name of ['view.count', 'mailing.deliver', 'passkey.redeem', 'session.sweep']) expect(offered).not.toContain(name);
});

test('a token that is made for one command reaches what follows from it, and nothing else', async () => {
  const withToken = (...scopes: string[]) => house.call('dana', { actor: { ...house.people.dana.actor, scopes } });
  const plan = { recommendations: ['REC-ONE-01', 'REC-ONE-02'] };
  await expect(run(addEach, plan, withToken('plan.change'))).rejects.toThrow('refusal.tokenScope');
  expect(await run(addEach, plan, withToken('plan.addEach'))).toMatchObject({ refs: [expect.any(String), expect.any(String)] });
});

describe('a program that writes', () => {
  const send = async (method: string, path: string, body: unknown, headers: Record<string, string> = {}) => {
    const answer = await house.app.request(`http://test/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, said: JSON.stringify(await answer.json()) };
  };
  let token: string;
  beforeAll(async () => {
    const expires = Temporal.Now.plainDateISO('UTC').add({ days: 30 }).toString();
    token = (await run(makeToken, { name: 'Sheet', reach: 'all', expires }, house.call('dana'))).secret;
  });

  test('guards its change with If-Match, and is told where that would guard nothing', async () => {
    const guarded = (sign: string) => send('PATCH', '/recommendations/REC-ONE-03', { page: '7' }, { 'if-match': sign });
    expect((await guarded('"1"')).status).toBe(200);
    expect((await send('PATCH', '/recommendations/REC-ONE-03', { page: '8' }, { 'if-match': '"1"' })).status).toBe(409);
    expect(await guarded('W/"DUA-K4gBderB9aQM"')).toMatchObject({ status: 422, said: expect.stringContaining('takes the version') });
    const unguarded = await send('POST', '/recommendations/REC-ONE-03/aliases', { alias: 'Issue 3' }, { 'if-match': '"1"' });
    expect(unguarded.status).toBe(422);
  });

  test('is asked for a token where none came or a dead one, and only refused where a living one may not', async () => {
    const change = async (headers: Record<string, string>) => {
      const answer = await house.app.request('http://test/api/v1/recommendations/REC-ONE-03', {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"page":"9"}',
      });
      return [answer.status, answer.headers.get('www-authenticate')];
    };
    const own = await run(
      makeToken,
      { name: 'Mine', reach: 'readOnly', expires: Temporal.Now.plainDateISO('UTC').add({ days: 9 }).toString() },
      house.call('eko'),
    );
    expect(await change({})).toEqual([401, 'Bearer realm="Plenary"']);
    expect(await change({ authorization: 'Bearer plenary_dead' })).toEqual([401, 'Bearer realm="Plenary", error="invalid_token"']);
    expect(await change({ authorization: `Bearer ${own.secret}` })).toEqual([403, null]);
  });

  test('is told which fields others changed, by names that mean something', async () => {
    const position = { method: 'PUT', path: '/recommendations/REC-ONE-02/positions/SOUTH' } as const;
    expect((await send(position.method, position.path, { stance: 'support', version: 0 })).status).toBe(200);
    const { status, said } = await send(position.method, position.path, { stance: 'oppose', version: 0 });
    expect(status).toBe(409);
    const fields = (JSON.parse(said) as { changes: { field: string }[] }).changes.map(({ field }) => field);
    expect(fields).toContain('stance');
    expect(fields.filter((field) => field === 'id' || field.endsWith('_id'))).toEqual([]);
  });

  test('learns which values there are, and that a parameter or an order does not exist', async () => {
    const filled = await send('PATCH', '/recommendations/REC-ONE-03/feasibility', { support: 'maybe' });
    expect(filled).toMatchObject({ status: 422, said: expect.stringContaining('“maybe” is none of these: yes, no, inPart.') });
    const stance = await send('PUT', '/recommendations/REC-ONE-03/positions/SOUTH', { stance: 'perhaps' });
    expect(stance).toMatchObject({ status: 422, said: expect.stringContaining('“perhaps” is none of these: support, depends, oppose') });
    const misspelt = await send('PUT', '/recommendations/REC-ONE-03/positions/SOUTH', { stanse: 'support' });
    expect(misspelt).toMatchObject({ status: 422, said: expect.stringContaining('There is no such field here. There are: ') });
    const asked = async (query: string) => (await house.app.request(`http://test/api/v1/recommendations?${query}`)).status;
    expect(await Promise.all(['them=outreach', 'sort=nothing', 'sort=-number', 'theme=outreach', 'lang=fr'].map(asked))).toEqual([
      422, 422, 200, 200, 200,
    ]);
  });
});
