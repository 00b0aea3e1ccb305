import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApplyingHome, openApplyingHome } from '../../../../test/applying.ts';

let home: ApplyingHome;
beforeAll(async () => {
  home = await openApplyingHome();
});
afterAll(() => home.close());

it('an organisation applies, is checked, advised on, voted on and stands in the register with its representative', async () => {
  const one = await home.submitted('rosa@example.net', 'Usuarios del Sur');
  expect(await home.as().read(one.link)).toContain('It was received');
  await home.does('dana', one, 'move', { to: 'diligence' });
  await home.does('dana', one, 'checks', { key: 'exists', outcome: 'fine', note: 'Telephoned on Monday' });
  await home.does('dana', one, 'notes', { text: 'SECRETNOTE about the treasurer' });
  await home.does('dana', one, 'questions', { text: 'How many members?' });
  expect((await home.as().post(`${one.link}/reply`, { text: 'Forty-two' })).status).toBe(303);
  expect(await home.as('dana').read(`/applications/${one.ref}/thread`)).toContain('Forty-two');
  await home.does('dana', one, 'move', { to: 'advice', findings: 'All is well.' });
  expect(await home.as('eko').read('/')).toContain('Advice on applications');
  await home.does('eko', one, 'advice', { advice: 'accept', text: 'Known to us for years.' });
  await home.does('dana', one, 'move', { to: 'vote' });
  await home.does('dana', one, 'vote', { heldOn: home.call().today, yes: '9', no: '2', abstain: '1', notVoting: 'Two on leave' });
  expect(await home.as('dana').read(`/applications/${one.ref}/decision`)).toContain('9 of 11');
  await home.does('dana', one, 'decision', { outcome: 'accredited' });

  const page = await home.as().read(one.link);
  expect(page).toContain('you are a member');
  const register = /\/organisations\/ORG-\d+/.exec(page)?.[0] ?? '';
  expect(await home.as().read(register)).toContain('Usuarios del Sur');
  expect(await home.as('dana').read(`${register}/people`)).toContain('Rosa Quispe');
  expect((await home.mailsTo('rosa@example.net')).at(-1)?.body).toContain('Join the next call.');
  expect((await home.mailsTo('lists@example.org')).at(-1)?.body).toContain('rosa@example.net');
  const told = (await home.mailsTo('announce@example.org')).at(-1);
  expect(told?.body).toContain('Usuarios del Sur (Organisation)');
  expect(told?.body).not.toContain('rosa@example.net');
});

it('notes of staff are read by nobody else: not by the applicant, the region, a visitor, in no page, export, history, mail or answer', async () => {
  const one = await home.submitted('quiet@example.net', 'Quiet Users');
  await home.does('dana', one, 'checks', { key: 'exists', outcome: 'doubt', note: 'MARKEDCHECK' });
  await home.does('dana', one, 'notes', { text: 'MARKEDNOTE' });
  await home.toAdvice(one);
  expect(await home.as('dana').read(`/applications/${one.ref}/diligence`)).toMatch(/MARKEDCHECK[\s\S]*MARKEDNOTE/);
  const tabs = ['', '/diligence', '/thread', '/advice', '/decision', '/log'].map((tab) => `/applications/${one.ref}${tab}`);
  for (const path of [...tabs, '/applications', '/applications.json', '/applications.csv', '/search?q=MARKED'])
    expect((await home.as('eko').read(path)).replaceAll('q=MARKED', '').replaceAll('“MARKED”', ''), path).not.toMatch(/MARKED(NOTE|CHECK)/);
  expect(await home.as().read(one.link)).not.toContain('MARKED');
  for (const path of [...tabs, '/applications']) expect((await home.as().get(path)).status, path).toBeGreaterThanOrEqual(403);
  for (const path of tabs) expect((await home.as('badr').get(path)).status, path).toBe(404);
  expect(JSON.stringify(await home.mailsTo('quiet@example.net'))).not.toContain('MARKED');
});

it('an individual becomes a member of the body of the region by its advice, without a vote', async () => {
  const one = await home.submitted('ana@example.net', 'Ana Torres', 'individual');
  await home.toAdvice(one);
  expect((await home.sends('dana', one, 'decision', { outcome: 'accredited' })).text).toContain('region must be heard');
  await home.does('eko', one, 'advice', { advice: 'accept', text: 'Welcome.' });
  await home.does('dana', one, 'decision', { outcome: 'accredited' });
  const { person_id: person } = await home.rowOf('ana@example.net');
  expect(await home.as('dana').read(`/people/${person}/affiliations`)).toContain('SOUTH');
  // Only the form of organisations names the list: the rule is the same for both.
  expect((await home.mailsTo('announce@example.org')).at(-1)?.body).toContain('Ana Torres (Individual)');
});

it('whoever is rejected is told the reason and three ways of review, in their language', async () => {
  const body = new URLSearchParams({ kind: 'organisation', address: 'luc@example.net' });
  const headers = { origin: 'http://test', 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'fr' };
  await home.app.request('http://test/apply', { method: 'POST', headers, body });
  const mine = await home.linkFor('luc@example.net');
  expect((await home.mailsTo('luc@example.net'))[0]?.subject).toContain('Votre candidature');
  await home.as().post(mine, {
    'answers.name': 'Internautes',
    'answers.country': 'PE',
    'answers.contact': 'Luc',
    'answers.agrees': 'yes',
    act: 'submit',
  });
  const one = { ref: (await home.rowOf('luc@example.net')).ref as string };
  await home.toVote(one);
  await home.does('dana', one, 'vote', { heldOn: home.call().today, yes: '1', no: '9' });
  expect((await home.sends('dana', one, 'decision', { outcome: 'rejected' })).text).toContain('Choose the reason');
  expect((await home.sends('dana', one, 'decision', { outcome: 'accredited' })).text).toContain('By the rule the result is another');
  await home.does('dana', one, 'decision', { outcome: 'rejected', reasonClass: 'spam' });
  const letter = (await home.mailsTo('luc@example.net')).at(-1);
  expect(letter?.body).toMatch(/Candidature non sérieuse[\s\S]*Committee[\s\S]*Ombudsman[\s\S]*Board/);
  expect(await home.as().read(mine)).toContain('Ombudsman');
});
