import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { commandNamed } from '../../../test/laws/world.ts';
import { run } from '../../platform/command.ts';
import { addItem, archiveItem, changeItem, reviveItem } from './items/commands.ts';
import { remindedOn } from './progress/progress.ts';
import { remindLeads } from './progress/reminders.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

const dayFromNow = (days: number) => Temporal.Now.plainDateISO('UTC').add({ days }).toString();

it('reminders are for 30, 14, 7 and 1 days before and every week after', () => {
  const days = Array.from({ length: 60 }, (_, at) => at).filter((at) =>
    remindedOn('2026-02-01', Temporal.PlainDate.from('2026-01-01').add({ days: at }).toString()),
  );
  expect(days).toEqual([1, 17, 24, 30, 38, 45, 52, 59]);
});

it('a lead is written to once a day, and a link from the letter does its one thing once and not after it has expired', async () => {
  await run(
    addItem,
    {
      kind: 'issue',
      review: 'R1',
      number: '1',
      title: 'Meet in every region',
      status: 'inProgress',
      endsOn: dayFromNow(7),
      volunteerLeads: ['Fatou Diallo'],
    },
    home.call('dana'),
  );
  const now = new Date().toISOString();
  expect(await remindLeads(home.services, now)).toBe(1);
  await remindLeads(home.services, now);
  const letters = await home.db
    .selectFrom('mail')
    .select(['subject', 'body', 'recipient'])
    .where('recipient', '=', 'fatou@example.org')
    .execute();
  expect(letters).toHaveLength(1);
  const links = [...String(letters[0]?.body ?? '').matchAll(/http:\/\/test(\/plans\/links\/\S+)/g)].map((found) => found[1] as string);
  expect(links).toHaveLength(2);
  const [onTrack = '', atRisk = ''] = links;
  expect(await home.as().read(atRisk)).toContain('Say that it is at risk');
  const before = await home.db.selectFrom('plan_item').select('health').where('ref', '=', 'ISS-ONE-01').executeTakeFirstOrThrow();
  expect(before.health).toBeNull();
  expect((await home.as().post(atRisk)).status).toBe(303);
  const page = await home.as('eko').read('/plans/items/ISS-ONE-01');
  expect(page).toContain('It is at risk.');
  expect(page).toContain('Fatou Diallo');
  expect((await home.as().post(atRisk)).status).toBe(409);
  await home.db.transaction().execute(async (tx) => {
    const { sql } = await import('kysely');
    await sql`select set_config('plenary.restoring', 'on', true)`.execute(tx);
    await tx.updateTable('plan_link').set({ expires_at: '2020-01-01T00:00:00Z' }).where('used_at', 'is', null).execute();
  });
  expect((await home.as().post(onTrack)).status).toBe(409);
  expect((await home.as().get('/plans/links/unknown')).status).toBe(404);
});

it('a link about something that was closed meanwhile says so, and adds nothing', async () => {
  const closed = { kind: 'action', title: 'Print the kit', status: 'inProgress', endsOn: dayFromNow(7), volunteerLeads: ['Badr Haddad'] };
  const { ref } = await run(addItem, closed, home.call('dana'));
  await remindLeads(home.services, new Date().toISOString());
  const letter = await home.db
    .selectFrom('mail')
    .select(['subject', 'body'])
    .where('subject', 'like', `%${ref}%`)
    .executeTakeFirstOrThrow();
  expect(letter.subject).toContain('Print the kit');
  const [, link = ''] = /http:\/\/test(\/plans\/links\/\S+)/.exec(letter.body) ?? [];
  expect(link).toMatch(/\?lang=en$/);
  await run(commandNamed('closure.claim'), { ref, evidenceUrl: 'https://example.org/kit' }, home.call('dana'));
  for (const answer of [await home.as().get(link), await home.as().post(link)])
    expect([answer.status, (await answer.text()).includes(`${ref} is closed meanwhile.`)]).toEqual([409, true]);
});

it('a link about something that was archived meanwhile, or that its reader no longer leads, says so before anything is pressed', async () => {
  const { ref } = await run(
    addItem,
    { kind: 'action', title: 'Book the rooms', status: 'inProgress', endsOn: dayFromNow(14), volunteerLeads: ['Badr Haddad'] },
    home.call('dana'),
  );
  await remindLeads(home.services, new Date().toISOString());
  const letter = await home.db.selectFrom('mail').select('body').where('subject', 'like', `%${ref}%`).executeTakeFirst();
  const [, link = ''] = /http:\/\/test(\/plans\/links\/\S+)/.exec(String(letter?.body)) ?? [];
  await run(archiveItem, { ref }, home.call('dana', { reason: 'Not needed' }));
  for (const answer of [await home.as().get(link), await home.as().post(link)])
    expect([answer.status, (await answer.text()).includes(`${ref} was archived meanwhile.`)]).toEqual([409, true]);
  await run(reviveItem, { ref }, home.call('dana'));
  expect(await home.as().read(link)).toContain(ref);
  await run(changeItem, { ref, volunteerLeads: [] }, home.call('dana'));
  for (const answer of [await home.as().get(link), await home.as().post(link)]) expect(answer.status).toBe(404);
});
