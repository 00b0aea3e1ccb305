import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import { addOrganisation, addSeat, changeBody, endTenure, fillSeat } from '../index.ts';
import { acceptRequest, askToJoin, declineRequest } from '../joining/commands.ts';
import { addMembership } from '../memberships/commands.ts';
import { archiveSeat } from './commands.ts';

let home: TestApp;
const program = () => home.call(undefined, { actor: system() });
const inDays = (days: number) => Temporal.PlainDate.from(program().today).add({ days }).toString();
const holders = async (query = '') =>
  (JSON.parse(await home.as().read(`/chart.json${query}`)) as { rows: { body: string; holder: string | null }[] }).rows.map(
    ({ body, holder }) => `${body} ${holder ?? 'vacant'}`,
  );

const of = (name: 'badr' | 'carmen' | 'eko' | 'fatou') => home.people[name].personId;

beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

describe('seats', () => {
  let seat: number;

  test('the roster of any day shows who sat then; an end in the future hides nobody, a seat without a holder is drawn as vacant', async () => {
    seat = (await run(addSeat, { body: 'SOUTH', title: 'Chair', termLimit: 2 }, program())).id;
    await run(addSeat, { body: 'NORTH', title: 'Chair' }, program());
    await run(fillSeat, { seatId: seat, personId: of('badr'), from: '2019', to: '2021-01-01' }, program());
    await run(fillSeat, { seatId: seat, personId: of('carmen'), from: '2021-01-01', to: inDays(30) }, program());
    expect(await holders()).toEqual(['NORTH vacant', 'SOUTH Carmen Ríos']);
    expect(await holders('?when=2020-06-01')).toEqual(['NORTH vacant', 'SOUTH Badr Haddad']);
    expect(await holders(`?when=${inDays(30)}&root=SOUTH`)).toEqual(['SOUTH vacant']);
    const picture = await home.as().read('/chart.svg');
    expect(picture).toContain('stroke-dasharray');
    expect(picture).toContain('Chair: Carmen Ríos');
    expect(await home.as().read('/chart')).toContain('Vacant');
  });

  test('a seat is not filled twice, terms do not overlap, and an alternate stands beside the holder', async () => {
    await expect(
      run(fillSeat, { seatId: seat, personId: of('eko'), from: '2020-12-01', to: '2021-02-01' }, program()),
    ).rejects.toMatchObject({
      key: 'seat.taken',
    });
    await run(fillSeat, { seatId: seat, personId: of('eko'), from: '2021-01-01', alternate: true }, program());
    expect(await home.as().read('/bodies/SOUTH')).toContain('Eko Santoso');
  });

  test('beyond the limit of terms a reason is asked for', async () => {
    await run(fillSeat, { seatId: seat, personId: of('carmen'), from: inDays(30), to: inDays(60) }, program());
    const third = { seatId: seat, personId: of('carmen'), from: inDays(60) };
    await expect(run(fillSeat, third, program())).rejects.toMatchObject({ key: 'seat.termLimit', values: { limit: 2 } });
    await run(fillSeat, third, { ...program(), reason: 'Nobody else stood.' });
  });

  test('a tenure is ended, never deleted', async () => {
    const { rows } = await sql<{ id: number }>`select id from tenure where person_id = ${of('eko')}`.execute(home.db);
    await run(endTenure, { tenure: rows[0]?.id, to: '2022' }, program());
    expect(await home.as().read('/bodies/SOUTH?when=2021-06-01')).toContain('Eko Santoso');
    expect(await home.as().read('/bodies/SOUTH')).not.toContain('Eko Santoso');
  });

  test('terms of which only the year is known may touch; those that certainly overlap may not', async () => {
    const { id } = await run(addSeat, { body: 'SOUTH', title: 'Treasurer' }, program());
    await run(fillSeat, { seatId: id, personId: of('badr'), from: '2010', to: '2014' }, program());
    await run(fillSeat, { seatId: id, personId: of('carmen'), from: '2014', to: '2018' }, program());
    await expect(run(fillSeat, { seatId: id, personId: of('eko'), from: '2016', to: '2019' }, program())).rejects.toMatchObject({
      key: 'seat.taken',
      values: { holder: 'Carmen Ríos' },
    });
    expect(await holders('?when=2014-06-01&root=SOUTH'), 'one at a time, the later of the two').toContain('SOUTH Carmen Ríos');
    expect((await holders('?when=2014-06-01&root=SOUTH')).filter((one) => one.includes('Badr'))).toEqual([]);
  });

  test('a seat that is no longer there leaves the chart, and stays in the rosters of the days on which somebody held it', async () => {
    const { id } = await run(addSeat, { body: 'NORTH', title: 'Webmaster' }, program());
    await run(fillSeat, { seatId: id, personId: of('badr'), from: '2015' }, program());
    const why = { ...program(), reason: 'The site is kept by staff.' };
    await expect(run(archiveSeat, { seat: id }, why)).rejects.toMatchObject({ key: 'seat.stillHeld' });
    const { rows } = await sql<{ id: number }>`select id from tenure where seat_id = ${id}`.execute(home.db);
    await run(endTenure, { tenure: rows[0]?.id, to: '2017-01-01' }, program());
    await run(archiveSeat, { seat: id }, why);
    expect(await holders('?root=NORTH')).toEqual(['NORTH vacant']);
    expect(await holders('?root=NORTH&when=2016-01-01')).toEqual(['NORTH vacant', 'NORTH Badr Haddad']);
    expect(await home.as().read(`/seats/${id}`)).toContain('The site is kept by staff.');
  });

  test('a body that would become its own ancestor is refused', async () => {
    await expect(run(changeBody, { ref: 'HUB', parent: 'SOUTH-WG' }, program())).rejects.toMatchObject({
      problems: [{ key: 'body.ownAncestor' }],
    });
  });
});

describe('on the pages of seats', () => {
  let seat: string;
  const officer = () => home.as('eko');

  test('an officer adds a seat to the body, and finds by name who holds it', async () => {
    expect(await officer().read('/bodies/SOUTH')).toContain('/bodies/SOUTH/seats/new');
    expect(await home.as('badr').read('/bodies/SOUTH')).not.toContain('/bodies/SOUTH/seats/new');
    const added = await officer().post('/bodies/SOUTH/seats/new', {
      'title.en': 'Scribe',
      termMonths: '24',
      termLimit: '1',
      appointedBy: 'HUB',
    });
    expect(added.status).toBe(303);
    seat = added.headers.get('location') ?? '';
    expect(await home.as().read(seat)).toContain('Nobody has held this seat yet');
    expect((await home.as('badr').get(`${seat}/fill`)).status).toBe(403);
    const looked = await officer().post(`${seat}/fill`, { find: 'rios car', look: 'yes', from: '2020-01-01', to: '2022-01-01' });
    expect(looked.status).toBe(200);
    const page = await looked.text();
    expect(page).toContain(`value="${of('carmen')}" checked`);
    expect(page, 'what was typed stays').toContain('value="2022-01-01"');
  });

  test('whoever is not shown to the officer is not found by name', async () => {
    const page = await (await officer().post(`${seat}/fill`, { find: 'Fatou', look: 'yes' })).text();
    expect(page).toContain('Nobody with that name is shown to you');
    const byNumber = await (await officer().post(`${seat}/fill`, { find: String(of('fatou')), look: 'yes' })).text();
    expect(byNumber).toContain(`value="${of('fatou')}"`);
    expect(byNumber, 'the number does not tell the name').not.toContain('Diallo');
  });

  test('what cannot be is said beside its field: nobody chosen, an end before the beginning, a seat filled twice, one term too many', async () => {
    const fill = async (form: Record<string, string>) => {
      const answer = await officer().post(`${seat}/fill`, form);
      return { status: answer.status, text: await answer.text() };
    };
    const carmen = String(of('carmen'));
    expect((await fill({ find: '', from: '2020' })).status).toBe(422);
    const backwards = await fill({ personId: carmen, from: '2022-01-01', to: '2020-01-01' });
    expect([backwards.status, backwards.text.includes('The end is before the beginning.')]).toEqual([422, true]);
    expect(backwards.text, 'the person stays chosen').toContain(`value="${carmen}" checked`);
    expect((await fill({ personId: carmen, from: '2020-01-01', to: '2022-01-01' })).status).toBe(303);
    const twice = await fill({ personId: String(of('badr')), from: '2021-06', to: '2021-08' });
    expect([twice.status, twice.text.includes('Carmen Ríos holds this seat in that time.')]).toEqual([409, true]);
    const beyond = await fill({ personId: carmen, from: '2022-01-01' });
    expect([beyond.status, beyond.text.includes('name="reason"')]).toEqual([409, true]);
    expect((await fill({ personId: carmen, from: '2022-01-01', reason: 'Nobody else stood.' })).status).toBe(303);
  });

  test('a tenure is corrected, ended on a day, and taken back with a reason where it never was', async () => {
    const { rows } = await sql<{ id: number; version: number }>`select id, version from tenure
      where seat_id = ${Number(seat.split('/').at(-1))} order by starts_on`.execute(home.db);
    const [first, second] = rows as [{ id: number; version: number }, { id: number; version: number }];
    expect(await officer().read(`/tenures/${first.id}/edit`)).toContain('value="2020-01-01"');
    const change = { personId: String(of('carmen')), from: '2019?', to: '2022-01-01', version: String(first.version) };
    expect((await officer().post(`/tenures/${first.id}/edit`, change)).status).toBe(303);
    expect(await home.as().read(seat)).toContain('2019?');
    expect((await officer().post(`/tenures/${first.id}/edit`, change)).status, 'somebody saved before').toBe(409);
    expect((await officer().post(`/tenures/${second.id}/end`, { to: '2021' })).status).toBe(422);
    expect((await officer().post(`/tenures/${second.id}/archive`, {})).status).toBe(422);
    expect((await officer().post(`/tenures/${second.id}/archive`, { reason: 'A slip.' })).status).toBe(303);
    expect(await home.as().read(seat)).toContain('Vacant');
    expect((await officer().get(`/tenures/${second.id}/edit`)).status).toBe(404);
  });

  test('the seat itself is edited', async () => {
    expect(await officer().read(`${seat}/edit`)).toContain('value="24"');
    expect((await officer().post(`${seat}/edit`, { 'title.en': 'Clerk', termMonths: '', termLimit: '' })).status).toBe(303);
    expect(await home.as().read(seat)).toContain('Clerk');
  });
});

describe('joining a group', () => {
  test('whoever asks waits for those who keep its members, who are told of it; what they decide is told by mail with their words', async () => {
    await expect(run(askToJoin, { body: 'SOUTH' }, home.call('fatou'))).rejects.toMatchObject({ key: 'join.closed' });
    await run(changeBody, { ref: 'SOUTH', joining: 'asks', howToJoin: 'Write to us.' }, program());
    expect((await home.as('fatou').post('/bodies/SOUTH/join', { message: 'I translate.' })).status).toBe(303);
    await expect(run(askToJoin, { body: 'SOUTH' }, home.call('fatou'))).rejects.toMatchObject({ key: 'join.waits' });
    expect(await home.as('eko').read('/bodies/SOUTH')).toContain('I translate.');
    expect(await home.as('eko').read('/')).toContain('1 person asks to join');
    for (const stranger of [undefined, 'badr'] as const)
      expect(await home.as(stranger).read('/bodies/SOUTH')).not.toContain('I translate.');
    const { rows } = await sql<{ id: number }>`select id from join_request`.execute(home.db);
    const request = rows[0]?.id ?? 0;
    await expect(run(acceptRequest, { request }, home.call('fatou'))).rejects.toMatchObject({ kind: 'forbidden' });
    const told = async () =>
      (await sql<{ recipient: string; subject: string; body: string }>`select recipient, subject, body from mail`.execute(home.db)).rows.at(
        -1,
      );
    expect((await home.as('eko').post(`/join-requests/${request}/refusal`, { answer: 'We are full until March.' })).status).toBe(303);
    expect(await told()).toMatchObject({ recipient: 'fatou@example.org', subject: 'Your request to join Southern regions' });
    expect((await told())?.body).toContain('We are full until March.');
    await run(askToJoin, { body: 'SOUTH', message: 'It is March.' }, home.call('fatou'));
    expect((await home.as('eko').post(`/join-requests/${request + 1}/acceptance`, { answer: 'Come on Monday.' })).status).toBe(303);
    expect((await told())?.body).toMatch(/You are a member.+\n\S+\/bodies\/SOUTH\n\nCome on Monday/);
    expect(await home.as('eko').read('/bodies/SOUTH')).toContain('Fatou Diallo');
    await expect(run(declineRequest, { request }, home.call('eko'))).rejects.toMatchObject({ key: 'join.decided' });
  });

  test('an open group is joined at once', async () => {
    await run(changeBody, { ref: 'NORTH', joining: 'open' }, program());
    await run(askToJoin, { body: 'NORTH' }, home.call('carmen'));
    const { rows } = await sql`select role from membership join body on body.id = body_id where body.ref = 'NORTH'`.execute(home.db);
    expect(rows).toEqual([{ role: 'member' }]);
    expect(await home.as().read('/groups?joining=open')).toContain('Northern regions');
  });
});

test('histories speak in words: who, which seat, which body, and a day as it was said', async () => {
  const { id } = await run(addSeat, { body: 'NORTH', title: 'Archivist', appointedBy: 'HUB' }, program());
  await run(fillSeat, { seatId: id, personId: of('badr'), from: '2014?' }, program());
  const page = await home.as('dana').read(`/seats/${id}`);
  const history = page.slice(page.indexOf('record-aside'));
  for (const said of ['Badr Haddad', '2014?', 'Person', 'Start']) expect(history).toContain(said);
  for (const key of ['date precision', 'starts span', 'person id', '2014-01-01', 'Jan 2014']) expect(history).not.toContain(key);
});

test('the page of a group says who leads it, when it meets next, its documents, and for a region who counts for the quorum', async () => {
  const form = { kind: 'region', 'nextMeeting.local': '2099-03-04T13:00', 'nextMeeting.zone': 'UTC', meetingUrl: 'meet.example/north' };
  const documents = {
    'documents[0].title': 'Rules',
    'documents[0].url': 'https://docs.example/rules',
    'documents[1].title': '',
    'documents[1].url': '',
  };
  expect((await home.as('ama').post('/bodies/NORTH/edit', { ...form, ...documents })).status).toBe(303);
  expect(await home.as('ama').read('/bodies/NORTH/edit')).toContain('value="2099-03-04T13:00"');
  await run(addMembership, { person: of('carmen'), body: 'NORTH', role: 'chair' }, program());
  await run(addOrganisation, { name: 'Northern users', body: 'NORTH' }, program());
  const page = await home.as('dana').read('/bodies/NORTH');
  for (const said of ['Carmen Ríos', '4 Mar 2099', 'https://meet.example/north', 'Rules', '1 of 1']) expect(page).toContain(said);
  const wrong = await home.as('ama').post('/bodies/NORTH/edit', { ...form, 'documents[0].title': 'Rules', 'documents[0].url': '' });
  expect([wrong.status, (await wrong.text()).includes('Give a title and a whole web address.')]).toEqual([422, true]);
});
