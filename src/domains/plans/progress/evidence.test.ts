import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { run } from '../../../platform/command.ts';
import { addItem } from '../items/commands.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
  await run(addItem, { kind: 'issue', review: 'R1', number: '1', title: 'Meet', volunteerLeads: ['Fatou Diallo'] }, home.call('dana'));
  await run(
    addItem,
    { kind: 'issue', review: 'R1', number: '2', title: 'Not said yet', state: 'draft', volunteerLeads: ['Fatou Diallo'] },
    home.call('dana'),
  );
});
afterAll(() => home.close());

const withFile = (fields: Record<string, string>, field: string, name: string, content: string) => {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  form.append(field, new File([content], name));
  return form;
};

it('a lead says what happened with a file as evidence, and everybody can open it', async () => {
  const sent = await home
    .as('fatou')
    .send(
      '/plans/items/ISS-ONE-01/progress',
      withFile({ 'text.original': 'en', 'text.en': 'Booked' }, 'evidenceFile', 'rooms.txt', 'Room 7'),
    );
  expect(sent.status).toBe(303);
  const page = await home.as().read('/plans/items/ISS-ONE-01');
  const href = /\/plans\/items\/ISS-ONE-01\/evidence\/\d+/.exec(page)?.[0] ?? '';
  expect(page).toContain('(rooms.txt, 1 kB)');
  expect(await (await home.as().get(href)).text()).toBe('Room 7');
});

it('a claim may rest on a file alone; what is neither a file nor an address is refused at its field', async () => {
  const none = await home.as('fatou').post('/plans/items/ISS-ONE-01/evidence', { title: 'Nothing' });
  expect(none.status).toBe(422);
  expect(await none.text()).toContain('Give an address or choose a file.');
  const claimed = await home
    .as('fatou')
    .send('/plans/items/ISS-ONE-01/claim', withFile({}, 'evidenceFile', 'minutes.pdf', '%PDF-1.7 done'));
  expect(claimed.status).toBe(303);
  expect(await home.as().read('/plans/items/ISS-ONE-01')).toContain('minutes.pdf');
});

it('a file that came with an update which was not taken is named, so that it is chosen once more, also after looking at what would move', async () => {
  const fields = { 'text.original': 'en', 'text.en': 'Booked', percent: '120' };
  for (const more of [{}, { show: 'moves' }]) {
    const sent = await home
      .as('fatou')
      .send('/plans/items/ISS-ONE-01/progress', withFile({ ...fields, ...more }, 'evidenceFile', 'rooms.txt', 'Room 7'));
    expect(await sent.text()).toContain('Choose rooms.txt again');
  }
});

it('the history of an item says who was made its lead, to those who may read that person', async () => {
  expect((await home.as('dana').read('/plans/items/ISS-ONE-01')).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')).toMatch(
    /Fatou Diallo Leads Volunteer lead|Leads Volunteer lead[^.]{0,40}Fatou Diallo/,
  );
});

it('the evidence of a draft is opened only by those who may read the draft', async () => {
  await home.as('fatou').send('/plans/items/ISS-ONE-02/evidence', withFile({}, 'file', 'secret.txt', 'Not yet'));
  const href = /\/plans\/items\/ISS-ONE-02\/evidence\/\d+/.exec(await home.as('fatou').read('/plans/items/ISS-ONE-02'))?.[0] ?? '';
  expect((await home.as('fatou').get(href)).status).toBe(200);
  expect((await home.as().get(href)).status).toBe(404);
  expect((await home.as('fatou').get(href.replace('ISS-ONE-02', 'ISS-ONE-01'))).status).toBe(404);
});
