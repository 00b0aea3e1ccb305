import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../../test/app.ts';
import { system } from '../../../../platform/access/actor.ts';
import { run } from '../../../../platform/command.ts';
import { addOrganisation } from '../../../community/index.ts';
import { adoptExpectations, openCampaign } from '../commands.ts';

let home: TestApp;
const program = () => home.call(undefined, { actor: system() });
const today = () => home.call().today;
const inDays = (days: number) => Temporal.PlainDate.from(today()).add({ days }).toString();
const leader = () => home.as('eko');

beforeAll(async () => {
  home = await openApp();
  await run(addOrganisation, { name: 'Lively Users', body: 'SOUTH', email: 'lively@users.example' }, program());
  await run(addOrganisation, { name: 'Mute Users', body: 'SOUTH' }, program());
  await run(
    adoptExpectations,
    {
      startsOn: '2020-01-01',
      items: [
        { key: 'inform', text: 'It informs its members.' },
        { key: 'meet', text: 'It meets.' },
      ],
    },
    program(),
  );
});
afterAll(() => home.close());

describe('what is expected', () => {
  let draft: string;

  test('everybody reads what is in force; a draft is for those who write it', async () => {
    expect(await home.as().read('/expectations')).toContain('From 1 Jan 2020');
    expect((await home.as('badr').post('/expectations', { body: 'SOUTH' })).status).toBe(403);
    expect((await leader().post('/expectations', {})).status, 'not for all regions').toBe(403);
    draft = (await leader().post('/expectations', { body: 'SOUTH' })).headers.get('location') ?? '';
    expect(await leader().read(draft), 'it begins with what is in force').toContain('It informs its members.');
    expect((await leader().post('/expectations', { body: 'SOUTH' })).headers.get('location'), 'one draft at a time').toBe(draft);
    expect((await home.as().get(draft)).status).toBe(404);
    expect(await home.as().read('/expectations')).not.toContain('Draft of the next one');
  });

  test('its lines are added, changed, moved and removed, one at a time', async () => {
    expect((await leader().post(`${draft}/items/new`, { 'text.en': '' })).status).toBe(422);
    expect(
      (await leader().post(`${draft}/items/new`, { 'text.en': 'It answers letters.', 'text.fr': 'Elle répond.', position: '1' })).status,
    ).toBe(303);
    expect((await leader().post(`${draft}/items/meet`, { 'text.en': 'It meets once a year.' })).status).toBe(303);
    expect((await leader().post(`${draft}/items/meet`, { position: '1' })).status).toBe(303);
    expect((await leader().post(`${draft}/items/inform/removal`, {})).status).toBe(303);
    expect((await leader().post(`${draft}/items/inform`, { position: '1' })).status).toBe(404);
    const page = await leader().read(draft);
    expect(page.indexOf('It meets once a year.')).toBeLessThan(page.indexOf('It answers letters.'));
    expect(page).not.toContain('items/inform');
    expect((await leader().post(`${draft}/items/meet`, { position: '2', version: '1' })).status, 'somebody changed it meanwhile').toBe(409);
  });

  test('a version is adopted from today or later on, stands on the page of each member then, and is not changed any more', async () => {
    expect((await leader().post(`${draft}/adoption`, { startsOn: '2020-01-01' })).status).toBe(422);
    expect((await leader().post(`${draft}/adoption`, { startsOn: today() })).status).toBe(303);
    expect((await leader().post(`${draft}/items/meet`, { position: '2' })).status).toBe(409);
    expect(await home.as().read(draft)).toContain('In force');
    expect(await home.as().read('/organisations/ORG-0001/standing')).toContain('It meets once a year.');
  });
});

describe('the questions of periodic reports', () => {
  const staff = () => home.as('dana');
  const versions = async () =>
    (
      await sql<{ questions: { key: string; text: { texts: { en: string } } }[] }>`select questions from campaign_form order by id`.execute(
        home.db,
      )
    ).rows.map(({ questions }) => questions.map(({ text }) => text.texts.en));
  const seen = async (): Promise<Record<string, string>> => ({
    form: String((await sql<{ id: number }>`select max(id) as id from campaign_form`.execute(home.db)).rows[0]?.id ?? ''),
  });

  test('are written on a page, by those who keep those of all regions', async () => {
    expect(await staff().read('/campaigns/questions')).toContain('No questions yet');
    expect((await leader().get('/campaigns/questions/new')).status).toBe(403);
    expect((await staff().post('/campaigns/questions/new', { 'text.en': 'What did you do?', kind: 'text' })).status).toBe(303);
    expect(
      (await staff().post('/campaigns/questions/new', { ...(await seen()), 'text.en': 'How many are you?', kind: 'number', position: '1' }))
        .status,
    ).toBe(303);
    expect(await versions()).toEqual([['How many are you?', 'What did you do?']]);
    expect(await leader().read('/campaigns/questions')).toContain('How many are you?');
  });

  test('once a campaign asks them a change begins a new version, and the campaign keeps its own', async () => {
    const before = await seen();
    await run(openCampaign, { title: 'Reports', body: 'SOUTH', dueOn: inDays(60) }, home.call('eko'));
    expect((await staff().post('/campaigns/questions/new', { ...before, 'text.en': 'What do you need?', kind: 'text' })).status).toBe(303);
    expect(await versions()).toEqual([
      ['How many are you?', 'What did you do?'],
      ['How many are you?', 'What did you do?', 'What do you need?'],
    ]);
    expect(
      (await staff().post('/campaigns/questions/new', { ...before, 'text.en': 'Late', kind: 'text' })).status,
      'the page was old',
    ).toBe(409);
    const page = await staff().read('/campaigns/questions');
    expect(page).toContain('Asked in: Reports.');
  });
});

describe('the page of a campaign', () => {
  test('says who has answered and who cannot be written to; a new link or an answer told otherwise is one step away', async () => {
    const { id } = (await sql<{ id: number }>`select max(id) as id from campaign`.execute(home.db)).rows[0] ?? { id: 0 };
    const page = await leader().read(`/campaigns/${id}`);
    for (const said of ['Lively Users', '0 of 2', 'no address is known']) expect(page).toContain(said);
    expect((await home.as('badr').get(`/campaigns/${id}`)).status).toBe(404);
    const [mute] = (
      await sql<{
        id: number;
      }>`select member_report.id from member_report join organisation on organisation.id = organisation_id where name = 'Mute Users'`.execute(
        home.db,
      )
    ).rows;
    const record = `/member-reports/${mute?.id}/record`;
    expect(await leader().read(record)).toContain('What did you do?');
    expect((await leader().post(record, { by: '' })).status).toBe(422);
    const questions = (
      await sql<{
        key: string;
      }>`select q ->> 'key' as key from campaign_form, jsonb_array_elements(questions) q order by campaign_form.id limit 2`.execute(home.db)
    ).rows;
    expect((await leader().post(record, { by: 'Its chair, by telephone', [`answers.${questions[1]?.key}`]: 'A fair' })).status).toBe(303);
    expect(await leader().read(`/member-reports/${mute?.id}`)).toContain('A fair');
    expect((await home.as().get(`/member-reports/${mute?.id}`)).status).toBe(404);
    expect(await leader().read(`/campaigns/${id}`)).toContain('1 of 2');
    const [lively] = (
      await sql<{
        id: number;
      }>`select member_report.id from member_report join organisation on organisation.id = organisation_id where name = 'Lively Users'`.execute(
        home.db,
      )
    ).rows;
    const opened = await leader().post(`/member-reports/${lively?.id}/opening`, { back: `/member-reports/${lively?.id}` });
    expect(opened.headers.get('location')).toBe(`/member-reports/${lively?.id}`);
  });
});
