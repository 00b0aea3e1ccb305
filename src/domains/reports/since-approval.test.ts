import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { commandNamed } from '../../../test/laws/world.ts';
import { run } from '../../platform/command.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

const at = (moment: string) => home.call('dana', { now: moment, today: moment.slice(0, 10) });
const does = (name: string, input: unknown, moment: string) => run(commandNamed(name), input, at(moment)) as Promise<{ ref: string }>;

it('what changes in the plan between approval and submission is told before and after the report is submitted', async () => {
  for (const [number, title] of Object.entries({ 1: 'Meet in every region', 2: 'Publish the budget' }))
    await does('plan.add', { kind: 'issue', review: 'R1', number, title, percent: 40, status: 'inProgress' }, '2026-03-01T09:00:00Z');
  const { ref } = await does('report.start', { review: 'R1', from: '2026-01-01', to: '2026-06-30' }, '2026-06-20T09:00:00Z');
  await does('report.sendToReview', { ref }, '2026-06-21T09:00:00Z');
  await does('report.approve', { ref }, '2026-06-22T09:00:00Z');
  expect(await home.as('dana').read(`/reports/${ref}`)).not.toContain('since the report was approved');
  await does('progress.add', { ref: 'ISS-ONE-02', text: 'Printed', percent: 90 }, '2026-06-25T09:00:00Z');
  await does('progress.add', { ref: 'ISS-ONE-01', text: 'After the period', percent: 95 }, '2026-07-01T09:00:00Z');
  expect(await home.as('dana').read(`/reports/${ref}`)).toContain('1 line has changed in the plan since the report was approved.');
  await does('report.submit', { ref }, '2026-07-02T09:00:00Z');
  expect(await home.as().read(`/reports/${ref}`)).toContain(`/reports/${ref}/changes#since-approval`);
  const told = (await home.as().read(`/reports/${ref}/changes`)).split('id="since-approval"')[1] ?? '';
  expect(told).toContain('Publish the budget');
  expect(told).toMatch(/40%[\s\S]*90%/);
  expect(told).not.toContain('Meet in every region');
});

it('a title that nobody wrote goes with the end of the period; one that somebody wrote stays', async () => {
  const { ref } = await does('report.start', { review: 'R1', from: '2026-07-01', to: '2026-09-30' }, '2026-10-01T09:00:00Z');
  await does('report.change', { ref, to: '2026-08-31' }, '2026-10-01T10:00:00Z');
  const page = await home.as('dana').read(`/reports/${ref}`);
  expect(page).toContain('Status report as at 31 Aug 2026');
  expect(page).not.toContain('as at 30 Sep 2026');
  await does('report.change', { ref, title: 'Our summer' }, '2026-10-01T11:00:00Z');
  await does('report.change', { ref, to: '2026-09-15' }, '2026-10-01T12:00:00Z');
  expect(await home.as('dana').read(`/reports/${ref}`)).toContain('Our summer');
});

it('a report that was returned and sent again names each step once in its file', async () => {
  const { ref } = await does('report.start', { review: 'R1', from: '2026-09-16', to: '2026-10-31' }, '2026-11-01T09:00:00Z');
  await does('report.sendToReview', { ref }, '2026-11-02T09:00:00Z');
  await run(commandNamed('report.return'), { ref }, { ...at('2026-11-03T09:00:00Z'), reason: 'Say more' });
  await does('report.sendToReview', { ref }, '2026-11-04T09:00:00Z');
  const file = await (await home.as('dana').get(`/reports/${ref}/report.html`)).text();
  expect(file.match(/Sent to review/g)).toHaveLength(1);
  expect(file).toContain('4 Nov 2026');
});
