import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';

let house: TestApp;
beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());
afterEach(() => {
  vi.useRealTimers();
});

test('a community that another process renamed is shown by its new name within three seconds, and letters say it at once', async () => {
  const title = async () => /<title>(.*?)<\/title>/.exec(await house.as('fatou').read('/'))?.[1];
  expect(await title()).toBe('Test community');
  await sql`update setting set value = '"The new name"' where key = 'community.name'`.execute(house.db);
  await house.as().post('/sign-in', { address: 'fatou@example.org', return: '/' });
  const letter = await sql<{ subject: string }>`select subject from mail order by id desc limit 1`.execute(house.db);
  expect(letter.rows[0]?.subject).toContain('The new name');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_001 });
  expect(await title()).toBe('The new name');
});
