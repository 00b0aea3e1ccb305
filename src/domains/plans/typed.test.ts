import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { run } from '../../platform/command.ts';
import { addItem } from './items/commands.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
  for (const [number, startsOn] of [
    ['1', '2026-03-01'],
    ['2', '2026-03-01'],
    ['3', '2026-03-01'],
  ])
    await run(
      addItem,
      { kind: 'issue', review: 'R1', number, title: `Issue ${number}`, startsOn, endsOn: '2026-12-01', volunteerLeads: ['Fatou Diallo'] },
      home.call('dana'),
    );
});
afterAll(() => home.close());

const post = async (path: string, fields: Record<string, string>, language = 'en') => {
  const answer = await home.as('dana').post(`/plans/items/${path}?lang=${language}`, fields);
  return { status: answer.status, page: await answer.text() };
};
/** Is the field marked wrong, and does it still hold what was typed? */
const wrongAt = (page: string, name: string, typed: string) => {
  const control = new RegExp(`<(?:input|textarea|select)[^>]*name="${name}"[^>]*>[^<]*`).exec(page)?.[0] ?? '';
  return [control.includes('aria-invalid="true"'), control.includes(typed)];
};

it('percents are read as people write them', async () => {
  for (const [typed, kept] of [
    ['95 %', 95],
    ['99.5', 99.5],
    ['99,5 %', 99.5],
    ['٩٥٪', 95],
    ['100%', 100],
  ] as const) {
    expect([typed, (await post('ISS-ONE-01/progress', { 'text.en': 'So far', percent: typed }, 'ar')).status]).toEqual([typed, 303]);
    const row = await home.db.selectFrom('plan_item').select('percent').where('ref', '=', 'ISS-ONE-01').executeTakeFirst();
    expect([typed, row?.percent]).toEqual([typed, kept]);
  }
});

it('an end before the start is told at the end, in an update too, and nothing typed is lost', async () => {
  const { status, page } = await post('ISS-ONE-02/progress', { 'text.en': 'A long story', endsOn: '2026-01-15', reason: 'Because' }, 'ar');
  expect([status, wrongAt(page, 'endsOn', '2026-01-15'), page.includes('A long story'), page.includes('value="Because"')]).toEqual([
    422,
    [true, true],
    true,
    true,
  ]);
});

it('a circle over three is told at the field of its form, which stands open with what was typed', async () => {
  expect((await post('ISS-ONE-01/dependencies', { on: 'ISS-ONE-02' })).status).toBe(303);
  expect((await post('ISS-ONE-02/dependencies', { on: 'ISS-ONE-03' })).status).toBe(303);
  const { status, page } = await post('ISS-ONE-03/dependencies', { on: 'ISS-ONE-01', note: 'Typed with care' }, 'ar');
  expect([status, wrongAt(page, 'on', 'ISS-ONE-01'), page.includes('Typed with care')]).toEqual([422, [true, true], true]);
  expect(page).toContain('ISS-ONE-03 → ISS-ONE-01 → ISS-ONE-02 → ISS-ONE-03');
});

it('a claim over something open keeps the note that was typed', async () => {
  await run(addItem, { kind: 'action', title: 'Still open', parent: 'ISS-ONE-03' }, home.call('dana'));
  const { status, page } = await post('ISS-ONE-03/claim', { note: 'All of it is done', evidenceUrl: 'https://example.org/minutes' });
  expect([status, page.includes('All of it is done'), page.includes('https://example.org/minutes')]).toEqual([409, true, true]);
});

it('of two who update at once the second sees who was first and keeps what was typed', async () => {
  const { version } = await home.db.selectFrom('plan_item').select('version').where('ref', '=', 'ISS-ONE-02').executeTakeFirstOrThrow();
  expect(
    (await home.as('fatou').post('/plans/items/ISS-ONE-02/progress', { 'text.en': 'First', percent: '20', version: String(version) }))
      .status,
  ).toBe(303);
  const { status, page } = await post('ISS-ONE-02/progress', { 'text.en': 'Second thoughts', percent: '30', version: String(version) });
  expect([status, page.includes('Second thoughts'), page.includes('value="30"'), page.includes('Fatou Diallo')]).toEqual([
    409,
    true,
    true,
    true,
  ]);
});

it('moving an end shows the whole chain behind it and moves nothing; no script is needed', async () => {
  const { status, page } = await post('ISS-ONE-03/progress', { show: 'moves', 'text.en': 'Later', endsOn: '2027-02-01', reason: 'Why' });
  expect([
    status,
    page.includes('ISS-ONE-02'),
    page.includes('ISS-ONE-01'),
    page.includes('value="2027-02-01"'),
    page.includes('value="Why"'),
  ]).toEqual([200, true, true, true, true]);
});

/** A form as a browser sends it where it has room for files, though none was chosen. */
const sent = async (path: string, fields: Record<string, string>, who: 'dana' | 'fatou' | undefined, file = '') => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('evidenceFile', new File([file], file ? 'minutes.txt' : ''));
  const packed = new Request('http://test/', { method: 'POST', body: form });
  const type = packed.headers.get('content-type') ?? '';
  const body = await packed.arrayBuffer();
  const cookie = who ? home.people[who].sessionCookie : '';
  const answer = await home.app.request(`http://test/plans/items/${path}`, {
    method: 'POST',
    headers: { cookie, origin: 'http://test', 'content-type': type, 'content-length': String(body.byteLength) },
    body,
  });
  return { status: answer.status, page: await answer.text() };
};

it('of two who claim at once the second sees the claim of the first and keeps note and address', async () => {
  const { ref } = await run(
    addItem,
    { kind: 'action', title: 'Two claim', volunteerLeads: ['Fatou Diallo'], review: 'R1' },
    home.call('dana'),
  );
  const claim = (note: string) => ({ note, evidenceUrl: `https://example.org/${note.length}`, version: '1' });
  expect((await sent(`${ref}/claim`, claim('Done by me'), 'fatou')).status).toBe(303);
  const { status, page } = await sent(`${ref}/claim`, claim('It is done, as the minutes say'), 'dana');
  expect(status).toBe(409);
  expect(page).toContain('It is done, as the minutes say');
  expect(page).toContain('https://example.org/30');
  expect(page).toContain('Done by me');
  expect(page).toContain('Somebody else changed this');
});

it('whose session ended while they wrote sends the same again after signing in; a file is to be chosen again', async () => {
  const update = { 'text.original': 'en', 'text.en': 'A long story of a month', evidenceUrl: 'https://example.org/story' };
  const without = await sent('ISS-ONE-02/progress', update, undefined);
  expect(without.status).toBe(403);
  expect(without.page).toContain('name="text.en" value="A long story of a month"');
  expect(without.page).toContain('Send again');
  const withFile = await sent('ISS-ONE-02/progress', update, undefined, 'minutes');
  expect(withFile.status).toBe(403);
  expect(withFile.page).not.toContain('Send again');
  expect(withFile.page).toMatch(/<textarea readonly[^>]*>A long story of a month/);
  expect(withFile.page).toMatch(/<textarea readonly[^>]*>https:\/\/example.org\/story/);
});
