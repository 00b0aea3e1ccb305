import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApplyingHome, openApplyingHome } from '../../../../test/applying.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import { defineRole } from '../../accounts/index.ts';
import { addSeat, fillSeat } from '../../community/index.ts';
import { setForm } from '../applications/form/commands.ts';
import { smallForm } from '../applications/testing.ts';
import { dissolve, resign } from './departure-commands.ts';

let home: ApplyingHome;
const program = (reason?: string) => home.call(undefined, { actor: system(), ...(reason ? { reason } : {}) });

beforeAll(async () => {
  home = await openApplyingHome();
  await run(defineRole, { key: 'speaker', title: 'Speaker', rights: ['people.lead'] }, program());
  const { content, ...form } = smallForm();
  await run(setForm, { ...form, content: { ...content, welcome: { ...content.welcome, role: 'speaker' } } }, program());
});
afterAll(() => home.close());

/** An organisation that was accepted, with the person who came in with it. */
const accepted = async (address: string, name: string) => {
  const one = await home.submitted(address, name);
  await home.toVote(one);
  await home.does('dana', one, 'vote', { heldOn: home.call().today, yes: '9', no: '2' });
  await home.does('dana', one, 'decision', { outcome: 'accredited' });
  const { organisation_id: id, person_id: person } = await home.rowOf(address);
  const { ref } = await home.db.selectFrom('organisation').select('ref').where('id', '=', id).executeTakeFirstOrThrow();
  return { ref: ref as string, person: Number(person) };
};
const grantOf = async (person: number) =>
  (
    await sql<{ id: number; ends_on: string | null }>`select role_grant.id, ends_on::text from role_grant join role on role.id = role_id
      where person_id = ${person} and role.key = 'speaker' order by role_grant.id desc limit 1`.execute(home.db)
  ).rows[0];

test('what an acceptance gave is shown before an organisation leaves, and ends with it; a seat stays, and the history says why', async () => {
  const { ref, person } = await accepted('rosa@example.net', 'Usuarios del Sur');
  const { id } = await run(addSeat, { body: 'SOUTH', title: 'Chair' }, program());
  await run(fillSeat, { seatId: id, personId: person, from: '2020-01-01' }, program());

  const page = await home.as('dana').read(`/organisations/${ref}/leaving`);
  for (const said of ['no longer speaks for it', 'the role Speaker', 'the list Announcements', 'What stays']) expect(page).toContain(said);
  expect(page.slice(page.indexOf('What stays'))).toContain('Chair');
  expect((await grantOf(person))?.ends_on).toBeNull();

  const { today } = home.call();
  expect(await run(resign, { organisation: ref }, home.call('dana'))).toMatchObject({ ended: 1 });
  expect((await grantOf(person))?.ends_on).toBe(today);
  const held = await sql`select from tenure where person_id = ${person} and ends_on is null`.execute(home.db);
  expect(held.rows).toHaveLength(1);
  const letter = (await home.mailsTo('lists@example.org')).at(-1);
  expect(letter?.body).toMatch(/take off Announcements:\n\nRosa Quispe\nrosa@example\.net/);
  const { rows } = await sql<{ reason: string }>`select reason from audit where command = 'grant.end'`.execute(home.db);
  expect(rows.map(({ reason }) => reason)).toEqual([`Usuarios del Sur (${ref}) is no longer a member.`]);
});

test('a role that staff keep, because it is held in another right, does not end', async () => {
  const { ref, person } = await accepted('kept@example.net', 'Usuarios del Valle');
  const grant = (await grantOf(person))?.id;
  expect(await home.as('dana').read(`/organisations/${ref}/dissolution`)).toContain(`name="stays" value="${grant}"`);
  expect(await run(dissolve, { organisation: ref, stays: [grant] }, home.call('dana'))).toMatchObject({ ended: 0 });
  expect((await grantOf(person))?.ends_on).toBeNull();
});

test('whoever came in for two organisations keeps the role and the list until the second one goes', async () => {
  const first = await accepted('both@example.net', 'Usuarios del Lago');
  const second = await accepted('both@example.net', 'Usuarios de la Costa');
  expect(second.person).toBe(first.person);
  const before = (await home.mailsTo('lists@example.org')).length;
  expect(await home.as('dana').read(`/organisations/${first.ref}/leaving`)).toContain('also came with the acceptance of');
  expect(await run(resign, { organisation: first.ref }, home.call('dana'))).toMatchObject({ ended: 0 });
  expect((await home.mailsTo('lists@example.org')).length).toBe(before);
  expect(await run(resign, { organisation: second.ref }, home.call('dana'))).toMatchObject({ ended: 1 });
  expect((await home.mailsTo('lists@example.org')).length).toBe(before + 1);
});
