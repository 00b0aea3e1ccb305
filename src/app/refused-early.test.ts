import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../test/app.ts';

let house: TestApp;
beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());

test('whoever sends too large a file is told so and still stands signed in on that page', async () => {
  const form = new FormData();
  form.set('kind', 'recommendations');
  form.set('file', new File([new Uint8Array(26 * 1024 * 1024)], 'large.csv'));
  const answer = await house.as('dana').send('/imports', form);
  const page = await answer.text();
  expect(answer.status).toBe(422);
  expect(page).toContain('larger than 25 MB');
  expect(page).toContain('Dana Whitfield');
  expect(page).toContain('Sign out');
});

test('a program that uses the wrong method on a path is told which methods there are', async () => {
  const ask = (method: string, path: string) => house.app.request(`http://test/api/v1${path}`, { method });
  const wrong = await ask('POST', '/recommendations/REC-ONE-01');
  expect(wrong.status).toBe(405);
  expect(wrong.headers.get('allow')).toBe('GET, HEAD, PATCH, DELETE');
  expect(await wrong.json()).toMatchObject({
    status: 405,
    title: 'Not this way',
    detail: 'This address answers to GET, HEAD, PATCH, DELETE only.',
  });
  expect((await ask('PUT', '/reviews')).headers.get('allow')).toBe('GET, HEAD, POST');
  expect((await ask('GET', '/nothing-here')).status).toBe(404);
  expect((await ask('HEAD', '/reviews')).status).toBe(200);
});
