import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';

let house: TestApp;
beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());

test('a community that another process renamed is shown by its new name with the next page and the next letter', async () => {
  const title = async () => /<title>(.*?)<\/title>/.exec(await house.as('fatou').read('/'))?.[1];
  expect(await title()).toBe('Test community');
  await sql`update setting set value = '"The new name"' where key = 'community.name'`.execute(house.db);
  await house.as().post('/sign-in', { address: 'fatou@example.org', return: '/' });
  const letter = await sql<{ subject: string }>`select subject from mail order by id desc limit 1`.execute(house.db);
  expect(letter.rows[0]?.subject).toContain('The new name');
  expect(await title()).toBe('The new name');
});
