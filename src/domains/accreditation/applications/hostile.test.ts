import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApplyingHome, complete, openApplyingHome } from '../../../../test/applying.ts';
import { commandNamed } from '../../../../test/laws/world.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import { givePerson } from '../../accounts/testing.ts';
import { recordVote } from './decision/commands.ts';
import { resultOf } from './decision/decision.ts';

// What people do by mistake and what they try on purpose: each gets a clear answer, and what was typed is not lost.

let home: ApplyingHome;
beforeAll(async () => {
  home = await openApplyingHome();
});
afterAll(() => home.close());

const refusedAs = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (fault: { key: string; problems: { key: string }[] }) => fault.problems[0]?.key ?? fault.key,
  );

it('the link of another applicant opens that application alone; a changed one opens nothing', async () => {
  const mine = await home.begin('mine@example.net');
  await home.as().post(mine, { 'answers.name': 'Mine Alone' });
  const theirs = await home.begin('theirs@example.net');
  expect(await home.as().read(theirs)).not.toContain('Mine Alone');
  const changed = `${mine.slice(0, -1)}${mine.endsWith('A') ? 'B' : 'A'}`;
  expect((await home.as().get(changed)).status).toBe(404);
  expect((await home.as().post(changed, { 'answers.name': 'Taken' })).status).toBe(404);
  expect((await home.rowOf('mine@example.net')).answers).toEqual({ name: 'Mine Alone' });
});

it('who goes on typing in an old window after handing in is told, and finds the words again', async () => {
  const { link } = await home.submitted('window@example.net', 'Two Windows');
  for (const act of ['save', 'submit']) {
    const answer = await home.as().post(link, { ...complete('Two Windows, better'), act });
    const page = await answer.text();
    expect(answer.status).toBe(409);
    expect(page).toContain('What you typed was not kept');
    expect(page).toContain('Two Windows, better');
  }
  expect((await home.rowOf('window@example.net')).name).toBe('Two Windows');
});

it('after the decision the link still shows it, and takes neither answers, messages, files nor a withdrawal', async () => {
  const one = await home.submitted('decided@example.net', 'Decided Users');
  await home.toVote(one);
  await home.does('dana', one, 'vote', { heldOn: home.call().today, yes: '9', no: '0' });
  await home.does('dana', one, 'decision', { outcome: 'accredited' });
  expect((await home.as().get(one.link)).status).toBe(200);
  const late = await home.as().post(`${one.link}/reply`, { text: 'One more word' });
  expect(late.status).toBe(409);
  expect(await late.text()).toContain('One more word');
  const form = new FormData();
  form.append('file', new File(['late'], 'late.txt'));
  expect((await home.as().send(`${one.link}/files`, form)).status).toBe(409);
  expect((await home.as().post(`${one.link}/withdraw`)).status).toBe(409);
  expect((await home.rowOf('decided@example.net')).state).toBe('accredited');
});

it('a link that ran out while somebody typed says so and shows the words, which another link takes', async () => {
  const link = await home.begin('slowly@example.net');
  await home.db.updateTable('application_link').set({ expires_at: '2020-01-01T00:00:00Z' }).execute();
  const answer = await home.as().post(link, { 'answers.name': 'Slowly Typed' });
  const page = await answer.text();
  expect([answer.status, page.includes('Slowly Typed'), page.includes('/renew')]).toEqual([409, true, true]);
});

it('a form without a file is answered at the field', async () => {
  const { link } = await home.submitted('nofile@example.net', 'No File');
  const answer = await home.as().send(`${link}/files`, new FormData());
  const page = await answer.text();
  expect(answer.status).toBe(422);
  expect(page).toMatch(/id="f-file-error"/);
});

it('a vote is recorded by those who decide, while it is held, on a day on which it can have been', async () => {
  const one = await home.submitted('vote@example.net', 'Voted Users');
  const vote = (who: 'dana' | 'eko' | 'badr', more: object = {}) =>
    refusedAs(run(recordVote, { ref: one.ref, heldOn: home.call().today, yes: 3, no: 0, ...more }, home.call(who)));
  expect(await vote('dana')).toBe('application.noVoteNow');
  await home.toVote(one);
  expect(await vote('eko')).toBe('refusal.forbidden');
  expect(await vote('badr')).toBe('refusal.notFound');
  expect(await vote('dana', { heldOn: '2999-01-01' })).toBe('application.voteInFuture');
  expect(await vote('dana', { heldOn: '2001-01-01' })).toBe('application.voteBeforeReceived');
  expect(await vote('dana', { yes: -1 })).not.toBe('done');
  expect(await vote('dana')).toBe('done');
  expect(await vote('dana', { yes: 2, no: 1 }), 'recorded again, the latest counts').toBe('done');
  await home.does('dana', one, 'decision', { outcome: 'accredited' });
  expect(await vote('dana')).toBe('application.noVoteNow');
  const rows = await home.db.selectFrom('application_vote').select(['yes', 'no']).execute();
  expect(rows).toContainEqual({ yes: 2, no: 1 });
});

it.each([
  [2, 1, 0, true],
  [9, 5, 0, false],
  [10, 5, 0, true],
  [10, 5, 30, true],
  [1, 1, 0, false],
  [0, 0, 9, false],
])('two thirds: %i for, %i against, %i abstained', (yes, no, abstain, passed) => {
  expect(resultOf({ yes, no, abstain }, { numerator: 2, denominator: 3, quorum: 2 }).passed).toBe(passed);
});

it('an application whose contact was forgotten goes on: staff is told that nobody can be written to, and no letter is tried', async () => {
  const { personId } = await givePerson(home.db, { name: 'Ondine Valjean-Rho', email: 'ondine@example.net' });
  const one = await home.submitted('ondine@example.net', 'Ondine Users');
  await run(commandNamed('erasure.ask'), { person: personId, sure: true }, home.call(undefined, { actor: system() }));
  expect((await home.rowOf((await addressOf(one.ref)) ?? '')).ref).toBe(one.ref);
  expect(await home.as('dana').read(`/applications/${one.ref}`)).toContain('asked to be forgotten');
  const before = await home.db.selectFrom('mail').select('id').execute();
  const { status, text } = await home.sends('dana', one, 'questions', { text: 'Who leads you?' });
  expect([status, text.includes('nobody can be written to')]).toEqual([409, true]);
  await home.does('dana', one, 'move', { to: 'diligence' });
  expect(await home.db.selectFrom('mail').select('id').execute()).toHaveLength(before.length);
});

const addressOf = async (ref: string) =>
  (await home.db.selectFrom('application').select('address').where('ref', '=', ref).executeTakeFirst())?.address;

it('a name as long as a page, in both directions and with markup, is kept, shown and never taken for markup', async () => {
  const name = `<script>alert(1)</script> ${'Ärzte‮ للمستخدمين '.repeat(20)}`.slice(0, 480);
  const one = await home.submitted('long@example.net', name);
  expect(one.ref).toMatch(/^APP-/);
  for (const path of [`/applications/${one.ref}`, '/applications', `/applications/${one.ref}/diligence`]) {
    const page = await home.as('dana').read(path);
    expect(page, path).not.toContain('<script>alert');
  }
  const letter = (await home.mailsTo('long@example.net')).at(-1);
  expect(letter?.subject).not.toMatch(/[\r\n]/);
});
