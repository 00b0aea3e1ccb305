import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/database.ts';
import type { OpenIdSettings } from '../../../platform/config/config.ts';
import { makeLog } from '../../../platform/log/log.ts';
import { type Browser, openSmallWeb, type SmallWeb } from '../small-web.ts';
import { givePerson } from '../testing.ts';
import { type LyingProvider, openLyingProvider } from './lying-provider.ts';
import { wayToProvider } from './openid.ts';

const baseUrl = 'http://plenary.test';
const now = new Date().toISOString();
const clientSecret = 'a-secret-of-the-client-0123456789';
const sameHouse = { 'sec-fetch-site': 'same-origin' };
let database: TestDatabase;
let server: Server;
let real: OpenIdSettings;
let liar: LyingProvider;
const logged: string[] = [];
const log = makeLog('info', (line) => logged.push(line));
/** Who the real provider says they are, by what they type there. */
const known: Record<string, { email: string; email_verified: boolean }> = {};

beforeAll(async () => {
  database = await testDatabase();
  server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  real = { issuer, clientId: 'plenary', clientSecret, name: 'Lakeside ID' };
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'plenary', client_secret: clientSecret, redirect_uris: [`${baseUrl}/sign-in/provider/callback`] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    cookies: { keys: ['a key for tests'] },
    findAccount: (_ctx: unknown, id: string) => ({ accountId: id, claims: async () => ({ sub: id, ...known[id] }) }),
  });
  server.on('request', provider.callback());
  liar = await openLyingProvider('plenary');
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await liar.close();
  await database.drop();
});
beforeEach(() => {
  logged.length = 0;
});

let ip = 0;
const fresh = (web: SmallWeb): Browser => web.browser(`192.0.2.${++ip}`);
const openWeb = (openId: OpenIdSettings): SmallWeb => openSmallWeb(database.db, { baseUrl, now, openId, log });

/** A person at the real provider: types a name, agrees, and comes back. Gives the path that the browser is sent to. */
const walkThrough = async (way: string, login: string): Promise<string> => {
  const cookies = new Map<string, string>();
  let next = way;
  let form: URLSearchParams | undefined;
  for (let steps = 0; steps < 15; steps++) {
    if (next.startsWith(baseUrl)) return next.slice(baseUrl.length);
    const answer = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: form } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const text = await answer.text();
    const location = answer.headers.get('location');
    form = undefined;
    if (location) next = new URL(location, next).href;
    else {
      next = new URL(/action="([^"]+)"/.exec(text)?.[1] ?? '', next).href;
      form = new URLSearchParams({ prompt: /name="prompt" value="(\w+)"/.exec(text)?.[1] ?? '', login, password: 'any' });
    }
  }
  throw new Error(`The provider led nowhere: ${next}`);
};

const come = async (browser: Browser, login: string, back = '/plans') => {
  const begun = await browser.get(`/sign-in/provider/begin?return=${encodeURIComponent(back)}`);
  expect(begun.status).toBe(303);
  return arrive(browser, await walkThrough(begun.location ?? '', login));
};

/** Where somebody who comes back ends: inside, or before a page that says why not. */
const arrive = async (browser: Browser, path: string) => {
  const answer = await browser.get(path);
  return answer.location?.startsWith('/sign-in/provider/problem') ? browser.get(answer.location) : answer;
};

test('a person signs in through the real provider by the address that it has verified, and later by who they are there', async () => {
  const web = openWeb(real);
  known.dorte = { email: 'Dörte@Sörensen.example', email_verified: true };
  const { personId } = await givePerson(database.db, { name: 'Dörte', email: 'dörte@sörensen.example' }, now);
  const browser = fresh(web);
  expect((await browser.get('/sign-in')).text).toContain('Sign in with Lakeside ID');
  const begun = await browser.get('/sign-in/provider/begin?return=/plans');
  const way = new URL(begun.location ?? '');
  expect(way.searchParams.get('code_challenge_method')).toBe('S256');
  for (const name of ['state', 'nonce', 'code_challenge']) expect(way.searchParams.get(name)).toMatch(/^[\w-]{43,}$/);
  const entered = await browser.get(await walkThrough(way.href, 'dorte'));
  expect([entered.status, entered.location]).toEqual([303, '/plans']);
  expect((await browser.get('/account')).text).toContain('Lakeside ID');
  expect(browser.cookies.has('plenary_provider')).toBe(false);

  // Their address there changes; who they are does not.
  known.dorte = { email: 'elsewhere@example.org', email_verified: true };
  const again = fresh(web);
  expect((await come(again, 'dorte')).location).toBe('/plans');
  expect((await again.get('/account')).text).toContain('Dörte');
  const linked = await database.db
    .selectFrom('identity')
    .innerJoin('account', 'account.id', 'identity.account_id')
    .select('identity.subject')
    .where('person_id', '=', personId)
    .execute();
  expect(linked).toEqual([{ subject: 'dorte' }]);
});

test('an address that the provider has not verified opens nothing, and nobody learns whether it has an account', async () => {
  const web = openWeb(real);
  await givePerson(database.db, { name: 'Vera', email: 'vera@example.org' }, now);
  known.mallory = { email: 'vera@example.org', email_verified: false };
  known.nobody = { email: 'nobody-here@example.org', email_verified: true };
  const [unverified, unknown] = [await come(fresh(web), 'mallory'), await come(fresh(web), 'nobody')];
  expect(unverified.status).toBe(409);
  expect(unverified.text).toContain('no account here could be found');
  expect([unknown.status, unknown.text]).toEqual([unverified.status, unverified.text]);
});

test('somebody who is signed in links their account, signs in with it, and unlinks it', async () => {
  const web = openWeb(real);
  known.chen = { email: 'chen@provider.example', email_verified: true };
  const given = await givePerson(database.db, { name: '陈伟' }, now);
  const browser = fresh(web);
  browser.cookies.set('plenary_session', given.sessionCookie.split('=')[1] ?? '');
  expect((await browser.get('/account')).text).toContain('href="/account/provider"');
  const fromElsewhere = await browser.get('/account/provider', { 'sec-fetch-site': 'cross-site' });
  expect(fromElsewhere.location, 'another site cannot lead somebody to link').toBe('/account#provider');
  const begun = await browser.get('/account/provider', sameHouse);
  const back = await browser.get(await walkThrough(begun.location ?? '', 'chen'));
  expect([back.status, back.location]).toEqual([303, '/account#provider']);
  const entered = fresh(web);
  expect((await come(entered, 'chen')).status).toBe(303);
  const page = (await entered.get('/account')).text;
  expect(page).toContain('陈伟');

  const other = fresh(web);
  other.cookies.set('plenary_session', (await givePerson(database.db, { name: 'Other' }, now)).sessionCookie.split('=')[1] ?? '');
  const taken = await other.get('/account/provider', sameHouse);
  expect((await other.get(await walkThrough(taken.location ?? '', 'chen'))).text).toBe('conflict provider.linkedElsewhere');
  const id = /identities\/(\d+)\/removal/.exec(page)?.[1];
  expect((await other.post(`/account/identities/${id}/removal`)).status).toBe(404);
  expect((await entered.post(`/account/identities/${id}/removal`)).status).toBe(303);
  expect((await come(fresh(web), 'chen')).status).toBe(409);
});

test('what comes back counts once, and only in the browser that went', async () => {
  const web = openWeb(real);
  known.ana = { email: 'ana@example.org', email_verified: true };
  await givePerson(database.db, { name: 'Ana', email: 'ana@example.org' }, now);
  const browser = fresh(web);
  const begun = await browser.get('/sign-in/provider/begin');
  const cookie = browser.cookies.get('plenary_provider') ?? '';
  const path = await walkThrough(begun.location ?? '', 'ana');
  const thief = fresh(web);
  expect((await arrive(thief, path)).status).toBe(409);
  await thief.get('/sign-in/provider/begin');
  expect((await arrive(thief, path)).status).toBe(409);
  expect(thief.cookies.has('plenary_session')).toBe(false);
  expect((await browser.get(path)).status).toBe(303);
  const replay = fresh(web);
  replay.cookies.set('plenary_provider', cookie);
  expect((await arrive(replay, path)).status).toBe(409);
  expect(replay.cookies.has('plenary_session')).toBe(false);
});

test('a provider that is away is a clear page with the other ways on it, and a line in the log', async () => {
  const away = createServer();
  await new Promise<void>((ready) => away.listen(0, '127.0.0.1', ready));
  const issuer = `http://127.0.0.1:${(away.address() as AddressInfo).port}`;
  await new Promise((done) => away.close(done));
  const web = openWeb({ ...real, issuer });
  const answer = await arrive(fresh(web), '/sign-in/provider/begin');
  expect(answer.status).toBe(503);
  expect(answer.text).toContain('Lakeside ID does not answer at the moment');
  expect(answer.text).toContain('name="address"');
  expect(logged.join('\n')).toContain('provider.down');
  expect(logged.join('\n')).not.toContain(clientSecret);
});

test('a provider that goes away after it was known is noticed before the browser is sent there', async () => {
  const going = await openLyingProvider('plenary');
  const settings = { ...real, issuer: going.issuer };
  expect((await wayToProvider(settings, baseUrl, 'secret')).origin).toBe(going.issuer);
  await going.close();
  const later = Date.now() + 15_000;
  await expect(wayToProvider(settings, baseUrl, 'secret', later)).rejects.toMatchObject({ key: 'provider.down' });
});

const comeFromLiar = async (web: SmallWeb) => {
  const browser = fresh(web);
  const begun = await browser.get('/sign-in/provider/begin');
  const answer = await fetch(begun.location ?? '', { redirect: 'manual' });
  return { browser, answer: await arrive(browser, (answer.headers.get('location') ?? '').slice(baseUrl.length)) };
};

test.each([
  ['nonce', 409],
  ['audience', 409],
  ['issuer', 409],
  ['signature', 409],
  ['unsigned', 409],
  ['expired', 409],
  ['otherSubject', 409],
  ['fails', 503],
] as const)('a provider that lies or fails (%s) lets nobody in', async (lie, status) => {
  const settings = { ...real, issuer: liar.issuer };
  await givePerson(database.db, { name: 'Lied about', email: `${lie}@example.org` }, now);
  liar.email = { email: `${lie}@example.org`, email_verified: true };
  liar.lie = lie;
  const { browser, answer } = await comeFromLiar(openWeb(settings));
  expect(answer.status).toBe(status);
  expect(answer.text).toContain('name="address"');
  expect(browser.cookies.has('plenary_session')).toBe(false);
  expect(logged).toHaveLength(1);
  for (const secret of [clientSecret, 'secret-access-token', 'code-', `${lie}@example.org`]) expect(logged[0]).not.toContain(secret);
});

test('the same provider, honest again, lets in whom it vouches for, and is asked with the verifier', async () => {
  liar.lie = 'none';
  await givePerson(database.db, { name: 'Honest', email: 'honest@example.org' }, now);
  liar.email = { email: 'honest@example.org', email_verified: true };
  const { answer } = await comeFromLiar(openWeb({ ...real, issuer: liar.issuer }));
  expect(answer.status).toBe(303);
  expect(liar.asked.at(-1)?.get('code_verifier')).toMatch(/^[\da-f]{64}$/);
});

test('a provider that says it is somebody else is not even gone to', async () => {
  const other = await openLyingProvider('plenary');
  other.lie = 'otherHouse';
  const answer = await arrive(fresh(openWeb({ ...real, issuer: other.issuer })), '/sign-in/provider/begin');
  await other.close();
  expect(answer.status).toBe(409);
  expect(answer.text).toContain('cannot be trusted');
});

test('without a provider there is no such way in', async () => {
  const web = openSmallWeb(database.db, { baseUrl, now });
  expect((await fresh(web).get('/sign-in')).text).not.toContain('provider');
  expect((await fresh(web).get('/sign-in/provider/begin')).status).toBe(404);
});
