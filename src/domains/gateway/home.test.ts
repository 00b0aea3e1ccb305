import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { beginEntry } from '../../platform/audit/entry.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

test('until there is a review, whoever runs the community reads what to do first, and nobody else does', async () => {
  expect(await home.as('ama').read('/')).not.toContain('First steps');
  await home.db.transaction().execute(async (tx) => {
    await beginEntry(tx, 'test', home.call('ama'));
    await sql`update review set archived_at = now()`.execute(tx);
  });
  const first = await home.as('ama').read('/');
  for (const href of ['/bodies', '/reviews/new', '/people-and-roles']) expect(first).toContain(`class="door-title" href="${href}"`);
  for (const name of ['fatou', undefined] as const) expect(await home.as(name).read('/')).not.toContain('First steps');
  expect(await home.as('ama').read('/imports/new?kind=recommendations')).toContain(
    '<a href="/reviews/new">Nothing to choose from yet: add one first.</a>',
  );
});
