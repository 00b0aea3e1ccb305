import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands, domains } from '../../src/app/domains.ts';
import { run } from '../../src/platform/command.ts';
import { type Name, openApp, type TestApp } from '../app.ts';
import { furnishWorld } from '../laws/world.ts';

let house: TestApp;
const faults: string[] = [];
const tokens = new Map<string, string>();

const tokenFor = async (who: Name, reach: string, chosen?: string[]) => {
  const make = commands.find(({ name }) => name === 'token.make');
  const { secret } = await run(
    make as NonNullable<typeof make>,
    { name: 'x', reach, expires: house.call().today, ...(chosen ? { commands: chosen } : {}) },
    house.call(who),
  );
  return secret as string;
};

beforeAll(async () => {
  house = await openApp();
  await furnishWorld(house);
  house.services.log.error = (_event, facts) =>
    void faults.push(`${facts?.method} ${facts?.path} ${String((facts?.fault as Error)?.message ?? facts?.fault)}`);
  tokens.set('all', await tokenFor('ama', 'all'));
  tokens.set('read', await tokenFor('ama', 'readOnly'));
  tokens.set('chosen', await tokenFor('ama', 'chosen', ['body.change']));
});
afterAll(() => house.close());

let sent = 0;
/** Every hundred requests come from somebody else, so that the limit of writes is not what is tested. */
const from = () => ({ incoming: { socket: { remoteAddress: `192.0.2.${Math.floor(sent++ / 100)}` } } });

const send = (method: string, path: string, body: unknown, token = tokens.get('all'), type = 'application/json') =>
  house.app.request(
    `http://test/api/v1${path}`,
    {
      method: method.toUpperCase(),
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      ...(method === 'get' ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    },
    from(),
  );

const rows = domains.flatMap((domain) => domain.api ?? []);
const names: Record<string, string> = {
  ref: 'REC-ONE-01',
  recommendation: 'REC-ONE-01',
  review: 'R1',
  body: 'SOUTH',
  round: '1',
  id: '1',
  batch: 'TRI-TWO-SOUTH-01',
};
const pathOf = (path: string, over: Record<string, string> = {}) =>
  path.replace(
    /:(\w+)/g,
    (_all, name: string) =>
      over[name] ??
      (name === 'ref' && path.startsWith('/reviews')
        ? 'R1'
        : name === 'ref' && path.startsWith('/bodies')
          ? 'SOUTH'
          : name === 'ref' && path.startsWith('/triage')
            ? 'TRI-TWO-SOUTH-01'
            : (names[name] ?? '1')),
  );

const evil: unknown[] = [
  'a\u0000b',
  '\ud800',
  "'; drop table body; --",
  '__proto__',
  '2026-02-30',
  '0000-01-01',
  'javascript:alert(1)',
  1e308,
  -1,
  2 ** 53 + 2,
  '9223372036854775808',
  [],
  {},
  [null],
  { original: '__proto__', texts: { __proto__: 'x', constructor: 'y\u0000' } },
  { from: '2026-02-30', precision: 'day' },
  [{ recommendation: 'REC-ONE-01', version: 1e300 }],
];

test('no value in any field of the interface for programs is a fault of the program', { timeout: 400_000 }, async () => {
  for (const row of rows) {
    if (row.method === 'get') continue;
    const shape = (row.input as { shape?: Record<string, unknown>; _zod?: unknown }).shape ?? {};
    // A reason goes with every command and is read in one place.
    const fields = [...Object.keys(shape), ...(row.command === 'body.change' ? ['reason', 'unheardOf'] : [])].filter(
      (name) => !row.path.includes(`:${name}`),
    );
    for (const field of fields)
      for (const value of evil) {
        const good = {
          title: 'x',
          number: String(Math.random()).slice(2, 8),
          name: 'x',
          text: 'x',
          stance: 'support',
          why: 'x',
          reason: 'x',
          rationale: 'because',
          on: '2026-01-01',
        };
        const answer = await send(row.method, pathOf(row.path), {
          ...Object.fromEntries(Object.entries(good).filter(([name]) => fields.includes(name))),
          [field]: value,
        });
        if (answer.status >= 500 && answer.status !== 503)
          faults.push(`${row.method} ${row.path} ${field} ${JSON.stringify(value)?.slice(0, 60)}`);
        await answer.arrayBuffer();
      }
  }
  expect([...new Set(faults)]).toEqual([]);
});

test('a change that says nothing changes nothing, and is no fault', { timeout: 120_000 }, async () => {
  for (const row of rows.filter(({ method }) => method !== 'get')) {
    const answer = await send(row.method, pathOf(row.path), {});
    if (answer.status >= 500 && answer.status !== 503) faults.push(`${row.method} ${row.path} with nothing`);
    await answer.arrayBuffer();
  }
  expect([...new Set(faults)]).toEqual([]);
});

test('what is no JSON object, or a strange one, is refused in words', async () => {
  for (const body of [
    '',
    '{',
    'null',
    '[]',
    '1',
    '"x"',
    '{"a":1,}',
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    `{"title":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    '{"title":"a","title":{"en":"b"},"__proto__":{"x":1}}',
    '\ufeff{}',
  ]) {
    const answer = await send('post', '/reviews', body);
    expect([body.slice(0, 30), answer.status]).toEqual([body.slice(0, 30), 422]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  }
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/json; charset=utf-7'])
    expect([type, (await send('post', '/reviews', '{}', tokens.get('all'), type)).status]).toEqual([type, 422]);
  expect(faults).toEqual([]);
});

test('a token does what it was made for and nothing else, and a session is no token', async () => {
  const change = (headers: Record<string, string>) =>
    house.app.request(
      'http://test/api/v1/bodies/NORTH',
      {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"acronym":"SRX"}',
      },
      from(),
    );
  for (const [who, headers, status] of [
    ['nobody', {}, 401],
    ['a session', { cookie: house.people.ama.sessionCookie }, 401],
    ['a session as a token', { authorization: `Bearer ${house.people.ama.sessionCookie.split('=')[1]}` }, 401],
    ['a token that reads', { authorization: `Bearer ${tokens.get('read')}` }, 403],
    ['a token for it', { authorization: `Bearer ${tokens.get('chosen')}` }, 200],
    ['an invented token', { authorization: 'Bearer plenary_x' }, 401],
    ['a broken header', { authorization: 'Basic YTpi' }, 401],
  ] as const)
    expect([who, (await change(headers)).status]).toEqual([who, status]);
  expect((await send('post', '/bodies', { ref: 'X', name: 'X', kind: 'region' }, tokens.get('chosen'))).status).toBe(403);
  expect(
    rows.filter((row) => /token|session|grant|role|account|link\.make|firstLink/.test(row.command ?? '')).map((row) => row.command),
  ).toEqual([]);
  for (const path of ['/account', '/people-and-roles', '/account/tokens'])
    expect((await house.app.request(`http://test${path}`, { headers: { authorization: `Bearer ${tokens.get('all')}` } })).status).not.toBe(
      200,
    );
});
