import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { run } from '../../../platform/command.ts';
import { jobs, proposeTriage, remindAll, returnTriage, sendTriage } from './index.ts';

let house: TestApp;
beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());

const on = (day: string) => ({ now: `${day}T06:05:00Z`, today: day });
const subjects = async () =>
  (await house.db.selectFrom('mail').select(['recipient', 'subject', 'body']).orderBy('id').execute()) as {
    recipient: string;
    subject: string;
    body: string;
  }[];
const remind = (day: string) => remindAll(house.services, on(day).now);

test('officers are reminded 7, 3 and 1 days before and weekly after, once each, whatever runs how often', async () => {
  const { ref } = await run(proposeTriage, { review: 'R1', body: 'NORTH' }, house.call('dana', on('2027-03-01')));
  await run(sendTriage, { ref, dueOn: '2027-03-20' }, house.call('dana', on('2027-03-01')));
  await house.db.deleteFrom('mail').execute();

  const letters: Record<string, number> = {};
  for (let day = Temporal.PlainDate.from('2027-03-01'); day.toString() <= '2027-04-05'; day = day.add({ days: 1 })) {
    const written = (await remind(day.toString())) + (await remind(day.toString()));
    if (written > 0) letters[day.toString()] = written;
  }
  expect(letters).toEqual({ '2027-03-13': 1, '2027-03-17': 1, '2027-03-19': 1, '2027-03-27': 1, '2027-04-03': 1 });
  const written = await subjects();
  expect(written.map((mail) => mail.recipient)).toEqual(Array.from({ length: 5 }, () => 'badr@example.org'));
  expect(written[0]?.body).toContain('In 7 days is the last day');
  expect(written[2]?.body).toContain('Tomorrow is the last day');
  expect(written[3]?.subject).toContain('Overdue since 20 Mar 2027');
  expect(written[3]?.body).toContain('http://test/triage/TRI-ONE-NORTH-01');
});

test('three processes at the same moment write one reminder', async () => {
  const { ref } = await run(proposeTriage, { review: 'R1', body: 'SOUTH' }, house.call('dana', on('2028-01-01')));
  await run(sendTriage, { ref, dueOn: '2028-01-10' }, house.call('dana', on('2028-01-01')));
  await run(returnTriage, { ref: 'TRI-ONE-NORTH-01' }, house.call('badr', { ...on('2028-01-01'), reason: 'Not now.' }));
  await house.db.deleteFrom('mail').execute();
  await Promise.all([1, 2, 3].map(() => remind('2028-01-03')));
  expect((await subjects()).map((mail) => mail.recipient)).toEqual(['carmen@example.org', 'eko@example.org']);
});

test('what was returned is not reminded of, and a new sending begins anew', async () => {
  await house.db.deleteFrom('mail').execute();
  expect(await remind('2028-01-05')).toBe(0);
  await run(sendTriage, { ref: 'TRI-ONE-NORTH-01', dueOn: '2028-01-10' }, house.call('dana', on('2028-01-02')));
  await house.db.deleteFrom('mail').execute();
  expect(await remind('2028-01-03')).toBe(1);
  expect((await subjects()).map((mail) => mail.recipient)).toEqual(['badr@example.org']);
});

test('the job runs every day', () => {
  expect(jobs.map(({ name, cron }) => [name, cron])).toEqual([['triage.remind', '5 6 * * *']]);
});
