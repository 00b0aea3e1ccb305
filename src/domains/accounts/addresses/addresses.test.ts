import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/database.ts';
import { later } from '../moments.ts';
import { type Browser, openSmallWeb, type SmallWeb } from '../small-web.ts';
import { givePerson } from '../testing.ts';

const now = '2026-11-22T12:00:00Z';
let database: TestDatabase;
let web: SmallWeb;
let people = 0;

beforeAll(async () => {
  database = await testDatabase();
  web = openSmallWeb(database.db, { now });
});
afterAll(() => database.drop());

const someone = async (email = `old${++people}@example.org`) => {
  const given = await givePerson(database.db, { name: 'Badr', email }, now);
  const browser = web.browser();
  browser.cookies.set('plenary_session', given.sessionCookie.split('=')[1] ?? '');
  return { ...given, email, browser };
};

const letterTo = async (recipient: string) =>
  database.db.selectFrom('mail').select(['subject', 'body']).where('recipient', '=', recipient).orderBy('id', 'desc').executeTakeFirst();
const linkTo = async (recipient: string) => /\/sign-in\/address\/[\w-]+/.exec((await letterTo(recipient))?.body ?? '')?.[0] ?? '';
const addresses = async (person: number) =>
  (
    await database.db
      .selectFrom('email')
      .select('typed')
      .where('person_id', '=', person)
      .where('archived_at', 'is', null)
      .orderBy('id')
      .execute()
  ).map(({ typed }) => typed);
const replaced = async (browser: Browser) => /<option value="(\d+)"/.exec((await browser.get('/account')).text)?.[1] ?? '';
const ask = async (browser: Browser, address: string) => browser.post('/account/addresses', { address, replaces: await replaced(browser) });

test('an address changes when both mailboxes have said yes, whichever first, and its owner is told at both', async () => {
  for (const first of ['old', 'new']) {
    const { browser, email, personId } = await someone();
    const address = `用户${people}@例子.广告`;
    expect((await ask(browser, address)).location).toBe('/account#addresses');
    const stranger = web.browser();
    const links = { old: await linkTo(email), new: await linkTo(address) };
    const [one, two] = first === 'old' ? [links.old, links.new] : [links.new, links.old];
    expect((await stranger.get(one)).text).toContain('Yes, change it');
    expect((await stranger.post(one)).location).toBe('/sign-in/address-confirmed?waiting');
    expect(await addresses(personId)).toEqual([email]);
    expect((await stranger.post(one)).location).toBe('/sign-in/address-confirmed?waiting');
    expect(await addresses(personId), 'the same mailbox twice is not both').toEqual([email]);
    expect((await stranger.post(two)).location).toBe('/sign-in/address-confirmed?done');
    expect(await addresses(personId)).toEqual([address]);
    expect((await letterTo(email))?.body).toContain('were changed');
    expect((await stranger.post(two)).status).toBe(409);
    expect((await web.browser().post('/sign-in', { address })).status).toBe(303);
    expect((await letterTo(address))?.subject).toMatch(/\d{6}/);
  }
});

test('an address may come beside the others', async () => {
  const { browser, email, personId } = await someone();
  await browser.post('/account/addresses', { address: `second${people}@example.org`, replaces: '' });
  await web.browser().post(await linkTo(email));
  await web.browser().post(await linkTo(`second${people}@example.org`));
  expect(await addresses(personId)).toEqual([email, `second${people}@example.org`]);
});

test('an address that somebody else has gets the same answer and no letter, and never changes hands', async () => {
  const owner = await someone();
  const { browser, email, personId } = await someone();
  const free = await ask(browser, `free${people}@example.org`);
  const page = (await browser.get('/account')).text.replaceAll(`free${people}@example.org`, '…');
  const taken = await ask(browser, owner.email);
  expect([taken.status, taken.location, taken.text]).toEqual([free.status, free.location, free.text]);
  const plain = (text: string) => text.replace(/value="[\w-]{36}"/g, '');
  expect(plain((await browser.get('/account')).text.replaceAll(owner.email, '…'))).toBe(plain(page));
  expect(await letterTo(owner.email)).toBeUndefined();
  await web.browser().post(await linkTo(email));
  expect(await addresses(personId)).toEqual([email]);
});

test('a newer request takes the place of an older one, links end after a day, and six in an hour are too many', async () => {
  const { browser, email } = await someone();
  await ask(browser, `one${people}@example.org`);
  const old = await linkTo(email);
  await ask(browser, `two${people}@example.org`);
  expect((await web.browser().post(old)).status).toBe(409);
  const current = await linkTo(email);
  web.clock.now = later(now, { hours: 24 });
  expect((await web.browser().post(current)).status).toBe(409);
  web.clock.now = now;
  for (let count = 3; count <= 5; count++) expect((await ask(browser, `n${count}.${people}@example.org`)).status).toBe(303);
  expect((await ask(browser, `six${people}@example.org`)).status).toBe(503);
});

test('one of one’s own addresses, one of another person to be replaced and something that is no address are refused at the field', async () => {
  const { browser, email } = await someone();
  const other = await someone();
  const foreign = await replaced(other.browser);
  expect((await ask(browser, email.toUpperCase())).text).toContain('already');
  expect((await browser.post('/account/addresses', { address: 'x@example.org', replaces: foreign })).status).toBe(422);
  expect((await ask(browser, 'nobody')).status).toBe(422);
  expect((await web.browser().post('/account/addresses', { address: 'x@example.org' })).status).toBe(403);
});
