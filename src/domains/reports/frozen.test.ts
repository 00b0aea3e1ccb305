import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { commandNamed } from '../../../test/laws/world.ts';
import { run, runMany } from '../../platform/command.ts';
import { checksumOf } from './content/canonical.ts';

const today = '2026-07-10';
const ref = 'REP-ONE-2026-07';
let home: TestApp;
const call = () => home.call('dana', { now: `${today}T09:00:00Z`, today, reason: 'So it is' });
const does = (name: string, input: unknown) => run(commandNamed(name), input, call());

beforeAll(async () => {
  home = await openApp();
  for (const number of ['1', '2'])
    await does('plan.add', { kind: 'issue', review: 'R1', number, title: `Issue ${number}`, percent: 0, status: 'inProgress' });
  await does('report.start', { review: 'R1', from: '2026-01-01', to: today });
  for (const step of ['report.sendToReview', 'report.approve']) await does(step, { ref });
});
afterAll(() => home.close());

/** Both issues move at once, in one transaction: at no moment do they differ. */
const both = (percent: number) =>
  runMany(
    commandNamed('plan.change'),
    ['ISS-ONE-01', 'ISS-ONE-02'].map((item) => ({ input: { ref: item, percent } })),
    call(),
    { oneForAll: true },
  );

it('a report that is submitted while data changes holds the figures of one moment, and keeps them', async () => {
  const moving = (async () => {
    for (let percent = 1; percent <= 30; percent++) expect((await both(percent)).map((one) => one.done)).toEqual([true, true]);
  })();
  await both(50);
  const { checksum } = (await does('report.submit', { ref })) as { checksum: string };
  await moving;
  const { content, checksum: kept } = await home.db.selectFrom('report_snapshot').select(['content', 'checksum']).executeTakeFirstOrThrow();
  const [first, second] = content.items.map((row: { percent: number }) => row.percent);
  expect(first).toBe(second);
  expect(kept).toBe(checksum);
  expect(checksumOf(content)).toBe(checksum);
  await both(99);
  expect(await home.as().read(`/reports/${ref}/rows?figure=issues`)).not.toContain('99%');
});
