import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { look } from '../../../test/laws/pages.ts';
import { run } from '../../platform/command.ts';
import { addItem } from './items/commands.ts';

let home: TestApp;
/** A text that says little twice, as people's do: nothing packs it well. */
const said = (words: string) => sql`jsonb_build_object('original', 'en', 'texts', jsonb_build_object('en', ${sql.raw(words)}))`;
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
      select 'ACT-L' || one, 'action', above.review_id, above.id, ${said("'Do thing ' || one || ' ' || md5(one::text) || ' ' || md5('and ' || one)")},
        date '2026-01-01' + one % 300, one % 101, (array['notStarted', 'inProgress', 'completed'])[1 + one % 3]
      from generate_series(1, 5000) one, plan_item above where above.ref = ${ref}`.execute(tx);
    await sql`insert into workstream (ref, title, position)
      select 'WS-L' || one, jsonb_build_object('original', 'en', 'texts', jsonb_build_object('en', 'Stream ' || one)), one from generate_series(1, 40) one`.execute(
      tx,
    );
    await sql`insert into plan_item (ref, kind, workstream_id, title, steps, outcome)
      select 'TSK-L' || one, 'task', workstream.id, ${said('md5(one::text)')}, ${said("'• ' || md5(one::text || 'a') || E'\\n• ' || md5(one::text || 'b')")}, ${said("md5(one::text || 'c')")}
      from generate_series(1, 400) one join workstream on workstream.ref = 'WS-L' || (1 + (one / 3) % 40)`.execute(tx);
    await sql`insert into plan_lead (item_id, role, person_id)
      select id, 'volunteerLead', ${home.people.fatou.personId} from plan_item where ref like 'ACT-L1%'`.execute(tx);
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
    '/plans/workstreams?workstream=WS-L3',
    '/plans/as-at',
    '/plans/as-at?after=4900',
    `/plans/as-at?on=${today}&since=2026-01-01`,
    '/plans/items/ISS-ONE-01',
    '/promises',
  ]) {
    for (const language of ['en', 'ar']) {
      const address = `${path}${path.includes('?') ? '&' : '?'}lang=${language}`;
      await look(home.as('dana'), address);
      const page = await look(home.as('dana'), address);
      if (page.status !== 200 || page.queries.length > 6 || page.size > 14 * 1024)
        tooMuch.push(`${address}: ${page.status}, ${page.queries.length} queries, ${page.size} bytes`);
    }
  }
  expect(tooMuch).toEqual([]);
});

it('what is left out of a page is said, and the list and its files hold all of it', { timeout: 60_000 }, async () => {
  expect(await home.as().read('/plans')).toContain('5,401 rows');
  const now = await home.as().read('/plans/as-at');
  const next = /href="(\/plans\/as-at\?[^"]*after=\d+)"/.exec(now)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const [there, here] = [await home.as().read(next), now].map((page) => new Set(page.match(/\/plans\/items\/[\w-]+/g)));
  expect([there?.size, [...(there ?? [])].filter((item) => here?.has(item))]).toEqual([expect.any(Number), []]);
  const issue = await home.as().read('/plans/items/ISS-ONE-01');
  expect(issue).toContain('Only the first 100');
  expect(await home.as().read('/plans/timeline?review=R1')).toMatch(/\d\d of 5,000 are shown\./);
  const mine = await look(home.as('fatou'), '/plans/mine');
  expect(mine.size).toBeLessThan(14 * 1024);
  const own = await home.as('fatou').read('/plans/mine');
  expect(own).toMatch(/\d+ of 1,111 are shown\./);
  expect(own).toContain('href="/plans?lead=Fatou%20Diallo"');
  expect(await home.as().read('/plans/tree?review=R1')).toMatch(/\d+ of 5,001 are shown\./);
  expect(issue).toContain('Average of 5,000 stated percents');
  const between = await home.as().read(`/plans/as-at?on=${today}&since=2026-01-01`);
  expect(between).toContain('5,401 new items');
  const file = await home.as().get('/plans.csv?cols=ref,title&per=all');
  expect((await file.text()).trim().split('\n')).toHaveLength(5402);
});
