import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';

// The whole program behind a real socket: what a browser gets, and what it costs to ask again.

let community: TestApp;
let server: ReturnType<typeof serve>;
let address: string;

beforeAll(async () => {
  community = await openApp();
  server = serve({ fetch: community.app.fetch, hostname: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await community.close();
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(address + path, { headers, redirect: 'manual' });

test.each(['br', 'gzip'])('a page sent as %s is the page that is sent plain', async (encoding) => {
  const plain = await get('/recommendations', { 'accept-encoding': 'identity' });
  const packed = await get('/recommendations', { 'accept-encoding': encoding });
  expect([plain.headers.get('content-encoding'), packed.headers.get('content-encoding')]).toEqual([null, encoding]);
  expect(Number(packed.headers.get('content-length'))).toBeLessThan(Number(plain.headers.get('content-length')) / 2);
  expect(await packed.text()).toBe(await plain.text());
  expect(packed.headers.get('vary')).toContain('accept-encoding');
});

test('a page that did not change costs one small answer, and one that is another reader’s does not count as the same', async () => {
  const first = await get('/reviews');
  const etag = first.headers.get('etag') ?? '';
  const again = await get('/reviews', { 'if-none-match': etag });
  expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
  const asDana = await get('/reviews', { 'if-none-match': etag, cookie: community.people.dana.sessionCookie });
  expect(asDana.status).toBe(200);
  expect(await asDana.text()).toContain('Dana Whitfield');
});

test.each([
  '/recommendations',
  '/recommendations/NONE',
  '/account',
  '/api/v1/openapi.json',
  '/api/v1/recommendations/NONE',
  '/healthz',
  '/recommendations.csv',
])('%s carries what every answer must carry, once, and the id that the reader sent', async (path) => {
  const answer = await get(path, { 'x-request-id': 'asked-by-a-reader' });
  await answer.arrayBuffer();
  expect(answer.headers.get('x-request-id')).toBe('asked-by-a-reader');
  expect(answer.headers.get('cache-control')).toMatch(/^[\w-]+(=\d+)?(, [\w-]+(=\d+)?)*$/);
  expect(answer.headers.get('content-security-policy')?.match(/default-src/g)).toHaveLength(1);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-type')).not.toContain(',');
});

test('a choice of language is kept although the page is sent anew', async () => {
  const answer = await get('/reviews?lang=fr');
  expect(answer.headers.getSetCookie().filter((cookie) => cookie.startsWith('plenary_language=fr'))).toHaveLength(1);
  expect(answer.headers.get('etag')).toBeNull();
  expect(await answer.text()).toContain('lang="fr"');
});

test('whoever is asked to sign in first gets a whole page that says so', async () => {
  const answer = await get('/account', { 'accept-encoding': 'br' });
  expect(answer.status).toBeGreaterThanOrEqual(302);
  const page = await answer.text();
  expect(answer.status >= 400 ? page.slice(0, 15) : '<!doctype html>').toBe('<!doctype html>');
});

test('what is too large is refused although nobody has read it', async () => {
  const answer = await fetch(`${address}/sign-in`, {
    method: 'POST',
    headers: { origin: address, 'content-type': 'application/x-www-form-urlencoded' },
    body: `address=${'a'.repeat(6 * 1024 * 1024)}`,
  });
  expect(answer.status).toBe(422);
});
