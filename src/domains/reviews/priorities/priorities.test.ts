import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Name, openApp, type TestApp } from '../../../../test/app.ts';
import { run, runMany } from '../../../platform/command.ts';
import { giveGrant } from '../../accounts/index.ts';
import { givePerson } from '../../accounts/testing.ts';
import { changePerson } from '../../people/index.ts';
import { addLink } from '../assessment/commands.ts';
import {
  agreePriority,
  changeRound,
  closeRound,
  dismissScorer,
  inviteScorers,
  movePriority,
  openRound,
  scorePriority,
  withdrawPriority,
} from './commands.ts';
import { agreedOnReview, candidates, lineOf, roundById, scoresOf, sheetOf, stillToScore } from './queries.ts';

let house: TestApp;
let round: number;
const today = new Date().toISOString().slice(0, 10);
const later = Temporal.PlainDate.from(today).add({ days: 10 }).toString();
const earlier = Temporal.PlainDate.from(today).subtract({ days: 1 }).toString();

beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());

const person = (name: Name) => house.people[name].personId;
const score = (name: Name, recommendation: string, urgency: number, importance: number, more: object = {}, at = round) =>
  run(scorePriority, { round: at, recommendation, urgency, importance, rationale: `What ${name} thinks`, ...more }, house.call(name));
const sheet = (name?: Name, at = round) => sheetOf(house.db as never, house.actor(name), at, today);
const rowOf = async (ref: string, name?: Name, at = round) => (await sheet(name, at)).find((row) => row.ref === ref);

test('a member without the right opens no round', async () => {
  await expect(run(openRound, { review: 'R1', title: 'First look' }, house.call('fatou'))).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(run(openRound, { review: 'R1', title: 'First look' }, house.call())).rejects.toMatchObject({ kind: 'forbidden' });
});

test('a round that would end before today, or invites a stranger, is refused with the field', async () => {
  await expect(run(openRound, { review: 'R1', title: 'First look', closesOn: earlier }, house.call('dana'))).rejects.toMatchObject({
    problems: [{ path: ['closesOn'], key: 'priority.closesInPast' }],
  });
  await expect(
    run(openRound, { review: 'R1', title: 'First look', scorers: [{ address: 'stranger@example.net' }] }, house.call('dana')),
  ).rejects.toMatchObject({
    problems: [{ path: ['scorers', 0, 'address'], key: 'priority.unknownPerson' }],
  });
});

test('whoever holds a role for a body is offered as a scorer from the first day until the day before its end', async () => {
  const { personId } = await givePerson(house.db, { name: 'Gita Past' });
  const names = async (day: string) => (await candidates(house.db as never, house.actor('dana'), day)).map((one) => one.name);
  await run(giveGrant, { person: personId, role: 'officer', body: 'NORTH', from: today, to: later }, house.call('ama'));
  const dayBefore = Temporal.PlainDate.from(later).subtract({ days: 1 }).toString();
  expect(await names(earlier)).not.toContain('Gita Past');
  expect(await names(today)).toContain('Gita Past');
  expect(await names(dayBefore)).toContain('Gita Past');
  expect(await names(later)).not.toContain('Gita Past');
});

test('who speaks for a body is offered and can be invited also where they show their name to few; who speaks for none is unknown', async () => {
  const manager = { ...house.actor('dana'), rights: new Map([['priority.manage', 'everywhere' as const]]) };
  const { personId: speaks } = await givePerson(house.db, { name: 'Hidden Officer' });
  const { personId: silent } = await givePerson(house.db, { name: 'Hidden Member' });
  await run(giveGrant, { person: speaks, role: 'officer', body: 'NORTH', from: today, to: later }, house.call('ama'));
  const offered = (await candidates(house.db as never, manager, today)).map((one) => one.person);
  expect(offered).toContain(speaks);
  expect(offered).not.toContain(silent);
  const wouldOpen = (scorer: number) =>
    runMany(
      openRound,
      [{ input: { review: 'R1', title: 'Look', scorers: [{ person: scorer }] } }],
      { ...house.call('dana'), actor: manager },
      { dryRun: true },
    );
  expect(await wouldOpen(speaks)).toMatchObject([{ output: { invited: 1 } }]);
  expect(await wouldOpen(silent)).toMatchObject([
    { refusal: { problems: [{ path: ['scorers', 0, 'person'], key: 'priority.unknownPerson' }] } },
  ]);
});

test('staff open a round, and everyone invited gets a letter in their language with the way to it', async () => {
  await run(changePerson, { person: person('carmen'), language: 'es' }, house.call('ama'));
  const given = await run(
    openRound,
    {
      review: 'R1',
      title: { en: 'First look' },
      closesOn: later,
      scorers: [
        { person: person('badr'), body: 'NORTH' },
        { address: 'CARMEN@example.org', body: 'SOUTH' },
      ],
    },
    house.call('dana'),
  );
  round = given.round;
  expect(given).toMatchObject({ review: 'R1', invited: 2, mailed: 2 });
  const { rows } = await sql<{
    recipient: string;
    language: string;
    subject: string;
    body: string;
  }>`select * from mail order by id desc limit 2`.execute(house.db);
  const carmens = rows.find((mail) => mail.recipient === 'carmen@example.org');
  expect(carmens).toMatchObject({ language: 'es' });
  expect(carmens?.body).toContain('3 recomendaciones');
  expect(carmens?.body).toContain(`http://test/rounds/${round}`);
  expect(rows.find((mail) => mail.recipient === 'badr@example.org')?.subject).toContain('First review');
});

test('while one round runs no second one begins, and nobody is invited twice', async () => {
  await expect(run(openRound, { review: 'R1', title: 'Too early' }, house.call('dana'))).rejects.toMatchObject({
    key: 'priority.roundStillOpen',
  });
  expect(
    await run(
      inviteScorers,
      { round, scorers: [{ person: person('badr') }, { person: person('eko'), body: 'SOUTH' }] },
      house.call('dana'),
    ),
  ).toMatchObject({ invited: 1 });
});

test('a scorer is told how many recommendations wait, and only a scorer scores', async () => {
  expect(await stillToScore(house.db as never, house.actor('badr'), today)).toEqual([{ id: round, count: 3 }]);
  expect(await stillToScore(house.db as never, house.actor('fatou'), today)).toEqual([]);
  expect(await house.as('badr').read('/reviews')).toContain(`/rounds/${round}`);
  for (const name of ['fatou', 'dana'] as const)
    await expect(score(name, 'REC-ONE-01', 1, 1)).rejects.toMatchObject({ kind: 'forbidden', key: 'priority.notScorer' });
});

test('a score needs a rationale and stays between one and four', async () => {
  await expect(score('badr', 'REC-ONE-01', 5, 0, { rationale: 'no' })).rejects.toMatchObject({
    problems: [{ path: ['urgency'] }, { path: ['importance'] }, { path: ['rationale'], key: 'field.tooShort' }],
  });
  await expect(score('badr', 'REC-NONE-01', 1, 1)).rejects.toMatchObject({ kind: 'notFound' });
});

test('the spread is seen after the own score, by nobody else than scorers and managers', async () => {
  await score('badr', 'REC-ONE-01', 4, 4);
  await score('eko', 'REC-ONE-01', 1, 3);
  expect((await rowOf('REC-ONE-01', 'carmen'))?.spread).toBeNull();
  expect((await rowOf('REC-ONE-01', 'carmen'))?.missing).toEqual([{ name: 'Carmen Ríos', body: 'SRO' }]);
  const seen = { urgency: { low: 1, median: 2.5, high: 4 }, importance: { low: 3, median: 3.5, high: 4 } };
  for (const name of ['badr', 'dana'] as const) expect((await rowOf('REC-ONE-01', name))?.spread).toEqual(seen);
  expect((await rowOf('REC-ONE-02', 'badr'))?.spread).toBeNull();
  for (const name of ['fatou', undefined] as const) {
    const row = await rowOf('REC-ONE-01', name);
    expect(row).toMatchObject({ spread: null, missing: null, own: null });
    expect([Number(row?.answered), Number(row?.scorers)]).toEqual([2, 3]);
  }
});

test('single scores are for their giver and those who manage, until the round is over', async () => {
  const names = async (name: Name) => (await scoresOf(house.db as never, house.actor(name), round, today)).map((one) => one.name);
  expect(await names('badr')).toEqual(['Badr Haddad']);
  expect(await names('carmen')).toEqual([]);
  expect(await names('dana')).toEqual(['Badr Haddad', 'Eko Santoso']);
});

test('page, export and path for programs hide the same things', async () => {
  const page = await house.as('fatou').read(`/rounds/${round}`);
  expect(page).not.toContain('Badr Haddad');
  expect(page).not.toContain('2.5');
  const outside = await house.as('fatou').get(`/rounds/${round}.json`);
  const { exportedAt: _now, ...exported } = (await outside.json()) as { exportedAt: string };
  expect(JSON.stringify(exported)).not.toMatch(/Haddad|2\.5/);
  const api = (await (await house.app.request(`http://test/api/v1/rounds/${round}`)).json()) as {
    items: { ref: string; spread: unknown; missing: unknown; answered: number }[];
  };
  expect(api.items[0]).toMatchObject({ ref: 'REC-ONE-01', spread: null, missing: null, answered: 2 });
  expect(await (await house.as('badr').get(`/rounds/${round}.csv`)).text()).toMatch(/REC-ONE-01,1,[^\n]*2\.5/);
  const inside = await house.as('badr').read(`/rounds/${round}`);
  expect(inside).toContain('Carmen Ríos');
  expect(inside).toContain('<svg');
  expect(inside).not.toContain('priority.');
});

test('a card is moved by a form with a reason, which becomes the rationale; an old window is told what changed', async () => {
  const moved = await house
    .as('badr')
    .post(`/rounds/${round}/moves`, { id: 'REC-ONE-01', quadrant: 'important', reason: 'Can wait after all', version: '1' });
  expect(moved.status).toBe(303);
  expect((await rowOf('REC-ONE-01', 'badr'))?.own).toEqual({ urgency: 2, importance: 4, rationale: 'Can wait after all', version: 2 });
  const silent = await house.as('badr').post(`/rounds/${round}/moves`, { id: 'REC-ONE-01', quadrant: 'both', reason: '' });
  expect(silent.status).toBe(422);
  const stale = await house
    .as('badr')
    .post(`/rounds/${round}/scores/REC-ONE-01`, { urgency: '4', importance: '4', rationale: 'Still urgent', version: '1' });
  expect(stale.status).toBe(409);
  const again = await stale.text();
  expect(again).toContain('name="version" value="2"');
  expect(again).toContain('Still urgent');
  await expect(
    run(movePriority, { round, recommendation: 'REC-ONE-01', quadrant: 'both', rationale: 'First sight', version: 0 }, house.call('badr')),
  ).rejects.toMatchObject({ key: 'record.changed' });
});

test('the form of a score leads on to the next recommendation without one', async () => {
  const answer = await house
    .as('badr')
    .post(`/rounds/${round}/scores/REC-ONE-02`, { urgency: '2', importance: '1', rationale: 'Hardly', version: '0' });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(`/rounds/${round}/scores/REC-ONE-03`);
  expect(await house.as('carmen').read(`/rounds/${round}/scores/REC-ONE-03`)).toContain('name="rationale"');
});

test('a dismissed scorer no longer counts, and the reason must be given', async () => {
  await expect(run(dismissScorer, { round, person: person('eko') }, house.call('dana'))).rejects.toMatchObject({
    problems: [{ path: ['reason'] }],
  });
  await run(dismissScorer, { round, person: person('eko') }, house.call('dana', { reason: 'left the region' }));
  expect((await rowOf('REC-ONE-01', 'dana'))?.spread?.urgency).toEqual({ low: 2, median: 2, high: 2 });
  await expect(score('eko', 'REC-ONE-02', 1, 1)).rejects.toMatchObject({ kind: 'forbidden' });
  await run(inviteScorers, { round, scorers: [{ person: person('eko'), body: 'SOUTH' }] }, house.call('dana'));
});

test('when the last day is over nothing changes any more and scorers see each other', async () => {
  const tomorrow = { today: Temporal.PlainDate.from(later).add({ days: 1 }).toString() };
  await expect(
    run(
      scorePriority,
      { round, recommendation: 'REC-ONE-03', urgency: 1, importance: 1, rationale: 'Too late' },
      house.call('badr', tomorrow),
    ),
  ).rejects.toMatchObject({ key: 'priority.roundOver' });
  expect((await roundById(house.db as never, house.actor(), round, tomorrow.today))?.over).toBe(true);
  const before = { today: Temporal.PlainDate.from(today).subtract({ days: 1 }).toString() };
  await run(closeRound, { round }, house.call('dana', before));
  expect((await roundById(house.db as never, house.actor(), round, today))?.closes_on).toBe(before.today);
  await expect(score('badr', 'REC-ONE-03', 1, 1)).rejects.toMatchObject({ key: 'priority.roundOver' });
  await expect(run(changeRound, { round, closesOn: null }, house.call('dana'))).rejects.toMatchObject({ key: 'priority.roundOver' });
  expect((await rowOf('REC-ONE-01', 'carmen'))?.spread).not.toBeNull();
  expect((await scoresOf(house.db as never, house.actor('carmen'), round, today)).length).toBe(3);
  expect((await rowOf('REC-ONE-01', 'fatou'))?.spread).toBeNull();
});

test('a second round invites the scorers again and shows what the first one gave', async () => {
  const page = await house
    .as('dana')
    .post('/reviews/R1/rounds', { 'title.en': 'Second look', 'title.original': 'en', after: String(round), 'scorers[0].body': 'NORTH' });
  expect(page.status).toBe(303);
  const second = Number(page.headers.get('location')?.split('/').at(-1));
  expect((await sheet('badr', second))[0]).toMatchObject({ spread: null });
  expect(await house.as('badr').read(`/rounds/${second}`)).toContain('Median 1.5 / 3.5');
  expect(Number((await roundById(house.db as never, house.actor(), second, today))?.scorers)).toBe(3);
  await expect(run(changeRound, { round, title: 'Renamed' }, house.call('dana'))).resolves.toEqual({ round });
});

test('the agreed level is recorded with date and link, then locked; a change needs a reason and leaves a trace', async () => {
  const input = {
    recommendation: 'REC-ONE-01',
    level: 'P1',
    urgent: true,
    important: true,
    rationale: 'All regions asked for it',
    on: today,
    link: 'https://example.org/call',
  };
  await expect(run(agreePriority, input, house.call('badr'))).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(run(agreePriority, { ...input, on: later }, house.call('dana'))).rejects.toMatchObject({ problems: [{ path: ['on'] }] });
  await run(agreePriority, input, house.call('dana'));
  await expect(run(agreePriority, { ...input, level: 'P2' }, house.call('dana'))).rejects.toMatchObject({
    problems: [{ path: ['reason'], key: 'priority.locked' }],
  });
  await expect(run(agreePriority, { ...input, level: 'P2', version: 0 }, house.call('dana', { reason: 'x' }))).rejects.toMatchObject({
    key: 'record.changed',
  });
  await run(agreePriority, { ...input, level: 'P2', version: 1 }, house.call('dana', { reason: 'The budget came later' }));
  const page = await house.as().read('/recommendations/REC-ONE-01/priority');
  expect(page).toContain('P2 – high');
  expect(page).toContain('The budget came later');
  expect(page).toContain('https://example.org/call');
});

test('the line waits for what a recommendation depends on, and nothing is set by itself', async () => {
  await run(
    agreePriority,
    { recommendation: 'REC-ONE-03', level: 'P3', urgent: true, important: false, rationale: 'Cheap', on: today },
    house.call('dana'),
  );
  await run(addLink, { from: 'REC-ONE-01', kind: 'dependsOn', to: 'REC-ONE-02' }, house.call('dana'));
  expect((await lineOf(house.db as never, house.actor(), 1)).map((one) => one.ref)).toEqual(['REC-ONE-03', 'REC-ONE-02', 'REC-ONE-01']);
  const page = await house.as().read('/reviews/R1/priorities');
  expect(page).toContain('Next in line');
  expect(page).not.toMatch(/Median \d/);
  expect((await agreedOnReview(house.db as never, house.actor(), 1)).find((one) => one.ref === 'REC-ONE-02')?.level).toBeNull();
  const file = await (await house.as().get('/reviews/R1/priorities.csv')).text();
  expect(file).toContain('P2');
});

test('an agreed level can be taken back for a reason', async () => {
  await expect(run(withdrawPriority, { recommendation: 'REC-ONE-03' }, house.call('dana'))).rejects.toMatchObject({
    problems: [{ path: ['reason'] }],
  });
  await run(withdrawPriority, { recommendation: 'REC-ONE-03' }, house.call('dana', { reason: 'Agreed for another one' }));
  await expect(run(withdrawPriority, { recommendation: 'REC-ONE-03' }, house.call('dana', { reason: 'again' }))).rejects.toMatchObject({
    kind: 'notFound',
  });
});

test('the pages stand in Arabic too, and wrong input comes back with what was typed', async () => {
  expect(await house.as('dana').read('/reviews/R1/priorities?lang=ar')).toContain('dir="rtl"');
  const form = await house.as('dana').read('/recommendations/REC-ONE-02/priority');
  expect(form).toContain('name="level"');
  const wrong = await house
    .as('dana')
    .post('/recommendations/REC-ONE-02/priority', { level: 'P9', rationale: 'Because of the vote', urgent: 'true', version: '0' });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain('Because of the vote');
  expect((await house.as('fatou').get('/rounds/999999')).status).toBe(404);
  expect((await house.as('fatou').post(`/rounds/${round}/closure`)).status).toBe(403);
  expect((await house.as('fatou').get('/reviews/R1/rounds/new')).status).toBe(403);
  expect(await house.as('dana').read('/reviews/R1/rounds/new')).toContain('Badr Haddad');
});
