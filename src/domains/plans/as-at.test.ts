import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { run } from '../../platform/command.ts';
import { planAsAt } from './items/as-at.ts';
import { addItem, archiveItem } from './items/commands.ts';
import { differences } from './items/differences.ts';
import { addProgress } from './progress/commands.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

const on = (day: string) => ({ now: `${day}T12:00:00Z`, today: day });

it('a past day shows the plan as it stood, and two days show what changed between them', async () => {
  await run(
    addItem,
    { kind: 'issue', review: 'R1', number: '1', title: 'Meet', percent: 10, endsOn: '2026-06-30' },
    home.call('dana', on('2026-01-10')),
  );
  await run(
    addProgress,
    { ref: 'ISS-ONE-01', text: 'Half', percent: 50, endsOn: '2026-07-31' },
    home.call('dana', { ...on('2026-02-10'), reason: 'Later' }),
  );
  await run(addItem, { kind: 'issue', review: 'R1', number: '2', title: 'Publish' }, home.call('dana', on('2026-02-20')));
  await run(addProgress, { ref: 'ISS-ONE-01', text: 'Nearly', percent: 90, status: 'inProgress' }, home.call('dana', on('2026-03-10')));
  await run(archiveItem, { ref: 'ISS-ONE-02' }, home.call('dana', { ...on('2026-04-01'), reason: 'Not ours' }));
  const then = (day: string) => planAsAt(home.db as never, home.actor(), day);
  expect(await then('2026-01-09')).toEqual([]);
  expect(await then('2026-01-10')).toMatchObject([{ ref: 'ISS-ONE-01', percent: 10, parts: [{ ends_on: '2026-06-30' }] }]);
  expect(await then('2026-02-28')).toMatchObject([{ percent: 50, parts: [{ ends_on: '2026-07-31' }] }, { ref: 'ISS-ONE-02' }]);
  expect((await then('2026-04-02')).map((item) => [item.ref, item.percent])).toEqual([['ISS-ONE-01', 90]]);
  expect(differences(await then('2026-02-28'), await then('2026-04-02'))).toMatchObject([
    {
      kind: 'changed',
      fields: [
        { field: 'status', before: 'notStarted', after: 'inProgress' },
        { field: 'percent', before: '50', after: '90' },
      ],
    },
    { kind: 'gone', item: { ref: 'ISS-ONE-02' } },
  ]);
  const page = await home.as().read('/plans?on=2026-02-28&since=2026-01-10');
  expect(page).toContain('The plan as at 28 Feb 2026');
  expect(page).toContain('What changed from 10 Jan 2026 to 28 Feb 2026');
});

it('for any history the replay of today is what the tables hold', async () => {
  for (let step = 0; step < 30; step += 1) {
    const number = String(10 + (step % 5));
    const known = await home.db.selectFrom('plan_item').select('ref').where('number', '=', number).executeTakeFirst();
    if (!known)
      await run(addItem, { kind: 'issue', review: 'R1', number, title: `Issue ${number}`, endsOn: '2027-01-31' }, home.call('dana'));
    else
      await run(
        addProgress,
        { ref: known.ref, text: 'A step', percent: (step * 37) % 101, endsOn: `2027-0${1 + (step % 9)}-15` },
        home.call('dana', { reason: 'So it is' }),
      );
  }
  const replayed = await planAsAt(home.db as never, home.actor('dana'), new Date().toISOString().slice(0, 10));
  const stored = await home.db
    .selectFrom('plan_item')
    .leftJoin('plan_part', 'plan_part.item_id', 'plan_item.id')
    .select(['plan_item.ref', 'plan_item.percent', 'plan_item.status', 'plan_part.ends_on'])
    .where('plan_item.archived_at', 'is', null)
    .orderBy('plan_item.position')
    .execute();
  expect(
    replayed.map((item) => ({ ref: item.ref, percent: item.percent, status: item.status, ends_on: item.parts[0]?.ends_on ?? null })),
  ).toEqual(stored);
});
