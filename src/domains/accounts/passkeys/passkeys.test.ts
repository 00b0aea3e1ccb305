import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/database.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import { suspendAccount } from '../commands.ts';
import { later } from '../moments.ts';
import { type Browser, openSmallWeb, type SmallWeb } from '../small-web.ts';
import { givePerson } from '../testing.ts';
import { passkeysWork } from './passkey.ts';
import { type SoftDevice, softDevice } from './soft-device.ts';

const site = 'https://plenary.test';
const now = '2026-11-22T12:00:00Z';
let database: TestDatabase;
let web: SmallWeb;
let people = 0;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  web = openSmallWeb(database.db, { baseUrl: site, now });
});

const ceremonyOf = (browser: Browser) => browser.cookies.get('__Host-plenary_passkey') ?? '';

const someone = async () => {
  const given = await givePerson(database.db, { name: 'Badr', email: `key${++people}@example.org` }, now);
  const browser = web.browser();
  browser.cookies.set('__Host-plenary_session', given.sessionCookie.split('=')[1] ?? '');
  return { ...given, browser };
};

const withPasskey = async () => {
  const person = await someone();
  const device = softDevice();
  await person.browser.post('/account/passkeys/challenge');
  const added = await person.browser.post('/account/passkeys', {
    credential: device.make(ceremonyOf(person.browser), site),
    name: 'Phone',
  });
  expect([added.status, added.location]).toEqual([303, '/account#passkeys']);
  return { ...person, device };
};

const enter = async (browser: Browser, device: SoftDevice, ...more: [counter?: number, flags?: number]) => {
  await browser.post('/sign-in/passkey/challenge');
  return browser.post('/sign-in/passkey', { credential: device.use(ceremonyOf(browser), site, ...more), return: '/plans' });
};

test('a person adds a passkey, signs in with it, renames and removes it, and hears of it by mail', async () => {
  const { browser, device, personId } = await withPasskey();
  expect((await browser.get('/account')).text).toContain('Phone');
  const mail = await database.db.selectFrom('mail').select('subject').where('person_id', '=', personId).executeTakeFirstOrThrow();
  expect(mail.subject).toContain('your account was changed');

  const fresh = web.browser('192.0.2.9');
  const entered = await enter(fresh, device);
  expect([entered.status, entered.location]).toEqual([303, '/plans']);
  const page = await fresh.get('/account');
  expect(page.text).toContain('Badr');

  const id = /account\/passkeys\/(\d+)"/.exec(page.text)?.[1];
  expect((await fresh.post(`/account/passkeys/${id}`, { name: 'Old phone' })).status).toBe(303);
  expect((await fresh.get('/account')).text).toContain('Old phone');
  expect((await fresh.post(`/account/passkeys/${id}/removal`)).status).toBe(303);
  expect((await enter(web.browser('192.0.2.10'), device)).status).toBe(422);
});

test('an answer counts once, in the browser that asked, and for five minutes', async () => {
  const { device } = await withPasskey();
  const browser = web.browser('192.0.2.11');
  await browser.post('/sign-in/passkey/challenge');
  const ceremony = ceremonyOf(browser);
  const credential = device.use(ceremony, site);
  const other = web.browser('192.0.2.12');
  await other.post('/sign-in/passkey/challenge');
  expect((await other.post('/sign-in/passkey', { credential })).status).toBe(422);
  expect((await browser.post('/sign-in/passkey', { credential })).status).toBe(303);
  const replay = web.browser('192.0.2.13');
  replay.cookies.set('__Host-plenary_passkey', ceremony);
  expect((await replay.post('/sign-in/passkey', { credential })).status).toBe(422);
  const slow = web.browser('192.0.2.14');
  await slow.post('/sign-in/passkey/challenge');
  const late = device.use(ceremonyOf(slow), site);
  web.clock.now = later(now, { minutes: 5 });
  expect((await slow.post('/sign-in/passkey', { credential: late })).status).toBe(422);
});

test('an answer given to another site is refused', async () => {
  const { device } = await withPasskey();
  for (const other of ['https://plenary.test.evil.example', 'http://plenary.test', 'https://sub.plenary.test']) {
    const browser = web.browser();
    await browser.post('/sign-in/passkey/challenge');
    expect((await browser.post('/sign-in/passkey', { credential: device.use(ceremonyOf(browser), other) })).status).toBe(422);
  }
});

test('a counter that does not grow is the sign of a copied device, and refused', async () => {
  const { device } = await withPasskey();
  expect((await enter(web.browser(), device, 7)).status).toBe(303);
  expect((await enter(web.browser(), device, 7)).status).toBe(422);
  expect((await enter(web.browser(), device, 6)).status).toBe(422);
  expect((await enter(web.browser(), device, 8)).status).toBe(303);
});

test('a device that has not made sure who holds it is refused', async () => {
  const { device } = await withPasskey();
  expect((await enter(web.browser(), device, 1, 0b1)).status).toBe(422);
});

test('a passkey that nobody has, one of a suspended account and one that is no passkey get the same answer', async () => {
  const { device, personId } = await withPasskey();
  await run(suspendAccount, { person: personId }, { db: database.db, actor: system(), via: 'cli', now, today: now.slice(0, 10) });
  const browser = web.browser('192.0.2.20');
  const suspended = await enter(browser, device);
  const unknown = await enter(browser, softDevice());
  await browser.post('/sign-in/passkey/challenge');
  const nonsense = await browser.post('/sign-in/passkey', { credential: '{"id":', return: '/plans' });
  expect(suspended.status).toBe(422);
  for (const answer of [unknown, nonsense]) {
    expect(answer.status).toBe(suspended.status);
    expect(answer.text).toBe(suspended.text);
  }
});

test('a passkey is added only in the session that asked, never twice, and never by a token', async () => {
  const { browser, device } = await withPasskey();
  const other = await someone();
  await browser.post('/account/passkeys/challenge');
  other.browser.cookies.set('__Host-plenary_passkey', ceremonyOf(browser));
  const stolen = await other.browser.post('/account/passkeys', { credential: softDevice().make(ceremonyOf(browser), site) });
  expect(stolen.text).toBe('conflict passkey.refused');
  await browser.post('/account/passkeys/challenge');
  const again = await browser.post('/account/passkeys', { credential: device.make(ceremonyOf(browser), site) });
  expect(again.text).toBe('conflict passkey.refused');
  expect((await web.browser().post('/account/passkeys/challenge')).status).toBe(403);
});

test('nobody renames or removes the passkey of another', async () => {
  const { browser } = await withPasskey();
  const id = /account\/passkeys\/(\d+)"/.exec((await browser.get('/account')).text)?.[1];
  const other = await someone();
  expect((await other.browser.post(`/account/passkeys/${id}`, { name: 'Mine' })).status).toBe(404);
  expect((await other.browser.post(`/account/passkeys/${id}/removal`)).status).toBe(404);
});

test('one client asks for at most sixty challenges an hour', async () => {
  const browser = web.browser('192.0.2.77');
  for (let count = 0; count < 60; count++) expect((await browser.post('/sign-in/passkey/challenge')).status).toBe(200);
  expect((await browser.post('/sign-in/passkey/challenge')).status).toBe(503);
  expect((await web.browser('192.0.2.78').post('/sign-in/passkey/challenge')).status).toBe(200);
});

test('passkeys are offered where browsers make them: under a name, over https or on this machine', () => {
  expect(['https://plenary.example', 'http://localhost:3000'].every(passkeysWork)).toBe(true);
  expect(['http://plenary.example', 'http://127.0.0.1:3000', 'https://[::1]', 'https://192.0.2.1'].some(passkeysWork)).toBe(false);
});
