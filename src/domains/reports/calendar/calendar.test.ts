import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { run } from '../../../platform/command.ts';
import { startReport } from '../report/start.ts';
import { approveReport, sendToReview, submitReport } from '../report/steps.ts';
import { nextPeriod } from './calendar.ts';
import { setCalendar } from './commands.ts';
import { remindOfReports } from './jobs.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

const at = (day: string) => ({ now: `${day}T06:15:00Z`, today: day });

describe('periods follow one another', () => {
  const half = { begins_on: '2026-01-01', months: 6, due_after: 14 };
  it('from the first day on, each due so many days after its end', () => {
    expect(nextPeriod(half, null)).toEqual({ from: '2026-01-01', to: '2026-06-30', due: '2026-07-14' });
    expect(nextPeriod(half, '2026-06-30')).toEqual({ from: '2026-07-01', to: '2026-12-31', due: '2027-01-14' });
  });
  it('a report that ended early or late moves only its own border', () => {
    expect(nextPeriod(half, '2026-06-23')).toEqual({ from: '2026-06-24', to: '2026-06-30', due: '2026-07-14' });
    expect(nextPeriod(half, '2026-07-04')).toEqual({ from: '2026-07-05', to: '2026-12-31', due: '2027-01-14' });
  });
  it('months of different length do not add up', () => {
    const monthly = { begins_on: '2026-01-31', months: 1, due_after: 0 };
    expect(nextPeriod(monthly, '2026-03-30').to).toBe('2026-04-29');
    expect(nextPeriod(monthly, '2026-12-30').to).toBe('2027-01-30');
  });
});

it('whoever is responsible is written to 30, 14, 7 and 1 days before and every week after, once each, until the report is submitted', async () => {
  const set = { review: 'R1', beginsOn: '2026-01-01', dueAfter: 10, responsible: 'Fatou Diallo' };
  expect((await home.as('dana').post('/reports/calendar', { ...set, months: '6', dueAfter: '10' })).status).toBe(303);
  const sent = async (from: string, to: string) => {
    const letters: string[] = [];
    for (let day = Temporal.PlainDate.from(from); day.toString() <= to; day = day.add({ days: 1 })) {
      const { now } = at(day.toString());
      const twice = (await remindOfReports(home.services, now)) + (await remindOfReports(home.services, now));
      if (twice > 0) letters.push(`${day} ${twice}`);
    }
    return letters;
  };
  expect(await sent('2026-06-01', '2026-07-20')).toEqual(['2026-06-10 1', '2026-06-26 1', '2026-07-03 1', '2026-07-09 1', '2026-07-17 1']);
  const letters = await home.db.selectFrom('mail').select(['recipient', 'subject', 'body']).orderBy('id').execute();
  expect(letters[0]?.recipient).toBe('fatou@example.org');
  expect(letters[0]?.subject).toBe('The report on “First review” is due on 10 Jul 2026');
  expect(letters.at(-1)?.subject).toContain('was due on 10 Jul 2026');
  expect(letters[0]?.body).toContain('http://test/reports/new?review=R1');

  const { ref } = await run(startReport, { review: 'R1' }, home.call('dana', at('2026-07-18')));
  expect(ref).toBe('REP-ONE-2026-06');
  expect(await sent('2026-07-24', '2026-07-24')).toEqual(['2026-07-24 1']);
  const last = await home.db.selectFrom('mail').select('body').orderBy('id', 'desc').executeTakeFirst();
  expect(last?.body).toContain(`http://test/reports/${ref}`);
  await run(sendToReview, { ref }, home.call('dana', at('2026-07-25')));
  await run(approveReport, { ref }, home.call('dana', at('2026-07-25')));
  await run(submitReport, { ref }, home.call('dana', at('2026-07-25')));
  expect(await sent('2026-07-26', '2026-09-01')).toEqual([]);
  expect(await home.as().read('/reports/calendar')).toContain('1 Jul 2026 to 31 Dec 2026');
});

it('three processes at the same moment write one reminder', async () => {
  const { now } = at('2026-12-11');
  await run(setCalendar, { review: 'R1', beginsOn: '2026-01-01', dueAfter: 10 }, home.call('dana'));
  const told = await Promise.all([1, 2, 3].map(() => remindOfReports(home.services, now)));
  expect(told.length).toBe(3);
  const written = await home.db.selectFrom('mail').select('id').where('subject', 'like', '%10 Jan 2027%').execute();
  expect(written).toHaveLength(1);
});

it('a name that nobody has is refused at its field', async () => {
  const answer = await home.as('dana').post('/reports/calendar', { review: 'R1', beginsOn: '2026-01-01', responsible: 'Nobody' });
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain('Nobody is known under the name Nobody.');
});

it('a stopped calendar writes to nobody, says since when and why, and goes on when it is set again', async () => {
  await run(setCalendar, { review: 'R1', beginsOn: '2027-01-01', months: 1, responsible: 'Fatou Diallo' }, home.call('dana'));
  const stop = (reason: string) => home.as('dana').post('/reports/calendar/R1/stop', { reason });
  expect((await stop(' ')).status).toBe(422);
  expect((await home.as('fatou').post('/reports/calendar/R1/stop', { reason: 'No' })).status).toBe(403);
  expect((await stop('The review is over')).status).toBe(303);
  expect(await remindOfReports(home.services, at('2027-01-27').now)).toBe(0);
  expect(await home.as('dana').read('/reports/calendar')).toContain('The review is over');
  expect(await home.as().read('/reports/calendar')).not.toContain('The review is over');
  await run(setCalendar, { review: 'R1', beginsOn: '2027-01-01' }, home.call('dana'));
  expect(await remindOfReports(home.services, at('2027-01-27').now)).toBe(1);
});

it('a calendar that reminds nobody is told to those who keep it, above every page', async () => {
  const waits = async (who: 'dana' | 'fatou') => (await home.as(who).read('/reports')).includes('Reporting calendars that remind nobody');
  expect(await waits('dana')).toBe(false);
  await run(setCalendar, { review: 'R1', beginsOn: '2027-01-01', responsible: null }, home.call('dana'));
  expect([await waits('dana'), await waits('fatou')]).toEqual([true, false]);
  await run(setCalendar, { review: 'R1', beginsOn: '2027-01-01', responsible: 'Fatou Diallo' }, home.call('dana'));
});
