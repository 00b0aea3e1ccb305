import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../src/app/domains.ts';
import { run } from '../../src/platform/command.ts';
import { runImport } from '../../src/platform/imports/domain.ts';
import { openApp, type TestApp } from '../app.ts';
import { commandNamed } from '../laws/world.ts';
import { bad, good, wrapped } from './addresses.ts';

let house: TestApp;
let token = '';

beforeAll(async () => {
  house = await openApp();
  const make = commands.find(({ name }) => name === 'token.make');
  ({ secret: token } = await run(
    make as NonNullable<typeof make>,
    { name: 'x', reach: 'all', expires: house.call().today },
    house.call('ama'),
  ));
});
afterAll(() => house.close());
let sent = 0;
/** Every hundred requests come from somebody else, so that the limit of writes is not what is tested. */
const from = () => ({ incoming: { socket: { remoteAddress: `192.0.2.${Math.floor(sent++ / 100)}` } } });

const byForm = async (address: string): Promise<number> => {
  const answer = await house.app.request(
    'http://test/people-and-roles',
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: house.people.ama.sessionCookie, origin: 'http://test' },
      body: new URLSearchParams({ name: 'Somebody', address, language: 'en' }).toString(),
    },
    from(),
  );
  if (answer.status === 422) expect(await answer.text()).toContain('id="f-address-error"');
  return answer.status;
};

const post = (path: string, body: object) =>
  house.app.request(
    `http://test/api/v1${path}`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    },
    from(),
  );

const byApi = async (address: string): Promise<number> => {
  const { id } = (await (await post('/people', { name: 'Somebody' })).json()) as { id: number };
  const answer = await post(`/people/${id}/addresses`, { address });
  if (answer.status === 422) expect(((await answer.json()) as { errors: { path: unknown }[] }).errors).toHaveLength(1);
  return answer.status;
};

const stored = async (key: string) =>
  (await sql<{ typed: string }>`select typed from email where address_key = ${key}`.execute(house.db)).rows.map(({ typed }) => typed);

/** So that the next spelling of the same address is new again. */
const forget = (key: string) =>
  house.db.transaction().execute(async (tx) => {
    await sql`set local plenary.restoring = 'on'`.execute(tx);
    await sql`delete from email where address_key = ${key}`.execute(tx);
  });

describe.each([
  ['the form', byForm, 303],
  ['the interface for programs', byApi, 201],
] as const)('by %s', (_door, give, taken) => {
  test.each(good)('$typed is taken, kept as typed and known by its key', async ({ typed, shown = typed, key }) => {
    expect(await give(typed)).toBe(taken);
    expect(await stored(key)).toEqual([shown]);
    expect(await give(key), 'the same address in its other form belongs to somebody already').toBe(422);
    await forget(key);
  });

  test.each(wrapped)('$typed is refused: an address is written alone', async ({ typed }) => {
    expect(await give(typed)).toBe(422);
  });

  test.each(bad)('%s is refused beside its field: %s', async (typed) => {
    expect(await give(typed)).toBe(422);
  });
});

test('by an import every good one is taken and every bad one refused in its own line', async () => {
  // Of several addresses in one cell each is read by itself.
  const taking = [...good, ...wrapped];
  const refusing = bad.map(([typed]) => typed).filter((typed) => !/[,;]/.test(typed));
  const lines = [...taking.map(({ typed }) => typed), ...refusing];
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const text = ['name,email', ...lines.map((typed, at) => `${cell(`Imported ${at}`)},${cell(typed)}`)].join('\n');
  const does = (name: string, input: unknown) => run(commandNamed(name), input, house.call('dana', { via: 'page' }));
  const { id } = await does('import.start', { kind: 'people', name: 'people.csv', text, context: {} });
  await runImport(house.services, id);
  await does('import.run', { id });
  await runImport(house.services, id);
  const { rows } = await sql<{ number: number; outcome: string; label: string }>`
    select number, outcome, label from import_line where run_id = ${id} order by number`.execute(house.db);
  expect(rows).toHaveLength(lines.length);
  const taken = rows.map(({ outcome }) => outcome === 'new' || outcome === 'changed' || outcome === 'unchanged');
  expect(lines.filter((_typed, at) => !taken[at] && at < taking.length)).toEqual([]);
  expect(lines.filter((_typed, at) => taken[at] && at >= taking.length)).toEqual([]);
  for (const { typed, shown = typed, key } of taking) {
    const [kept] = await stored(key);
    expect([kept, taking.find((one) => one.key === key)?.shown ?? kept]).toContain(shown);
  }
});

test('an address is found by either of its forms', async () => {
  await byForm('搜索@例子.广告');
  for (const words of ['搜索@例子.广告', '搜索@xn--fsqu00a.xn--4rr70v', '例子.广告']) {
    const page = await house.as('ama').read(`/people-and-roles?q=${encodeURIComponent(words)}`);
    expect(page, words).toContain('Somebody');
  }
});
