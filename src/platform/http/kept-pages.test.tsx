import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Name, openApp, type TestApp } from '../../../test/app.ts';
import { suspendAccount } from '../../domains/accounts/commands.ts';
import { endGrant } from '../../domains/accounts/roles/commands.ts';
import { addReview } from '../../domains/reviews/index.ts';
import { run } from '../command.ts';
import { fromRoot } from '../config/root.ts';
import { Form } from '../ui/form/form.tsx';
import { show } from './show.tsx';
import { visit } from './visit.ts';

// Real requests to the real program. Pages of this test tell how often they were made, beside whoever asked.

let community: TestApp;
let made = 0;

beforeAll(async () => {
  community = await openApp();
  const { app } = community;
  app.get('/made', (c) => show(c, { title: 'Made' }, <p>{`made ${++made} for ${visit(c).actor.name || 'a visitor'}`}</p>));
  app.get('/made/form', (c) => show(c, { title: 'Made' }, <Form action="/made">{`made ${++made}`}</Form>));
  app.get('/made/:secret', (c) => show(c, { title: 'Made' }, <p>{`made ${++made}`}</p>));
  app.get('/made/with/a/cookie', (c) => {
    c.header('Set-Cookie', 'seen=yes');
    return show(c, { title: 'Made' }, <p>{`made ${++made}`}</p>);
  });
  app.get('/made/by/writing', async (c) => {
    await write();
    return show(c, { title: 'Made' }, <p>{`made ${++made}`}</p>);
  });
  app.get('/made/large/:count', (c) => {
    const words = Array.from({ length: Number(c.req.param('count')) }, () => Math.random().toString(36));
    return show(c, { title: 'Made' }, <p>{`made ${++made} ${words.join(' ')}`}</p>);
  });
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => community.close());

const write = () => sql`insert into setting (key, value) values (${`test.${Math.random()}`}, '1')`.execute(community.db);

const get = (path: string, headers: Record<string, string> = {}) => community.app.request(path, { headers });
const as = (name: Name, more: Record<string, string> = {}) => ({ cookie: community.people[name].sessionCookie, ...more });
const read = async (path: string, headers?: Record<string, string>): Promise<string> => (await get(path, headers)).text();
const saidBy = (page: string): string => /made [^<]*/.exec(page)?.[0] ?? page;

/** Two requests with nothing written between them: other tests write into other databases of the same server, which ends the moment as well. */
const twice = async (ask: () => Promise<string>, other = ask): Promise<[string, string]> => {
  for (let round = 0; ; round++) {
    const before = await moment();
    const pages: [string, string] = [saidBy(await ask()), saidBy(await other())];
    if ((await moment()) === before || round > 20) return pages;
  }
};
const moment = async () => (await sql<{ now: string }>`select pg_current_snapshot()::text as now`.execute(community.db)).rows[0]?.now;

test('a page that was made is answered again as it is while nothing is written, and made anew after a write', async () => {
  const [first, second] = await twice(() => read('/made'));
  expect(second).toBe(first);
  await write();
  expect(saidBy(await read('/made'))).not.toBe(second);
});

test('kept or not, an answer carries the same headers, and an id of its own', async () => {
  const headersOf = async () => Object.fromEntries((await get('/made', { 'accept-encoding': 'br' })).headers);
  let [first, second] = [await headersOf(), await headersOf()];
  for (let round = 0; first.etag !== second.etag && round < 50; round++) [first, second] = [second, await headersOf()];
  const { 'x-request-id': firstId, ...one } = first;
  const { 'x-request-id': secondId, ...other } = second;
  expect(other).toEqual(one);
  expect(firstId).not.toBe(secondId);
  expect([one['content-encoding'], one['cache-control'], one.vary]).toEqual(['br', 'private, no-cache', 'accept-encoding']);
});

test('whoever tells the browser to load anew gets the page made anew', async () => {
  const [first, second] = await twice(
    () => read('/made'),
    () => read('/made', { 'cache-control': 'no-cache' }),
  );
  expect(second).not.toBe(first);
});

test('no person sees the page of another, nor of a visitor', async () => {
  for (const other of [as('carmen'), {}]) {
    await twice(
      () => read('/made', as('badr')),
      async () => {
        const page = await read('/made', other);
        expect(page).not.toContain('Badr');
        return page;
      },
    );
  }
});

test('visitors share a page by language, by what their browser unpacks, and by address', async () => {
  const shares = async (one: Record<string, string>, other: Record<string, string>, path = '/made') => {
    const [first, second] = await twice(
      () => read('/made', one),
      () => read(path, other),
    );
    return first === second;
  };
  expect(await shares({ 'accept-language': 'fr' }, { 'accept-language': 'fr-CA, fr;q=0.9' })).toBe(true);
  expect(await shares({ 'accept-language': 'fr' }, { 'accept-language': 'es' })).toBe(false);
  expect(await shares({}, { 'accept-encoding': 'gzip' })).toBe(false);
  expect(await shares({}, { cookie: 'plenary_theme=dark' })).toBe(false);
  expect(await shares({}, {}, '/made?q=1')).toBe(false);
  expect(await shares({}, {}, 'http://other.test/made')).toBe(false);
});

test('two windows with the same form have different keys, so that nothing sent is taken for a repetition', async () => {
  const keyIn = (page: string) => /name="once" value="([^"]+)"/.exec(page)?.[1];
  const [one, other] = [await read('/made/form', as('badr')), await read('/made/form', as('badr'))].map(keyIn);
  expect(one).toBeTruthy();
  expect(other).toBeTruthy();
  expect(one).not.toBe(other);
});

test('a browser that has the page gets no second one, and gets one as soon as the page says something else', async () => {
  for (const path of ['/made', '/made/form']) {
    const first = await get(path, as('badr'));
    const etag = first.headers.get('etag') ?? '';
    const again = await get(path, as('badr', { 'if-none-match': etag }));
    const said = await again.text();
    // Not said at all, or said because the page was made anew: then it says so.
    if (again.status === 304) expect([path, said, again.headers.get('etag')]).toEqual(['/made', '', etag]);
    else expect(saidBy(said)).not.toBe(saidBy(await first.text()));
  }
  const { headers } = await get('/reviews', as('badr'));
  expect((await get('/reviews', as('badr', { 'if-none-match': headers.get('etag') ?? '' }))).status).toBe(304);
  await run(addReview, { ref: 'R9', prefix: 'NINE', title: 'Ninth review', publishedOn: '2026-01-15' }, community.call('dana'));
  const grown = await get('/reviews', as('badr', { 'if-none-match': headers.get('etag') ?? '' }));
  expect([grown.status, await grown.text()]).toEqual([200, expect.stringContaining('Ninth review')]);
});

test.each([
  ['that sets a cookie', '/made/with/a/cookie'],
  ['with a form that changes something', '/made/form'],
  ['with a secret in its address', `/made/${'s'.repeat(40)}`],
  ['that writes while it is made', '/made/by/writing'],
  ['that is very large', '/made/large/20000'],
])('a page %s is made for every request', async (_, path) => {
  const [first, second] = await twice(() => read(path));
  expect(second).not.toBe(first);
});

test('a refusal is told to everyone anew, and a redirect as well', async () => {
  const [first, second] = [await get('/recommendations/NONE'), await get('/recommendations/NONE')];
  expect([first.status, second.status]).toEqual([404, 404]);
  expect(await second.text()).toContain('<!doctype html>');
});

test('after signing out nothing private is answered', async () => {
  const eko = as('eko');
  await twice(() => read('/account', eko));
  expect(await read('/account', eko)).toContain('Eko Santoso');
  await community.app.request('/sign-out', { method: 'POST', headers: { ...eko, origin: 'http://test' } });
  const after = await get('/account', eko);
  expect(after.status).not.toBe(200);
  expect(await after.text()).not.toContain('Eko Santoso');
});

test('a right that is taken away, and an account that is suspended, count with the very next request', async () => {
  const path = '/imports';
  const dana = as('dana');
  const { personId: person } = community.people.dana;
  await twice(() => read(path, dana));
  expect((await get(path, dana)).status).toBe(200);
  const grants = await sql<{ id: number }>`select id from role_grant where person_id = ${person}`.execute(community.db);
  for (const { id: grant } of grants.rows) await run(endGrant, { grant }, community.call('ama'));
  expect((await get(path, dana)).status).toBe(403);
  expect(await read('/made', dana)).toContain('Dana');
  await run(suspendAccount, { person }, community.call('ama'));
  expect(await read('/made', dana)).toContain('a visitor');
});

test('a session that runs out by the clock while nothing is written leaves no page behind', async () => {
  const fatou = as('fatou');
  await sql`update session set expires_at = now() + interval '30 seconds'
    where account_id = (select id from account where person_id = ${community.people.fatou.personId})`.execute(community.db);
  expect(await read('/made', fatou)).toContain('Fatou');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
  expect(await read('/made', fatou)).toContain('a visitor');
});

test('a page is kept for a minute at the most, and never into the next day', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2030-03-01T23:58:10Z') });
  const later = (instant: string) => async () => {
    vi.setSystemTime(Date.parse(instant));
    return read('/made');
  };
  const sameAt = async (one: string, other: string) => {
    const [first, second] = await twice(later(one), later(other));
    return first === second;
  };
  expect(await sameAt('2030-03-01T23:58:10Z', '2030-03-01T23:59:09Z')).toBe(true);
  expect(await sameAt('2030-03-01T23:58:10Z', '2030-03-01T23:59:11Z')).toBe(false);
  expect(await sameAt('2030-03-01T23:59:59Z', '2030-03-02T00:00:01Z')).toBe(false);
});

test('what is kept is bounded: the oldest page goes first', async () => {
  const pages = Array.from({ length: 90 }, (_, place) => `/made/large/4000?place=${place}`);
  const [first, again] = await twice(
    () => read(pages[0] as string),
    async () => {
      for (const path of pages.slice(1)) await read(path);
      return read(pages[0] as string);
    },
  );
  expect(again).not.toBe(first);
});

test('pages read no other headers of a request than those under which they are kept', () => {
  const read = /\.header\('([a-z-]+)'\)/g;
  // Of forms and programs, of downloads and redirects, or for the answer as a whole.
  const besides = [
    'authorization',
    'cache-control',
    'content-length',
    'content-type',
    'idempotency-key',
    'if-match',
    'if-none-match',
    'referer',
    'sec-fetch-site',
    'user-agent',
  ];
  const others = ['x-forwarded-for', 'x-request-id'];
  const known = new Set(['cookie', 'accept-language', 'accept-encoding', ...besides, ...others]);
  const found = readdirSync(fromRoot('src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\./.test(file))
    .flatMap((file) => [...readFileSync(join(fromRoot('src'), file), 'utf8').matchAll(read)].map(([, name = '']) => name));
  expect(found.length).toBeGreaterThan(10);
  expect(found.filter((name) => !known.has(name))).toEqual([]);
});
