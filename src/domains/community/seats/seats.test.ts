import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import { addSeat, changeBody, endTenure, fillSeat } from '../index.ts';
import { acceptRequest, askToJoin, declineRequest } from '../joining/commands.ts';

let home: TestApp;
const program = () => home.call(undefined, { actor: system() });
const inDays = (days: number) => Temporal.PlainDate.from(program().today).add({ days }).toString();
const holders = async (query = '') =>
  (JSON.parse(await home.as().read(`/chart.json${query}`)) as { rows: { body: string; holder: string | null }[] }).rows.map(
    ({ body, holder }) => `${body} ${holder ?? 'vacant'}`,
  );

beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

describe('seats', () => {
  let seat: number;
  const of = (name: 'badr' | 'carmen' | 'eko') => home.people[name].personId;

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

  test('a body that would become its own ancestor is refused', async () => {
    await expect(run(changeBody, { ref: 'HUB', parent: 'SOUTH-WG' }, program())).rejects.toMatchObject({
      problems: [{ key: 'body.ownAncestor' }],
    });
  });
});

describe('joining a group', () => {
  test('whoever asks waits for those who keep its members; accepted, they belong, and the officer is told that somebody waits', async () => {
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
    expect((await home.as('eko').post(`/join-requests/${request}/acceptance`)).status).toBe(303);
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
