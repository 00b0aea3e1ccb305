import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { commandNamed } from '../../../test/laws/world.ts';
import { run } from '../../platform/command.ts';
import { runImport } from '../../platform/imports/domain.ts';
import { addReview } from '../reviews/index.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
  for (const ref of ['MRG', 'MRT']) await run(addReview, { ref, prefix: ref, title: 'Merged' }, home.call('dana'));
});
afterAll(() => home.close());

const bring = async (html: string, review: string) => {
  const file = Buffer.from(`<!doctype html><html><body>${html}</body></html>`).toString('base64');
  const { id } = await run(commandNamed('import.start'), { kind: 'plan', name: 'plan.html', file, context: { review } }, home.call('dana'));
  await runImport(home.services, id);
  const lines = await home.db
    .selectFrom('import_line')
    .select(['label', 'outcome', 'problems'])
    .where('run_id', '=', id)
    .orderBy('number')
    .execute();
  if (lines.every((line) => line.problems.length > 0)) return lines;
  await run(commandNamed('import.run'), { id }, home.call('dana'));
  await runImport(home.services, id);
  return lines;
};

const endsOf = (ref: string) =>
  home.db
    .selectFrom('plan_part')
    .innerJoin('plan_item', 'plan_item.id', 'plan_part.item_id')
    .select(['plan_part.label', 'plan_part.ends_on', 'plan_part.status', 'plan_part.percent'])
    .where('plan_item.ref', '=', ref)
    .where('plan_part.archived_at', 'is', null)
    .orderBy('plan_part.label')
    .execute();

it('an issue whose cell is merged over two rows is one issue with two ends', async () => {
  const lines = await bring(
    `<table><tr><th>Issue ID</th><th>Start date</th><th>Proposed end date</th><th>Status</th><th>Notes</th></tr>
      <tr><td rowspan="2">2. Metrics</td><td rowspan="2">17 December 2018</td><td>30 September 2020</td><td>Completed (100%)</td><td>Done.</td></tr>
      <tr><td>31 January 2021</td><td>In progress</td><td>The tool is chosen.</td></tr>
      <tr><td>3. Members</td><td>2019-01-01</td><td>30 June 2020</td><td>Completed</td><td></td></tr></table>`,
    'MRG',
  );
  expect(lines).toMatchObject([
    { label: '2. Metrics', outcome: 'new', problems: [] },
    { label: '3. Members', outcome: 'new' },
  ]);
  expect(await endsOf('ISS-MRG-02')).toEqual([
    { label: 'a', ends_on: '2020-09-30', status: 'completed', percent: 100 },
    { label: 'b', ends_on: '2021-01-31', status: 'inProgress', percent: null },
  ]);
  expect(await home.as().read('/plans/items/ISS-MRG-02')).toMatch(/Done\.[\s\S]*The tool is chosen\./);
});

it('also where number and title stand in columns of their own, and each row has its percent', async () => {
  const lines = await bring(
    `<table><tr><th>No</th><th>Title</th><th>Start</th><th>End</th><th>Percent</th></tr>
      <tr><td rowspan="2">4</td><td rowspan="2">Outreach</td><td>2019-02-01</td><td>2020-12</td><td>95 %</td></tr>
      <tr><td>2019-03-01</td><td>2021</td><td>40</td></tr></table>`,
    'MRT',
  );
  expect(lines).toMatchObject([{ label: '4. Outreach', outcome: 'new', problems: [] }]);
  expect(await endsOf('ISS-MRT-04')).toEqual([
    { label: 'a', ends_on: '2020-12-31', status: null, percent: 95 },
    { label: 'b', ends_on: '2021-12-31', status: null, percent: 40 },
  ]);
});

it('one number over rows of different titles is still asked: they may be two things', async () => {
  const lines = await bring(
    `<table><tr><th>No</th><th>Title</th><th>End</th></tr>
      <tr><td rowspan="2">5</td><td>Train</td><td>2020-12</td></tr>
      <tr><td>Translate</td><td>2021</td></tr></table>`,
    'MRT',
  );
  expect(lines.map((line) => [line.label, line.problems[0]?.key])).toEqual([
    ['5. Train', 'imports.contradiction'],
    ['5. Translate', 'imports.contradiction'],
  ]);
});
