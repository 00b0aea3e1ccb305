import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/database.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import { addEmail, addPerson } from '../../people/index.ts';
import { addAccountFromConsole } from '../cli.ts';
import { later } from '../moments.ts';
import { openSmallWeb, type SmallWeb } from '../small-web.ts';
import { makeFirstLink } from './commands.ts';

let database: TestDatabase;
let web: SmallWeb;
const now = '2026-11-22T12:00:00Z';
const filled = { name: 'Ada', address: 'ada@example.org', language: 'fr' };

beforeAll(async () => {
  database = await testDatabase();
  web = openSmallWeb(database.db, { now });
});
afterAll(() => database.drop());

const link = async (at = now) => (await makeFirstLink(database.db, '', at)) ?? '';

test('an unknown, a replaced and an old link are refused in plain words', async () => {
  const replaced = await link();
  const old = await link();
  expect((await web.browser().get('/first/invented')).text).toBe('notFound first.unknown');
  expect((await web.browser().get(replaced)).text).toBe('notFound first.unknown');
  web.clock.now = later(now, { hours: 24 });
  expect((await web.browser().get(old)).text).toBe('conflict first.expired');
  expect((await web.browser().post(old, filled)).status).toBe(409);
  web.clock.now = now;
});

test('whoever opens the first link becomes the first administrator and is signed in; afterwards it is closed', async () => {
  const path = await link();
  const [browser, late] = [web.browser(), web.browser()];
  expect((await browser.get(path)).text).toContain('Begin');
  const wrong = await browser.post(path, { ...filled, address: 'ada' });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('value="Ada"');
  const answers = await Promise.all([browser.post(path, filled), late.post(path, { ...filled, address: 'eve@example.org' })]);
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
  const winner = answers[0]?.status === 303 ? browser : late;
  expect((await winner.get('/people-and-roles')).status).toBe(200);
  expect((await web.browser().get(path)).text).toBe('conflict first.used');
  expect((await web.browser().post(path, filled)).status).toBe(409);
  expect(await makeFirstLink(database.db, '', now)).toBeNull();
});

test('the command line adds an administrator', async () => {
  const { person } = await addAccountFromConsole(database.db, { address: 'op@example.org', name: 'Op', role: 'administrator' }, now);
  const grant = await database.db.selectFrom('role_grant').select('body_id').where('person_id', '=', person).executeTakeFirstOrThrow();
  expect(grant.body_id).toBeNull();
});

test('the command line gives an account to somebody who is known already, by their address in either form', async () => {
  const call = { db: database.db, actor: system(), via: 'cli' as const, now, today: now.slice(0, 10) };
  const { id } = await run(addPerson, { name: 'Known' }, call);
  await run(addEmail, { person: id, address: 'known@例子.广告' }, call);
  const { person } = await addAccountFromConsole(
    database.db,
    { address: 'known@xn--fsqu00a.xn--4rr70v', name: 'Other', role: 'administrator' },
    now,
  );
  expect(person).toBe(id);
});
