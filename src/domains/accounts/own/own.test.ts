import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/database.ts';
import { run } from '../../../platform/command.ts';
import { later } from '../moments.ts';
import { learnNames } from '../roles/rights.ts';
import { actorOf } from '../sessions/queries.ts';
import { type Browser, openSmallWeb, type SmallWeb } from '../small-web.ts';
import { type GivenPerson, givePerson } from '../testing.ts';
import { makeToken } from './commands.ts';

const now = '2026-11-22T12:00:00Z';
let database: TestDatabase;
let web: SmallWeb;
let badr: GivenPerson;
let browser: Browser;

const signedIn = (given: GivenPerson): Browser => {
  const opened = web.browser();
  opened.cookies.set('plenary_session', given.sessionCookie.split('=')[1] ?? '');
  return opened;
};
const make = async (fields: Record<string, string | string[]>) => {
  const answer = await browser.post('/account/tokens', { name: 'Script', reach: 'all', expires: '2027-01-01', ...fields });
  return { ...answer, secret: /plenary_[\w-]{43}/.exec(answer.text)?.[0] ?? '' };
};

beforeAll(async () => {
  database = await testDatabase();
  web = openSmallWeb(database.db, { now });
  learnNames({ rights: ['accounts.manage'], commands: ['plan.edit'] });
  badr = await givePerson(database.db, { name: 'Badr', email: 'badr@example.org' }, now);
  browser = signedIn(badr);
});
afterAll(() => database.drop());

test('a visitor has no account page', async () => {
  expect((await web.browser().get('/account')).text).toBe('forbidden refusal.signIn');
});

test('a person changes name and language, and reads the pages in it at once', async () => {
  const saved = await browser.post('/account', { name: 'Badr Haddad', language: 'fr' });
  expect([saved.status, saved.location]).toEqual([303, '/account']);
  expect(browser.cookies.get('plenary_language')).toBe('fr');
  const page = await browser.get('/account');
  expect(page.text).toContain('Badr Haddad');
  expect(page.text).toContain('Mon compte');
  expect((await browser.post('/account', { name: '', language: 'fr' })).status).toBe(422);
  await browser.post('/account', { name: 'Badr', language: 'en' });
});

test('addresses are masked', async () => {
  const page = await browser.get('/account');
  expect(page.text).toContain('b•••@example.org');
  expect(page.text).not.toContain('badr@example.org');
});

test('a person ends a session elsewhere, and nobody ends that of another', async () => {
  const other = await givePerson(database.db, { name: 'Chloe' }, now);
  const session = await database.db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account_id')
    .select('session.id')
    .where('account.person_id', '=', other.personId)
    .executeTakeFirstOrThrow();
  expect((await browser.post(`/account/sessions/${session.id}/end`)).status).toBe(404);
  expect((await signedIn(other).post(`/account/sessions/${session.id}/end`)).status).toBe(303);
  expect((await signedIn(other).get('/account')).status).toBe(403);
});

test('a token is shown once, acts for its person, and is nobody once revoked', async () => {
  const { secret, status } = await make({});
  expect(status).toBe(200);
  const me = () => web.app.request('/api/v1/me', { headers: { authorization: `Bearer ${secret}` } });
  expect(await (await me()).json()).toMatchObject({ name: 'Badr', scopes: ['*'] });
  expect((await browser.get('/account')).text).not.toContain(secret);
  const token = await database.db.selectFrom('api_token').select(['id', 'token_hash']).orderBy('id', 'desc').executeTakeFirstOrThrow();
  expect(token.token_hash).not.toContain(secret);
  const stranger = signedIn(await givePerson(database.db, { name: 'Dan' }, now));
  expect((await stranger.post(`/account/tokens/${token.id}/revocation`)).status).toBe(404);
  expect((await browser.post(`/account/tokens/${token.id}/revocation`)).status).toBe(303);
  expect((await me()).status).toBe(401);
});

test('a token ends with its last day', async () => {
  const { secret } = await make({ expires: '2026-11-23' });
  expect(await actorOf(database.db, { token: secret }, '2026-11-23T23:00:00Z')).not.toBeNull();
  expect(await actorOf(database.db, { token: secret }, '2026-11-24T00:00:00Z')).toBeNull();
});

test('a token reads only, runs chosen commands, or does everything', async () => {
  const scopes = async (fields: Record<string, string | string[]>) =>
    (await actorOf(database.db, { token: (await make(fields)).secret }, later(now, { hours: 1 })))?.actor.scopes;
  expect(await scopes({ reach: 'readOnly', commands: 'plan.edit' })).toEqual([]);
  expect(await scopes({ reach: 'chosen', commands: ['plan.edit'] })).toEqual(['plan.edit']);
  expect(await scopes({ reach: 'all' })).toEqual(['*']);
});

test('a token without an honest end, scope or name is refused beside the field', async () => {
  expect((await make({ expires: '2027-11-23' })).text).toContain('one year at most');
  expect((await make({ expires: '2026-11-21' })).text).toContain('has not passed');
  expect((await make({ reach: 'chosen' })).text).toContain('Choose at least one command');
  expect((await make({ reach: 'chosen', commands: 'moon.visit' })).text).toContain('no command named');
  expect((await make({ name: '' })).status).toBe(422);
});

test('a token must not make tokens', async () => {
  const { secret } = await make({});
  const { actor } = (await actorOf(database.db, { token: secret }, now))!;
  const asToken = { db: database.db, actor, via: 'api' as const, now, today: '2026-11-22' };
  await expect(run(makeToken, { name: 'Child', reach: 'all', expires: '2027-01-01' }, asToken)).rejects.toThrow('token.byPageOnly');
});

test('a person ends all other sessions at once, and stays signed in here', async () => {
  const given = await givePerson(database.db, { name: 'Efua' }, now);
  const here = signedIn(given);
  const elsewhere = web.browser('192.0.2.50');
  await elsewhere.post('/sign-in', { address: `person${given.personId}@example.org` });
  const { subject } = await database.db.selectFrom('mail').select('subject').orderBy('id', 'desc').executeTakeFirstOrThrow();
  await elsewhere.post('/sign-in/code', { code: /\d{6}/.exec(subject)?.[0] ?? '' });
  expect((await elsewhere.get('/account')).status).toBe(200);
  expect((await here.get('/account')).text).toContain('action="/account/sessions/end-others"');
  expect((await here.post('/account/sessions/end-others')).status).toBe(303);
  expect((await elsewhere.get('/account')).status).toBe(403);
  const page = await here.get('/account');
  expect(page.text).not.toContain('action="/account/sessions/end-others"');
});
