import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { run } from '../../platform/command.ts';
import { addItem, addWorkstream } from './items/commands.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
  const does = (input: unknown) => run(addItem, input, home.call('dana'));
  await does({
    kind: 'issue',
    review: 'R1',
    number: '1',
    title: 'Meet',
    startsOn: '2026-01-01',
    endsOn: '2027-12-31',
    status: 'inProgress',
    percent: 40,
    volunteerLeads: ['Fatou Diallo'],
  });
  await does({ kind: 'milestone', parent: 'ISS-ONE-01', title: 'First meeting', endsOn: '2026-05-01', volunteerLeads: ['Fatou Diallo'] });
  const { ref } = await run(addWorkstream, { title: 'Policy', leads: 'Ines' }, home.call('dana'));
  await does({ kind: 'task', workstream: ref, title: 'Draft the charter', steps: '• Ask\n• Write' });
});
afterAll(() => home.close());

it('the tree shows what lies inside an issue', async () => {
  expect(await home.as().read('/plans/tree')).toMatch(/Meet[\s\S]*<ul class="tree">[\s\S]*First meeting/);
});

it('the timeline draws bars and diamonds, says today and carries its table', async () => {
  const page = await home.as().read('/plans/timeline');
  expect(page).toContain('<rect');
  expect(page).toContain('l8 8l-8 8');
  expect(page).toContain('Today');
  expect(page).toContain('First meeting</a></th>');
});

it('each bar is a link with the whole of it in words; in Arabic time runs from the right', async () => {
  const page = await home.as().read('/plans/timeline');
  expect(page).toContain('1. Meet<span class="vh">, 1 Jan 2026 – 31 Dec 2027, In progress (40%)</span></a>');
  const start = (html: string) => Number(/<rect class="chart-fill-1" x="([\d.]+)%"/.exec(html)?.[1]);
  expect(start(await home.as().read('/plans/timeline?lang=ar'))).toBeGreaterThan(start(page));
});

it('a part of the plan is shown by review, body, kind or period; when all of it is past, today is still drawn', async () => {
  expect(await home.as().read('/plans/tree?kind=milestone')).not.toContain('/plans/items/ISS-ONE-01"');
  expect(await home.as().read('/plans/board?review=nowhere')).not.toContain('ISS-ONE-01');
  const past = await home.as().read('/plans/timeline?kind=milestone');
  expect(past).toContain('First meeting');
  expect(past).toContain('>Today<');
  expect(await home.as().read('/plans/timeline?from=2027-01-01&to=2027-06-30')).not.toContain('First meeting');
});

it('on the board an item moves with its words, without a script', async () => {
  expect(await home.as('fatou').read('/plans/board')).toContain('text.en');
  const moved = await home
    .as('fatou')
    .post('/plans/items/ISS-ONE-01/progress', { status: 'onHold', 'text.original': 'en', 'text.en': 'Waiting for the hall' });
  expect(moved.status).toBe(303);
  expect(await home.as().read('/plans?status=onHold')).toContain('1. Meet');
});

it('whoever moves a card stands before the same part of the board again, and nowhere else', async () => {
  const board = await home.as('fatou').read('/plans/board?review=R1&kind=issue');
  expect(board).toContain('name="board" value="review=R1&amp;kind=issue"');
  expect(board).toContain('id="ISS-ONE-01"');
  const move = (from: string) =>
    home.as('fatou').post('/plans/items/ISS-ONE-01/progress', { board: from, 'text.original': 'en', 'text.en': 'Still waiting' });
  expect((await move('review=R1&kind=issue')).headers.get('location')).toBe('/plans/board?review=R1&kind=issue#ISS-ONE-01');
  expect((await move('//elsewhere.example/?to=x')).headers.get('location')).toBe('/plans/board?#ISS-ONE-01');
});

it('a workstream shows tasks, implementation and that there is no outcome yet', async () => {
  const page = await home.as().read('/plans/workstreams');
  expect(page).toContain('Led by Ines');
  expect(page).toContain('<li>Ask</li>');
  expect(page).toContain('No outcome yet');
});

it('a lead sees what is theirs, and the bar above every page counts what is late', async () => {
  expect(await home.as('fatou').read('/plans/mine')).toContain('First meeting');
  expect(await home.as('fatou').read('/plans/tree')).toContain('thing of yours in the plan is late');
  expect((await home.as().get('/plans/mine')).status).not.toBe(200);
  expect(await home.as().read('/plans?attention=overdue')).toContain('First meeting');
});
