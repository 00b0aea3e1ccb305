import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Name, openApp, type TestApp } from '../../../../test/app.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import { setForm } from './form/commands.ts';
import { smallForm } from './testing.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
  const call = home.call(undefined, { actor: system() });
  await home.db.transaction().execute(async () => undefined);
  await run(setForm, smallForm(), call);
  await run(setForm, smallForm('individual'), call);
  const { loadRegions, changeBody } = await import('../../community/index.ts');
  await run(
    loadRegions,
    {
      system: 'main',
      title: 'Regions',
      validFrom: '2003-01-01',
      regions: [{ key: 'S', title: 'South' }],
      countries: [{ code: 'PE', name: 'Peru', region: 'S' }],
    },
    call,
  );
  await run(changeBody, { ref: 'SOUTH', region: 'S' }, call);
});
afterAll(() => home.close());

const mailsTo = async (address: string) => home.db.selectFrom('mail').selectAll().where('recipient', '=', address).orderBy('id').execute();

const linkFor = async (address: string): Promise<string> => {
  const mail = (await mailsTo(address)).findLast(({ body }) => body.includes('/apply/'));
  return /\/apply\/[\w-]+/.exec(mail?.body ?? '')?.[0] ?? '';
};

const apply = async (address: string, kind = 'organisation') => {
  expect((await home.as().post('/apply', { kind, address })).headers.get('location')).toBe('/apply/sent');
  return linkFor(address);
};

const complete = (name: string) => ({
  'answers.name': name,
  'answers.country': 'PE',
  'answers.contact': 'Rosa Quispe',
  'answers.agrees': 'yes',
  act: 'submit',
});

const submitted = async (address: string, name: string) => {
  const link = await apply(address);
  expect((await home.as().post(link, complete(name))).status).toBe(303);
  const { ref } = await home.db
    .selectFrom('application')
    .select('ref')
    .where('address', '=', address)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  return { link, ref: ref as string };
};

const send = async (who: Name, ref: string, path: string, form: Record<string, string> = {}) => {
  const answer = await home.as(who).post(`/applications/${ref}/${path}`, form);
  if (answer.status === 303) return;
  throw new Error(
    `${path} answered ${answer.status}: ${(await answer.text())
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .slice(0, 900)}`,
  );
};

it('an organisation applies, is checked, advised on, voted on and stands in the register with its representative', async () => {
  const { link, ref } = await submitted('rosa@example.net', 'Usuarios del Sur');
  expect(await home.as().read(link)).toContain('It was received');
  await send('dana', ref, 'move', { to: 'diligence' });
  await send('dana', ref, 'checks', { key: 'exists', outcome: 'fine', note: 'Telephoned on Monday' });
  await send('dana', ref, 'notes', { text: 'SECRETNOTE about the treasurer' });
  await send('dana', ref, 'questions', { text: 'How many members?' });
  expect((await home.as().post(`${link}/reply`, { text: 'Forty-two' })).status).toBe(303);
  expect(await home.as('dana').read(`/applications/${ref}/thread`)).toContain('Forty-two');
  await send('dana', ref, 'move', { to: 'advice', findings: 'All is well.' });
  await send('eko', ref, 'advice', { advice: 'accept', text: 'Known to us for years.' });
  await send('dana', ref, 'move', { to: 'vote' });
  await send('dana', ref, 'vote', { heldOn: home.call().today, yes: '9', no: '2', abstain: '1', notVoting: 'Two on leave' });
  expect(await home.as('dana').read(`/applications/${ref}/decision`)).toContain('9 of 11');
  await send('dana', ref, 'decision', { outcome: 'accredited' });

  const page = await home.as().read(link);
  expect(page).toContain('you are a member');
  const register = /\/organisations\/ORG-\d+/.exec(page)?.[0] ?? '';
  expect(await home.as().read(register)).toContain('Usuarios del Sur');
  expect(await home.as('dana').read(`${register}/people`)).toContain('Rosa Quispe');
  expect((await mailsTo('rosa@example.net')).at(-1)?.body).toContain('Join the next call.');
  expect((await mailsTo('lists@example.org')).at(-1)?.body).toContain('rosa@example.net');
  for (const path of [link, register, `${register}/log`]) expect(await home.as().read(path)).not.toMatch(/SECRETNOTE|Telephoned/);
});
