import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Name, openApp, type TestApp } from '../../../../test/app.ts';
import { run } from '../../../platform/command.ts';
import { addRecommendation } from '../recommendations/commands.ts';
import { editTriage, proposeTriage, sendTriage, setStage } from './index.ts';

let house: TestApp;
const day = (later = 0) => Temporal.Now.plainDateISO('UTC').add({ days: later }).toString();

beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());

/** What the form with this action on a page would send, with something typed over it. */
const formOf = (page: string, action: string): Record<string, string> => {
  const form = page.split('<form ').find((part) => part.includes(`action="${action}"`)) ?? '';
  const inside = form.slice(0, form.indexOf('</form>'));
  const hidden = [...inside.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  const chosen = [...inside.matchAll(/<select[^>]* name="([^"]+)"[^>]*>(.*?)<\/select>/gs)].map(([, name, options = '']) => [
    name,
    options.match(/<option value="([^"]*)" selected/)?.[1] ?? '',
  ]);
  return Object.fromEntries([...hidden, ...chosen]);
};
const send = async (name: Name, path: string, action: string, typed: Record<string, string | readonly string[]>) =>
  house.as(name).post(action, { ...formOf(await house.as(name).read(path), action), ...typed });

test('staff make a proposal in two steps, fill the grid without JavaScript and send it', async () => {
  const dana = house.as('dana');
  expect(await dana.read('/triage')).toContain('href="/triage/new"');
  const second = await dana.read('/triage/new?review=R1&body=SOUTH');
  expect(second).toContain('3 recommendations can be proposed');
  const made = await send('dana', '/triage/new?review=R1&body=SOUTH', '/triage', { recommendations: ['REC-ONE-01', 'REC-ONE-02'] });
  expect([made.status, made.headers.get('location')]).toEqual([303, '/triage/TRI-ONE-SOUTH-01']);

  const ticksOf = async (tick: string) => {
    const answer = await send('dana', '/triage/TRI-ONE-SOUTH-01', '/triage/TRI-ONE-SOUTH-01/items', {
      tick,
      'items[0].priority': 'P2',
      'items[0].rationale': 'Typed and not yet saved',
      'fill.rationale': 'For all',
    });
    const page = await answer.text();
    expect([answer.status, page.includes('Typed and not yet saved'), page.includes('value="For all"')]).toEqual([200, true, true]);
    return page.match(/name="fill.recommendations"[^>]* checked/g)?.length;
  };
  expect([await ticksOf('all'), await ticksOf('open')], 'nothing typed is lost while rows are ticked').toEqual([2, 1]);
  expect(await dana.read('/triage/TRI-ONE-SOUTH-01'), 'and nothing is saved by it').not.toContain('Typed and not yet saved');
  const saved = await send('dana', '/triage/TRI-ONE-SOUTH-01', '/triage/TRI-ONE-SOUTH-01/items', {
    'items[0].priority': 'P2',
    'items[0].rationale': 'Cheap & near',
    'fill.recommendations': ['REC-ONE-01', 'REC-ONE-02'],
    'fill.coordinationClass': 'individual',
  });
  expect(saved.status).toBe(303);
  const filled = await dana.read('/triage/TRI-ONE-SOUTH-01');
  expect(filled.match(/<option value="individual" selected/g)?.length).toBe(2);
  expect(filled).toContain('Cheap &amp; near');

  expect((await send('dana', '/triage/TRI-ONE-SOUTH-01', '/triage/TRI-ONE-SOUTH-01/sending', { dueOn: '' })).status).toBe(422);
  const sent = await send('dana', '/triage/TRI-ONE-SOUTH-01', '/triage/TRI-ONE-SOUTH-01/sending', { dueOn: day(7) });
  expect(sent.status).toBe(303);
  expect(await dana.read('/triage/TRI-ONE-SOUTH-01')).toContain('With the body');
});

test('an officer sees it due, changes a row beside the proposal, and signs; a visitor reads both values', async () => {
  const bar = await house.as('eko').read('/triage?waiting=me');
  expect(bar).toContain('Triage to sign off');
  expect(bar).toContain('TRI-ONE-SOUTH-01');
  const saved = await send('eko', '/triage/TRI-ONE-SOUTH-01', '/triage/TRI-ONE-SOUTH-01/items', {
    'items[0].priority': 'P1',
    'items[0].rationale': 'Cheap & near',
  });
  expect(saved.status).toBe(303);
  expect(await house.as('eko').read('/triage/TRI-ONE-SOUTH-01')).toContain('Proposed: P2');
  expect((await send('eko', '/triage/TRI-ONE-SOUTH-01', '/triage/TRI-ONE-SOUTH-01/return', {})).status).toBe(422);
  const signed = await send('eko', '/triage/TRI-ONE-SOUTH-01', '/triage/TRI-ONE-SOUTH-01/signature', {});
  expect(signed.status).toBe(303);
  const read = await house.as().read('/triage/TRI-ONE-SOUTH-01');
  expect(read).toContain('Proposed: P2');
  expect(read).toContain('Eko Santoso');
  expect(read).not.toContain('<textarea');
  expect(await house.as('eko').read('/triage')).not.toContain('Triage to sign off');
});

test('a grid that came too late shows what the other wrote, keeps what was typed, and saves on the second press', async () => {
  await send('dana', '/triage/new?review=R1&body=NORTH', '/triage', { recommendations: ['REC-ONE-01', 'REC-ONE-02'] });
  const path = '/triage/TRI-ONE-NORTH-01';
  const stale = formOf(await house.as('dana').read(path), `${path}/items`);
  await run(
    editTriage,
    { ref: 'TRI-ONE-NORTH-01', items: [{ recommendation: 'REC-ONE-01', priority: 'P1', ownerClass: 'community' }] },
    house.call('ama'),
  );
  const answer = await house.as('dana').post(`${path}/items`, { ...stale, 'items[0].priority': 'P4', 'items[1].priority': 'P3' });
  expect(answer.status).toBe(409);
  const page = await answer.text();
  expect(page).toContain('Ama Owusu');
  const again = formOf(page, `${path}/items`);
  expect([again['items[0].priority'], again['items[0].ownerClass'], again['items[1].priority']]).toEqual(['P4', 'community', 'P3']);
  expect((await house.as('dana').post(`${path}/items`, again)).status).toBe(303);
  const saved = formOf(await house.as('dana').read(path), `${path}/items`);
  expect([saved['items[0].priority'], saved['items[0].ownerClass'], saved['items[1].priority']]).toEqual(['P4', 'community', 'P3']);
});

test('a wrong value comes back at its cell with everything that was typed', async () => {
  const path = '/triage/TRI-ONE-NORTH-01';
  const answer = await send('dana', path, `${path}/items`, { 'items[1].ownerClass': 'martians', 'items[0].rationale': 'Still here' });
  expect(answer.status).toBe(422);
  const page = await answer.text();
  expect(page).toContain('href="#f-items-1-ownerClass"');
  expect(page).toContain('id="f-items-1-ownerClass"');
  expect(page).toContain('Still here');
});

test('a proposal that was not sent is not found by others, in list, page, sheet and file', async () => {
  for (const name of ['eko', 'badr', undefined] as const) {
    expect((await house.as(name).get('/triage/TRI-ONE-NORTH-01')).status).toBe(404);
    expect((await house.as(name).get('/triage/TRI-ONE-NORTH-01/history')).status).toBe(404);
    expect(await house.as(name).read('/triage')).not.toContain('TRI-ONE-NORTH-01');
    expect(await house.as(name).read('/reviews/R1/triage')).not.toContain('TRI-ONE-NORTH-01');
    expect(await (await house.as(name).get('/reviews/R1/triage.json')).text()).not.toContain('P3');
    expect((await house.as(name).get('/triage/new')).status).toBe(403);
  }
  expect(await house.as('dana').read('/reviews/R1/triage')).toContain('TRI-ONE-NORTH-01');
});

test('the sheet stands side by side on the page and in every file', async () => {
  await run(
    setStage,
    { review: 'R1', body: 'HUB', stage: 'implementing', asOf: '2026-06-28', note: 'On its own pages' },
    house.call('dana'),
  );
  const page = await house.as('eko').read('/reviews/R1/triage');
  expect(page.indexOf('/bodies/SOUTH"')).toBeLessThan(page.indexOf('/bodies/HUB"'));
  expect(page).toContain('<strong>P1</strong> · Individual group');
  expect(page).toContain('Implementing');
  expect(page).toContain('28 Jun 2026');
  expect(await house.as('eko').read('/reviews/R1/triage?on=2026-06-01')).not.toContain('28 Jun 2026</time>');

  const csv = await (await house.as('eko').get('/reviews/R1/triage.csv?headings=keys')).text();
  const [head, first] = csv.split('\r\n');
  expect(head).toBe(
    'ref,number,title,SOUTH.ownerClass,SOUTH.coordinationClass,SOUTH.priority,SOUTH.rationale,SOUTH.stage,SOUTH.stageOn,HUB.ownerClass,HUB.coordinationClass,HUB.priority,HUB.rationale,HUB.stage,HUB.stageOn',
  );
  expect(first).toContain(`REC-ONE-01,1,Meet in every region,,individual,P1,Cheap & near,signedOff,${day()}`);
  for (const format of ['xlsx', 'json']) {
    const file = await house.as().get(`/reviews/R1/triage.${format}`);
    expect([file.status, file.headers.get('content-disposition')?.includes(`.${format}`)]).toEqual([200, true]);
  }
  expect((await house.as().get('/triage.csv')).status).toBe(200);
});

test('staff set and take back a stage on the page; a day to come is refused beside its field', async () => {
  const action = '/reviews/R1/triage/stages';
  expect((await send('dana', '/reviews/R1/triage', action, { body: 'SOUTH-WG', stage: 'reviewed', asOf: day(3) })).status).toBe(422);
  expect((await send('dana', '/reviews/R1/triage', action, { body: 'SOUTH-WG', stage: 'reviewed', asOf: '2026-07-01' })).status).toBe(303);
  const page = await house.as('dana').read('/reviews/R1/triage');
  expect(page).toContain('/bodies/SOUTH-WG');
  const removal = page.match(/\/reviews\/R1\/triage\/stages\/\d+\/removal/g) ?? [];
  expect(removal.length).toBeGreaterThan(1);
  expect(await house.as('fatou').read('/reviews/R1/triage')).not.toContain('/removal');
  expect((await house.as('fatou').post(removal[0] as string)).status).toBe(403);
  expect((await house.as('dana').post(removal[0] as string)).status).toBe(303);
});

test('the list is filtered by body, review, state and deadline, and finds what is overdue', async () => {
  const dana = house.as('dana');
  expect(await dana.read('/triage?state=proposed')).not.toContain('TRI-ONE-SOUTH-01');
  expect(await dana.read('/triage?body=SOUTH&review=R1')).toContain('TRI-ONE-SOUTH-01');
  expect(await dana.read('/triage?overdue=yes')).not.toContain('TRI-ONE');
  expect(await dana.read('/triage?group=state&sort=-signed')).toContain('TRI-ONE-NORTH-01');
});

test('every page speaks four languages', async () => {
  for (const [language, words] of [
    ['fr', 'Tri'],
    ['es', 'Clasificación'],
    ['ar', 'الفرز'],
  ] as const) {
    for (const path of [
      '/triage',
      '/triage/TRI-ONE-NORTH-01',
      '/triage/TRI-ONE-SOUTH-01',
      '/triage/new',
      '/triage/TRI-ONE-SOUTH-01/history',
      '/reviews/R1/triage',
    ]) {
      const page = await house.as('dana').read(`${path}?lang=${language}`);
      expect(page).toContain(`lang="${language}"`);
      expect(page).toContain(words);
      expect(page.replace(/(href|action|name|value|id|content)="[^"]*"/g, '')).not.toMatch(/triage\.[a-z]/i);
    }
  }
});

test('a hundred recommendations stand in one grid and are saved at once', async () => {
  for (let number = 4; number <= 100; number += 1)
    await run(addRecommendation, { review: 'R1', number: String(number), title: `Recommendation ${number}` }, house.call('ama'));
  const choice = await house.as('dana').read('/triage/new?review=R1&body=SOUTH-WG');
  const ticked = [...choice.matchAll(/name="recommendations" value="(REC[^"]+)" checked/g)].map(([, ref = '']) => ref);
  const made = await send('dana', '/triage/new?review=R1&body=SOUTH-WG', '/triage', { recommendations: ['', ...ticked] });
  const path = made.headers.get('location') as string;
  const page = await house.as('dana').read(path);
  const form = formOf(page, `${path}/items`);
  const rows = Object.keys(form).filter((name) => name.endsWith('.priority') && name.startsWith('items'));
  expect(rows.length).toBe(100);
  const saved = await house
    .as('dana')
    .post(`${path}/items`, { ...form, ...Object.fromEntries(rows.map((name, at) => [name, `P${(at % 4) + 1}`])) });
  expect(saved.status).toBe(303);
  const again = formOf(await house.as('dana').read(path), `${path}/items`);
  expect(again['items[99].priority']).toBe('P4');
});

test('an officer whose deadline has passed is told so, and that the answer still counts', async () => {
  await run(addRecommendation, { review: 'R1', number: '500', title: 'Late' }, house.call('ama'));
  const { ref } = await run(proposeTriage, { review: 'R1', body: 'SOUTH', recommendations: ['REC-ONE-500'] }, house.call('dana'));
  await run(sendTriage, { ref, dueOn: day(3) }, house.call('dana'));
  // Time passes.
  await house.db.transaction().execute(async (tx) => {
    await sql`select set_config('plenary.restoring', 'on', true)`.execute(tx);
    await sql`update triage_batch set due_on = '2026-02-10' where ref = ${ref}`.execute(tx);
  });
  const page = await house.as('eko').read(`/triage/${ref}`);
  expect(page).toContain('the deadline of 10 Feb 2026 has passed');
  expect(page).not.toContain('return it by 10 Feb 2026');
  expect(await house.as('dana').read('/triage?overdue=yes')).toContain(ref);
});
