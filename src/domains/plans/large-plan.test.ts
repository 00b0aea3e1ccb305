import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { look } from '../../../test/laws/pages.ts';
import { run } from '../../platform/command.ts';
import { addItem } from './items/commands.ts';

let home: TestApp;
const today = new Date().toISOString().slice(0, 10);
beforeAll(async () => {
  home = await openApp();
  const { ref } = await run(addItem, { kind: 'issue', review: 'R1', number: '1', title: 'Five thousand actions' }, home.call('dana'));
  // Past the commands, which would take a minute, but not past the log.
  await home.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number }>`insert into audit (at, command, actor_kind, actor_name, via)
      values (now(), 'plan.add', 'system', 'Plenary', 'sample') returning id`.execute(tx);
    await sql`select set_config('plenary.audit', ${String(rows[0]?.id)}, true)`.execute(tx);
    await sql`insert into plan_item (ref, kind, review_id, parent_id, title, starts_on, percent, status)
      select 'ACT-L' || one, 'action', above.review_id, above.id, jsonb_build_object('original', 'en', 'texts', jsonb_build_object('en', 'Do thing ' || one)),
        date '2026-01-01' + one % 300, one % 101, (array['notStarted', 'inProgress', 'completed'])[1 + one % 3]
      from generate_series(1, 5000) one, plan_item above where above.ref = ${ref}`.execute(tx);
    await sql`insert into plan_part (item_id, ends_on, baseline_on)
      select id, starts_on + 60, starts_on + 30 from plan_item where ref like 'ACT-L%'`.execute(tx);
  });
}, 120_000);
afterAll(() => home.close());

it('a plan of 5,000 actions is looked at in every form with few questions, and each page of it stays small', {
  timeout: 60_000,
}, async () => {
  const tooMuch: string[] = [];
  for (const path of [
    '/plans',
    '/plans?group=status',
    '/plans/tree',
    '/plans/timeline',
    '/plans/board',
    '/plans/workstreams',
    '/plans/as-at',
    `/plans/as-at?on=${today}&since=2026-01-01`,
    '/plans/items/ISS-ONE-01',
    '/promises',
  ]) {
    await look(home.as('dana'), path);
    const page = await look(home.as('dana'), path);
    if (page.status !== 200 || page.queries.length > 6 || page.size > 14 * 1024)
      tooMuch.push(`${path}: ${page.status}, ${page.queries.length} queries, ${page.size} bytes`);
  }
  expect(tooMuch).toEqual([]);
});

it('what is left out of a page is said, and the list and its files hold all of it', { timeout: 60_000 }, async () => {
  expect(await home.as().read('/plans')).toContain('5,001');
  expect(await home.as().read('/plans/as-at')).toContain('Only the first 200');
  const issue = await home.as().read('/plans/items/ISS-ONE-01');
  expect(issue).toContain('Only the first 100');
  expect(issue).toContain('Average of 5,000 stated percents');
  const between = await home.as().read(`/plans/as-at?on=${today}&since=2026-01-01`);
  expect(between).toContain('5,001 new items');
  const file = await home.as().get('/plans.csv?cols=ref,title&per=all');
  expect((await file.text()).trim().split('\n')).toHaveLength(5002);
});
