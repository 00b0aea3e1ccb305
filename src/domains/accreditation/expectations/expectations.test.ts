import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';
import type { Refusal } from '../../../platform/errors.ts';
import { addOrganisation, takeInMembership } from '../../community/index.ts';
import { answerReport, openAgain, recordAnswer } from './answering/commands.ts';
import { linkLasts, reminderDays, remindersBy } from './campaign.ts';
import { adoptExpectations, defineForm, openCampaign } from './commands.ts';
import { askMembers } from './jobs.ts';

let home: TestApp;
const refs: Record<string, string> = {};
const today = () => home.call().today;
const inDays = (days: number) => Temporal.PlainDate.from(today()).add({ days }).toString();
const program = () => home.call(undefined, { actor: system() });
const refused = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (fault: Refusal) => [fault.key, ...fault.problems.map(({ key }) => key)].join(' '),
  );
const letters = async () =>
  (
    await sql<{
      recipient: string;
      body: string;
    }>`select recipient, body from mail where body like '%/member-report/%' order by id`.execute(home.db)
  ).rows.map(({ recipient, body }) => ({ recipient, body, token: /member-report\/([\w-]+)/.exec(body)?.[1] ?? '' }));
const linkOf = async (recipient: string) => (await letters()).findLast((letter) => letter.recipient === recipient)?.token ?? '';

beforeAll(async () => {
  home = await openApp();
  for (const [name, email] of [
    ['Lively Users', 'lively@users.example'],
    ['Steady Users', 'steady@users.example'],
    ['Mute Users', 'mute@users.example'],
  ] as const)
    refs[name] = (await run(addOrganisation, { name, body: 'SOUTH', email, city: 'Port' }, program())).ref;
  await run(takeInMembership, { person: home.people.fatou.personId, organisation: refs['Lively Users'], role: 'primary' }, program());
  const item = (key: string, en: string, fr: string) => ({ key, text: { en, fr } });
  await run(
    adoptExpectations,
    { startsOn: '2020-01-01', items: [item('inform', 'It informs its members.', 'Elle informe ses membres.')] },
    program(),
  );
  await run(
    defineForm,
    {
      startsOn: '2020-01-01',
      questions: [
        { key: 'doing', text: 'What did you do?' },
        { key: 'size', kind: 'number', text: 'How many are you?' },
      ],
    },
    program(),
  );
});
afterAll(() => home.close());

test('expectations stand on the page of every member, in the language of the reader', async () => {
  const path = `/organisations/${refs['Mute Users']}/standing`;
  expect(await home.as().read(path)).toContain('It informs its members.');
  expect(await home.as().read(`${path}?lang=fr`)).toContain('Elle informe ses membres.');
});

describe('a campaign', () => {
  test('is opened by the leader of the region and writes to every member of it, each with a link of its own', async () => {
    expect(await refused(run(openCampaign, { title: 'Reports', dueOn: inDays(60) }, home.call('eko'))), 'not for all').toBe(
      'refusal.forbidden',
    );
    expect(await refused(run(openCampaign, { title: 'Reports', body: 'SOUTH', dueOn: today() }, home.call('eko')))).toContain(
      'campaign.dueBeforeOpen',
    );
    await run(openCampaign, { title: 'Reports', body: 'SOUTH', dueOn: inDays(60) }, home.call('eko'));
    const all = await letters();
    expect(all.map(({ recipient }) => recipient).sort()).toEqual([
      'fatou@example.org',
      'lively@users.example',
      'mute@users.example',
      'steady@users.example',
    ]);
    expect(new Set(all.map(({ token }) => token)).size).toBe(4);
    expect(all[0]?.body, 'nobody has said anything before').not.toContain('one button is enough');
    const { rows } = await sql<{ all: string }>`select string_agg(token_hash, ' ') as all from member_report_link`.execute(home.db);
    for (const { token } of all) expect(rows[0]?.all, 'only their hashes are stored').not.toContain(token);
  });

  test('its link opens that one report without signing in, filled in with what the register says', async () => {
    const page = await home.as().read(`/member-report/${await linkOf('lively@users.example')}`);
    for (const said of ['Lively Users', 'What did you do?', 'value="Port"', 'It informs its members.']) expect(page).toContain(said);
    expect(page).not.toContain('Steady Users');
    expect((await home.as().get('/member-report/unknown')).status).toBe(404);
  });

  test('an answer that differs from the register is proposed to an officer, who takes it over', async () => {
    const token = await linkOf('lively@users.example');
    const answer = await home.as().post(`/member-report/${token}`, {
      'answers.doing': 'Four workshops',
      'answers.size': '120',
      'answers.secret': 'not asked',
      'expectations.inform': 'met',
      'changes.city': 'Harbour',
      'changes.email': 'lively@users.example',
      'changes.website': '',
    });
    expect(answer.status).toBe(303);
    const city = async () =>
      (await home.db.selectFrom('organisation').select('city').where('ref', '=', refs['Lively Users']).executeTakeFirstOrThrow()).city;
    expect(await city(), 'not written by itself').toBe('Port');
    const path = `/organisations/${refs['Lively Users']}/standing`;
    expect(await home.as().read(path), 'not for strangers').not.toContain('Harbour');
    expect(await home.as('fatou').read(path)).toContain('Harbour');
    const { id, answers } = await home.db
      .selectFrom('member_report')
      .select(['id', 'answers'])
      .where('changes_state', '=', 'proposed')
      .executeTakeFirstOrThrow();
    expect(answers).toEqual({ doing: 'Four workshops', size: '120' });
    expect((await home.as('fatou').post(`${path}/reports/${id}`, { apply: 'yes' })).status).toBe(403);
    expect((await home.as('eko').post(`${path}/reports/${id}`, { apply: 'yes' })).status).toBe(303);
    expect(await city()).toBe('Harbour');
    expect((await home.as('eko').post(`${path}/reports/${id}`, { apply: 'yes' })).status, 'once').toBe(409);
  });

  test('reminds three times and only those who have not answered, however often the job runs', async () => {
    const due = inDays(60);
    expect(reminderDays('2026-03-31')).toEqual(['2026-03-10', '2026-03-28', '2026-04-07']);
    expect(remindersBy('2026-03-31', '2026-03-09')).toBe(0);
    const at = (day: string) => askMembers(home.services, `${day}T06:20:00Z`);
    expect(await at(inDays(38))).toBe(0);
    expect(await at(inDays(39))).toBe(2);
    expect(await at(inDays(39)), 'again on the same day').toBe(0);
    await run(answerReport, { token: await linkOf('steady@users.example'), answers: { doing: 'A fair' } }, program());
    expect(await at(inDays(57))).toBe(1);
    expect(await at(inDays(67))).toBe(1);
    expect(await at(inDays(80))).toBe(0);
    expect(Temporal.PlainDate.compare(due, inDays(60))).toBe(0);
  });

  test('then the leader of the region finds the silent members among what is due, and the list says what each reported', async () => {
    expect(await home.as('eko').read('/member-reports')).toContain('1 member is silent after three reminders');
    const rows = JSON.parse(await home.as('eko').read('/member-reports.json?cols=name,state,answers')).rows as { name: string }[];
    expect(rows.map((row) => Object.values(row).join(' | ')).sort()).toEqual([
      'Lively Users | answered | What did you do? Four workshops\nHow many are you? 120',
      'Mute Users | silent | ',
      'Steady Users | answered | What did you do? A fair',
    ]);
    expect(JSON.parse(await home.as('fatou').read('/member-reports.json?cols=name')).rows).toEqual([{ name: 'Lively Users' }]);
    expect(JSON.parse(await home.as().read('/member-reports.json?cols=name')).rows).toEqual([]);
  });

  test('the next time one button says that nothing changed, and says again what was said', async () => {
    await run(openCampaign, { title: 'Next reports', body: 'SOUTH', dueOn: inDays(700) }, program());
    const token = await linkOf('lively@users.example');
    const told = (await letters()).findLast(({ recipient }) => recipient === 'lively@users.example')?.body;
    expect(told).toContain('with what we know; if nothing changed, one button is enough.');
    expect(await home.as().read(`/member-report/${token}`)).toContain('Four workshops');
    expect((await home.as().post(`/member-report/${token}`, { unchanged: 'yes' })).status).toBe(303);
    const last = await home.db
      .selectFrom('member_report')
      .select(['answers', 'unchanged', 'changes_state'])
      .orderBy('answered_on', 'desc')
      .orderBy('id', 'desc')
      .where('answered_on', 'is not', null)
      .executeTakeFirstOrThrow();
    expect(last).toEqual({ answers: { doing: 'Four workshops', size: '120' }, unchanged: true, changes_state: null });
  });

  test('what was sent is final: the link shows it, and asks for a correction that the region opens', async () => {
    const token = await linkOf('lively@users.example');
    const path = `/member-report/${token}`;
    const page = await home.as().read(path);
    expect(page).toContain('Four workshops');
    expect(page).not.toContain('name="answers.doing"');
    expect((await home.as().post(path, { 'answers.doing': 'Five workshops' })).status, 'not sent twice').toBe(409);
    expect((await home.as().post(`${path}/correction`, { text: '' })).status).toBe(422);
    expect((await home.as().post(`${path}/correction`, { text: 'It was five workshops.' })).status).toBe(303);
    expect(await home.as().read(path)).not.toContain('name="text"');
    expect(await home.as('eko').read('/')).toContain('1 member would like to correct a report');
    const { id } = await home.db
      .selectFrom('member_report')
      .select('id')
      .where('correction_asked_on', 'is not', null)
      .executeTakeFirstOrThrow();
    expect(await refused(run(openAgain, { report: id }, home.call('badr')))).toBe('refusal.notFound');
    expect(await home.as('eko').read(`/organisations/${refs['Lively Users']}/standing`)).toContain('It was five workshops.');
    expect((await home.as('eko').post(`/member-reports/${id}/opening`)).status).toBe(303);
    const again = await linkOf('lively@users.example');
    expect(again).not.toBe(token);
    expect((await home.as().post(`/member-report/${again}`, { 'answers.doing': 'Five workshops' })).status).toBe(303);
    expect(await home.as().read(`/member-report/${again}`)).toContain('Five workshops');
    expect(await home.as('eko').read('/')).not.toContain('would like to correct');
    expect((await home.as().post(`/member-report/${again}`, { 'answers.doing': 'Six workshops' })).status).toBe(409);
  });

  test('of two who send the same report at once, one is heard and the other is told', async () => {
    await run(openCampaign, { title: 'Third reports', body: 'SOUTH', dueOn: inDays(700) }, program());
    const token = await linkOf('steady@users.example');
    const both = await Promise.all(
      ['One fair', 'Two fairs'].map((doing) => home.as().post(`/member-report/${token}`, { 'answers.doing': doing })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([303, 409]);
    const at = both.findIndex(({ status }) => status === 409);
    const told = await both[at]?.text();
    expect(told).toContain('What you typed was not kept');
    expect(told, 'the words of the second are not lost').toContain(['One fair', 'Two fairs'][at]);
  });

  test('those who lead the campaign write down what a member told them in another way', async () => {
    const { id } = await home.db
      .selectFrom('member_report')
      .select('id')
      .where('answered_on', 'is', null)
      .orderBy('id')
      .executeTakeFirstOrThrow();
    const said = { report: id, by: 'Somebody on the telephone', answers: { doing: 'A newsletter' } };
    expect(await refused(run(recordAnswer, said, home.call('fatou')))).toBe('refusal.notFound');
    await run(recordAnswer, said, home.call('eko'));
    const { answered_by } = await home.db.selectFrom('member_report').select('answered_by').where('id', '=', id).executeTakeFirstOrThrow();
    expect(answered_by).toBe('Somebody on the telephone');
  });

  test('a link lasts until fourteen days after the report is due, then says so and takes nothing', async () => {
    expect(linkLasts('2026-03-31')).toBe('2026-04-14');
    const token = await linkOf('mute@users.example');
    const late = home.call(undefined, { today: '2099-01-01', now: '2099-01-01T12:00:00Z' });
    expect(await refused(run(answerReport, { token }, late))).toBe('campaign.linkExpired');
  });
});
