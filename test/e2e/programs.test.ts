import { expect, test } from 'vitest';
import { ownToken } from './api.ts';
import { journeys, open, press, program, submit, words } from './world.ts';

journeys('Programs', () => {
  test('a token that was made on the account page reads and writes through the interface, and stops when it is revoked', async () => {
    const page = await open('dana');
    await page.goto('/account');
    const form = page.locator('form[action="/account/tokens"]');
    await form.locator('[name=name]').fill('Register robot');
    await form.getByLabel('Everything that you may do').check();
    await form.getByLabel('Last day').fill(Temporal.Now.plainDateISO('UTC').add({ days: 10 }).toString());
    await submit(page, 'form[action="/account/tokens"]');
    const token = await page.locator('main code').first().innerText();
    const call = (method: string, path: string, body?: unknown) =>
      fetch(`${program().url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });

    expect(await (await call('GET', '/me')).json()).toMatchObject({ name: 'Dana Whitfield' });
    expect((await call('POST', '/reviews', { ref: 'ROBOT-2026', prefix: 'ROBOT', title: { en: 'By robot' } })).status).toBe(201);
    const wrong = await call('POST', '/reviews', { ref: '', prefix: 'X', title: {} });
    expect(wrong.status).toBe(422);
    expect(wrong.headers.get('content-type')).toContain('application/problem+json');
    await page.goto('/reviews');
    expect(await words(page)).toContain('By robot');

    await page.goto('/account');
    await press(page, 'tr:has-text("Register robot") button');
    expect((await call('GET', '/me')).status).toBe(401);
  });

  test('the description for machines names every path, and its readable page shows the same', async () => {
    const page = await open();
    const description = (await (await page.request.get(`${program().url}/api/v1/openapi.json`)).json()) as {
      openapi: string;
      paths: Record<string, object>;
    };
    expect(description.openapi).toMatch(/^3\./);
    expect(Object.keys(description.paths).length).toBeGreaterThan(30);
    await page.goto('/api/v1');
    const told = await words(page);
    for (const path of ['/recommendations', '/reviews', '/bodies', '/triage']) expect(told).toContain(path);
    expect(await ownToken()).toMatch(/^\S{20,}$/);
  });
});
