import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../test/app.ts';
import { addEach } from '../domains/plans/items/add-each.ts';
import { run } from '../platform/command.ts';

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

test('a token can be made for what programs can do, and for nothing that only the house itself does', async () => {
  const page = await house.as('dana').read('/account');
  const offered = [...page.matchAll(/name="commands" value="([^"]+)"/g)].map(([, name]) => name);
  expect(offered).toContain('position.draft');
  expect(offered).toContain('position.takeIn');
  for (const name of ['view.count', 'mailing.deliver', 'passkey.redeem', 'session.sweep']) expect(offered).not.toContain(name);
});

test('a token that is made for one command reaches what follows from it, and nothing else', async () => {
  const withToken = (...scopes: string[]) => house.call('dana', { actor: { ...house.people.dana.actor, scopes } });
  const plan = { recommendations: ['REC-ONE-01', 'REC-ONE-02'] };
  await expect(run(addEach, plan, withToken('plan.change'))).rejects.toThrow('refusal.tokenScope');
  expect(await run(addEach, plan, withToken('plan.addEach'))).toMatchObject({ refs: [expect.any(String), expect.any(String)] });
});
