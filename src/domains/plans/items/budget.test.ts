import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { run } from '../../../platform/command.ts';
import { readBudget, writtenBudget } from './budget.ts';
import { addItem } from './commands.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
  await run(
    addItem,
    { kind: 'issue', review: 'R1', number: '1', title: 'Meet', budget: [{ year: 'FY25', planned: 100, approved: 90, spent: 95 }] },
    home.call('dana'),
  );
});
afterAll(() => home.close());

it('a budget is written in one cell and read again as it was', () => {
  const years = [
    { year: 'FY20', currency: 'USD', planned: 30000, approved: 12000, spent: 4100 },
    { year: '2021/22', currency: 'EUR', planned: 0, approved: null, spent: null },
  ];
  expect(writtenBudget(years)).toBe('FY20: 30000 / 12000 / 4100 USD; 2021/22: 0 / – / – EUR');
  expect(readBudget(writtenBudget(years))).toEqual(years);
  expect(readBudget('FY20: 30,000 / 12 000')).toEqual([{ year: 'FY20', currency: 'USD', planned: 30000, approved: 12000, spent: null }]);
  expect(readBudget('a lot')).toBeUndefined();
});

it('in the form a year is changed, one added and one taken away; page, programs and file say the same', async () => {
  expect(await home.as('dana').read('/plans/items/ISS-ONE-01/edit')).toContain('name="budget[0].year" value="FY25"');
  const save = (budget: Record<string, string>) =>
    home.as('dana').post('/plans/items/ISS-ONE-01/edit', { 'title.original': 'en', 'title.en': 'Meet', status: 'inProgress', ...budget });
  const kept = await save({
    'budget[0].year': 'FY25',
    'budget[0].planned': '100',
    'budget[0].approved': '90',
    'budget[0].spent': '97',
    'budget[0].currency': 'USD',
    'budget[1].year': 'FY26',
    'budget[1].planned': '1 200',
    'budget[1].currency': 'USD',
    'budget[2].year': '',
    'budget[2].currency': 'USD',
  });
  expect(kept.status, await kept.clone().text()).toBe(303);
  expect(await home.as().read('/plans/items/ISS-ONE-01')).toMatch(/FY26 \(USD\)[\s\S]*1,200/);
  expect(await (await home.as().get('/api/v1/plans/ISS-ONE-01')).json()).toMatchObject({
    budget: [
      { year: 'FY25', planned: 100, approved: 90, spent: 97 },
      { year: 'FY26', planned: 1200, approved: null, spent: null },
    ],
  });
  expect(await home.as().read('/plans.csv?cols=ref,budget')).toContain('FY25: 100 / 90 / 97 USD; FY26: 1200 / – / – USD');
  await save({ 'budget[0].year': 'FY26', 'budget[0].planned': '1200', 'budget[0].currency': 'USD' });
  expect(await home.as().read('/plans.csv?cols=ref,budget')).not.toContain('FY25');
});
