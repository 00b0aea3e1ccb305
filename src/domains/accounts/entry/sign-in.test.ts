import { domainToASCII } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/database.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import { makeSignInLink } from '../cli.ts';
import { suspendAccount } from '../commands.ts';
import { later } from '../moments.ts';
import { type Browser, openSmallWeb, type SmallWeb } from '../small-web.ts';
import { givePerson } from '../testing.ts';
import { ownPath } from './code.ts';

let database: TestDatabase;
let web: SmallWeb;
let people = 0;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await sql`truncate sign_in_code, mail`.execute(database.db);
  web = openSmallWeb(database.db);
});

const someone = async (email = `person${++people}@example.org`) => ({ email, ...(await givePerson(database.db, { name: 'Badr', email })) });

const lastCode = async (): Promise<string> => {
  const mail = await database.db.selectFrom('mail').select(['subject']).orderBy('id', 'desc').executeTakeFirstOrThrow();
  return /\d{6}/.exec(mail.subject)?.[0] ?? '';
};

const mails = async () => (await database.db.selectFrom('mail').select('recipient').execute()) as { recipient: string }[];

/** Asks for a code; `at` goes to the page to return to. */
const ask = (browser: Browser, address: string, at = '/') => browser.post('/sign-in', { address, return: at });

const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

test('a person signs in with the code from the mail and returns to where they were', async () => {
  const { email } = await someone();
  const browser = web.browser();
  expect((await browser.get('/sign-in?return=/recommendations%3Fq%3Da')).text).toContain('name="address"');
  const asked = await ask(browser, email, '/recommendations?q=a');
  expect(asked.status).toBe(303);
  expect((await browser.get(asked.location ?? '')).text).toContain('autocomplete="one-time-code"');
  const answer = await browser.post('/sign-in/code', { code: await lastCode(), return: '/recommendations?q=a' });
  expect([answer.status, answer.location]).toEqual([303, '/recommendations?q=a']);
  expect((await browser.get('/account')).text).toContain('Badr');
  expect(browser.cookies.has('plenary_challenge')).toBe(false);
});

test('the cookie is out of reach of scripts and other sites, and on https bound to the host', async () => {
  const { email } = await someone();
  const browser = web.browser();
  await ask(browser, email);
  const answer = await browser.post('/sign-in/code', { code: await lastCode() });
  const cookie = answer.setCookies.find((each) => each.startsWith('plenary_session=')) ?? '';
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Lax/);
  const secure = openSmallWeb(database.db, { baseUrl: 'https://plenary.test' }).browser();
  const asked = await ask(secure, email);
  expect(asked.setCookies[0]).toMatch(/^__Host-plenary_challenge=.*Path=\/;.*Secure/);
});

test('an address without an account sees the same answers, and no mail goes out', async () => {
  const { email } = await someone();
  const [known, unknown] = [web.browser(), web.browser()];
  const answers = [await ask(known, email), await ask(unknown, 'nobody@example.org')];
  const code = await lastCode();
  expect((await mails()).map((mail) => mail.recipient)).toEqual([email]);
  expect(answers.map(({ status, location, text }) => [status, location, text])[0]).toEqual(
    answers.map(({ status, location, text }) => [status, location, text])[1],
  );
  expect((await known.get('/sign-in/code')).text).toBe((await unknown.get('/sign-in/code')).text);
  const tries = async (browser: Browser) => {
    const seen = [];
    for (let count = 0; count < 6; count++) seen.push(await browser.post('/sign-in/code', { code: wrongOf(code) }));
    return seen.map(({ status, text }) => [status, text]);
  };
  expect(await tries(known)).toEqual(await tries(unknown));
});

test('a code that was guessed five times no longer counts, not even the right one', async () => {
  const { email } = await someone();
  const browser = web.browser();
  await ask(browser, email);
  const code = await lastCode();
  for (let count = 0; count < 5; count++) expect((await browser.post('/sign-in/code', { code: wrongOf(code) })).status).toBe(422);
  const answer = await browser.post('/sign-in/code', { code });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('no longer counts');
  expect(browser.cookies.has('plenary_session')).toBe(false);
});

test('many guesses at one moment are counted one by one', async () => {
  const { email } = await someone();
  const browser = web.browser();
  await ask(browser, email);
  const code = await lastCode();
  await Promise.all(Array.from({ length: 12 }, () => browser.post('/sign-in/code', { code: wrongOf(code) })));
  const { tries } = await database.db.selectFrom('sign_in_code').select('tries').executeTakeFirstOrThrow();
  expect(tries).toBe(5);
});

test('a code counts once', async () => {
  const { email } = await someone();
  const browser = web.browser();
  await ask(browser, email);
  const code = await lastCode();
  const challenge = browser.cookies.get('plenary_challenge') ?? '';
  expect((await browser.post('/sign-in/code', { code })).status).toBe(303);
  const replay = web.browser();
  replay.cookies.set('plenary_challenge', challenge);
  expect((await replay.post('/sign-in/code', { code })).status).toBe(422);
});

test('a code counts only in the browser that asked for it', async () => {
  const { email } = await someone();
  const [mine, other] = [web.browser(), web.browser()];
  await ask(mine, email);
  const code = await lastCode();
  expect((await other.post('/sign-in/code', { code })).status).toBe(422);
  await ask(other, 'somebody-else@example.org');
  expect((await other.post('/sign-in/code', { code })).status).toBe(422);
  expect((await mine.post('/sign-in/code', { code })).status).toBe(303);
});

test('a code counts for ten minutes', async () => {
  const { email } = await someone();
  const browser = web.browser();
  await ask(browser, email);
  web.clock.now = later(web.clock.now, { minutes: 10 });
  expect((await browser.post('/sign-in/code', { code: await lastCode() })).status).toBe(422);
});

test('a suspended account gets no code, and a code sent before no longer opens it', async () => {
  const { email, personId } = await someone();
  const browser = web.browser();
  await ask(browser, email);
  const code = await lastCode();
  await run(
    suspendAccount,
    { person: personId },
    { db: database.db, actor: system(), via: 'cli', now: web.clock.now, today: '2026-11-22' },
  );
  expect((await browser.post('/sign-in/code', { code })).status).toBe(422);
  await ask(browser, email);
  expect(await mails()).toHaveLength(1);
});

test('of six codes asked for one address at one moment five are sent, and an hour later there is room again', async () => {
  const { email } = await someone();
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, index) => ask(web.browser(`192.0.2.${index}`), index % 2 ? email : email.toUpperCase())),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 303, 303, 303, 303, 503]);
  expect(await mails()).toHaveLength(5);
  web.clock.now = later(web.clock.now, { minutes: 61 });
  expect((await ask(web.browser(), email)).status).toBe(303);
});

test('one client asks for at most twenty codes an hour, whosoever addresses they are', async () => {
  const statuses = [];
  for (let count = 0; count < 21; count++) statuses.push((await ask(web.browser(), `stranger${count}@example.org`)).status);
  expect(statuses.filter((status) => status === 303)).toHaveLength(20);
  expect(statuses.at(-1)).toBe(503);
  expect((await ask(web.browser('198.51.100.7'), 'stranger@example.org')).status).toBe(303);
});

test('用户@例子.广告 signs in, with the address typed in either form, and is then confirmed', async () => {
  const { personId } = await someone('用户@例子.广告');
  const browser = web.browser();
  await ask(browser, `用户@${domainToASCII('例子.广告')}`);
  expect((await mails())[0]?.recipient).toBe('用户@例子.广告');
  expect((await browser.post('/sign-in/code', { code: await lastCode() })).status).toBe(303);
  expect((await browser.get('/account')).text).toContain('用•••@例子.广告');
  const email = await database.db.selectFrom('email').select('confirmed_at').where('person_id', '=', personId).executeTakeFirstOrThrow();
  expect(email.confirmed_at).not.toBeNull();
});

test('a code may be typed with the digits of any script and with spaces', async () => {
  const { email } = await someone();
  const browser = web.browser();
  await ask(browser, email);
  const code = (await lastCode()).replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)));
  expect((await browser.post('/sign-in/code', { code: ` ${code.slice(0, 3)} ${code.slice(3)}` })).status).toBe(303);
});

test('something that is no code is not counted as a try', async () => {
  const { email } = await someone();
  const browser = web.browser();
  await ask(browser, email);
  for (let count = 0; count < 6; count++) expect((await browser.post('/sign-in/code', { code: '12' })).text).toContain('six digits');
  expect((await browser.post('/sign-in/code', { code: await lastCode() })).status).toBe(303);
});

test('signing in again ends the earlier session of that browser, signing out ends the last', async () => {
  const { email } = await someone();
  const browser = web.browser();
  const carried: string[] = [];
  for (let count = 0; count < 2; count++) {
    await ask(browser, email);
    await browser.post('/sign-in/code', { code: await lastCode() });
    carried.push(browser.cookies.get('plenary_session') ?? '');
  }
  const earlier = web.browser();
  earlier.cookies.set('plenary_session', carried[0] ?? '');
  expect((await earlier.get('/account')).status).toBe(403);
  expect((await browser.get('/account')).status).toBe(200);
  await browser.post('/sign-out');
  browser.cookies.set('plenary_session', carried[1] ?? '');
  expect((await browser.get('/account')).status).toBe(403);
});

test('after signing in nobody is led away from this house', () => {
  for (const path of [
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    undefined,
  ]) {
    expect(ownPath(path)).toBe('/');
  }
  expect(ownPath('/reviews/ITEMS?lang=fr')).toBe('/reviews/ITEMS?lang=fr');
});

test('no table but the mail itself holds a challenge or a session in the open', async () => {
  const { email } = await someone();
  const browser = web.browser();
  await ask(browser, email);
  const challenge = browser.cookies.get('plenary_challenge') ?? '';
  const code = await lastCode();
  await browser.post('/sign-in/code', { code });
  const session = browser.cookies.get('plenary_session') ?? '';
  const stored = await sql<{
    all: string;
  }>`select concat((select json_agg(s)::text from session s), (select json_agg(c)::text from sign_in_code c),
    (select json_agg(a)::text from audit a), (select json_agg(a)::text from audit_change a), (select json_agg(s)::text from submission s)) as all`.execute(
    database.db,
  );
  for (const secret of [challenge, session]) {
    expect(secret.length).toBeGreaterThan(40);
    expect(stored.rows[0]?.all).not.toContain(secret);
  }
});

test("an operator's link lets its owner in once, and only when the button is pressed", async () => {
  const { email } = await someone();
  const link = await makeSignInLink(database.db, '', email, web.clock.now);
  const browser = web.browser();
  expect((await browser.get(link)).status).toBe(200);
  expect((await browser.post(link)).location).toBe('/account');
  expect((await browser.get('/account')).status).toBe(200);
  expect((await web.browser().post(link)).status).toBe(409);
  await expect(makeSignInLink(database.db, '', 'nobody@example.org', web.clock.now)).rejects.toThrow('signIn.noAccount');
});

test('asking for a code takes as long for an address without an account as for one with', async () => {
  const { email } = await someone();
  const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
  for (let count = 0; count < 30; count++) {
    for (const [who, address] of [
      ['known', email],
      ['unknown', `nobody${count}@example.org`],
    ] as const) {
      await sql`truncate sign_in_code, mail`.execute(database.db);
      const browser = web.browser(`192.0.2.${count}`);
      const began = performance.now();
      await ask(browser, address);
      times[who].push(performance.now() - began);
    }
  }
  const middle = (all: number[]) => all.toSorted((a, b) => a - b)[15] ?? 0;
  // A busy machine is no difference: a look-up that is left out, or a mail that is sent at once, is several times as long.
  const [known, unknown] = [middle(times.known), middle(times.unknown)];
  expect(Math.max(known, unknown) / Math.min(known, unknown), `${known.toFixed(1)} and ${unknown.toFixed(1)} ms`).toBeLessThan(2);
});
