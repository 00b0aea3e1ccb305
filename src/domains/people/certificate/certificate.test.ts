import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import { addSeat, fillSeat, takeInMembership } from '../../community/index.ts';

let home: TestApp;
let badr: number;
let seat: number;
const program = () => home.call(undefined, { actor: system() });

beforeAll(async () => {
  home = await openApp();
  badr = home.people.badr.personId;
  seat = (await run(addSeat, { body: 'NORTH', title: { en: 'Chair', fr: 'Présidence', ar: 'الرئاسة' } }, program())).id;
  await run(fillSeat, { seatId: seat, personId: badr, from: '2018', to: '2020' }, program());
  await run(takeInMembership, { person: badr, body: 'SOUTH-WG', role: 'penholder', from: '2021-03-01' }, program());
});
afterAll(() => home.close());

test('a person reads what they served as, with the address at which a seat can be checked', async () => {
  const page = await home.as('badr').read(`/people/${badr}/certificate`);
  for (const said of [
    'Badr Haddad has served in',
    'Chair',
    'served 2018 – 2020',
    'Penholder',
    'since 1 Mar 2021',
    `http://test/seats/${seat}`,
  ])
    expect(page).toContain(said);
});

test('staff print it too; others do not reach it', async () => {
  expect((await home.as('dana').get(`/people/${badr}/certificate`)).status).toBe(200);
  expect((await home.as('carmen').get(`/people/${badr}/certificate`)).status).toBe(403);
  expect((await home.as().get(`/people/${badr}/certificate/en.pdf`)).status).toBe(403);
});

test('it speaks only of what was chosen', async () => {
  const whole = await home.as('badr').read(`/people/${badr}/certificate`);
  const key = /value="(r\d+)"/.exec(whole)?.[1];
  const page = await home.as('badr').read(`/people/${badr}/certificate?of=${key}`);
  const paper = page.slice(page.indexOf('has served in'), page.indexOf('<details class="disclosure"'));
  expect(paper).toContain('Penholder');
  expect(paper).not.toContain('served 2018');
});

test('it is a PDF in each language of the interface', async () => {
  for (const language of ['en', 'fr', 'es', 'ar']) {
    const answer = await home.as('badr').get(`/people/${badr}/certificate/${language}.pdf`);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('content-disposition')).toContain(`-${language}`);
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  }
});

test('somebody who held nothing is told so', async () => {
  const fatou = home.people.fatou.personId;
  expect(await home.as('fatou').read(`/people/${fatou}/certificate`)).toContain('No seat or role is recorded');
  expect((await home.as('fatou').get(`/people/${fatou}/certificate/en.pdf`)).status).toBe(404);
});
