import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { givePerson } from '../../src/domains/accounts/testing.ts';
import { run } from '../../src/platform/command.ts';
import { openApp, type TestApp } from '../app.ts';
import { commandNamed, furnishWorld, type World } from '../laws/world.ts';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await openApp();
  world = await furnishWorld(house);
});
afterAll(() => house.close());

test('somebody whom the history, a vote and a submitted report name is forgotten in all three, and each of them still stands', async () => {
  const name = 'Zyxmar Quorvale';
  const person = await givePerson(house.db, { name, roles: [{ role: 'staff' }] });
  const call = house.call(undefined, { actor: person.actor });
  await run(commandNamed('recommendation.change'), { ref: 'REC-ONE-01', text: 'Meet once a year.' }, call);
  const held = { ref: world.applications.vote, heldOn: world.today, yes: 9, no: 2, abstain: 1, notVoting: `${name}, one seat vacant` };
  await run(commandNamed('application.recordVote'), held, house.call('ama'));
  const report = world.reports.drafting;
  await run(commandNamed('report.change'), { ref: report, author: name }, house.call('ama'));
  for (const step of ['sendToReview', 'approve', 'submit'])
    await run(commandNamed(`report.${step}`), { ref: report }, house.call('ama', { today: '2030-01-01' }));

  await run(commandNamed('erasure.ask'), { person: person.personId, sure: true }, house.call('ama'));
  expect(await tablesWith(name)).toEqual([]);
  const { rows } = await sql<{ audit: string; vote: string; yes: number; report: string }>`select
    (select actor_name from audit where command = 'recommendation.change' order by id desc limit 1) as audit,
    (select not_voting from application_vote where held_on = ${world.today} order by id desc limit 1) as vote,
    (select yes from application_vote where held_on = ${world.today} order by id desc limit 1) as yes,
    (select to_jsonb(report)::text from report where ref = ${report}) as report`.execute(house.db);
  expect(rows[0]?.audit).toMatch(/^Former member /);
  expect(rows[0]?.vote).toMatch(/^Former member .{5}, one seat vacant$/);
  expect(rows[0]?.yes).toBe(9);
  expect(rows[0]?.report).toContain('Former member ');
  expect(await house.as().read(`/reports/${report}`)).toContain('Former member');
});

const tablesWith = async (value: string): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`.execute(house.db);
  const found: string[] = [];
  for (const { name } of rows) {
    const hits = await sql`select from ${sql.table(name)} t where strpos(lower(to_jsonb(t)::text), lower(${value})) > 0 limit 1`.execute(
      house.db,
    );
    if (hits.rows.length > 0) found.push(name);
  }
  return found;
};
