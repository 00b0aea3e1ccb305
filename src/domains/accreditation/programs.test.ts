import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApplyingHome, complete, openApplyingHome } from '../../../test/applying.ts';
import { system } from '../../platform/access/actor.ts';
import { run } from '../../platform/command.ts';
import { makeToken } from '../accounts/own/commands.ts';
import { addOrganisation } from '../community/index.ts';
import { mailings } from '../mailings/index.ts';
import { accreditation } from './index.ts';

// What people do on pages of membership and of messages, done by programs.

let home: ApplyingHome;
const tokens = {} as Record<'dana' | 'eko' | 'badr', string>;
const day = (later = 0) => Temporal.PlainDate.from(home.call().today).add({ days: later }).toString();

beforeAll(async () => {
  home = await openApplyingHome();
  for (const name of ['dana', 'eko', 'badr'] as const) {
    const { secret } = await run(makeToken, { name: 'script', reach: 'all', expires: day(30) }, home.call(name));
    tokens[name] = secret;
  }
  await run(
    addOrganisation,
    { name: 'Lively Users', body: 'SOUTH', email: 'lively@users.example' },
    home.call(undefined, { actor: system() }),
  );
});
afterAll(() => home.close());

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes.
type Answer = { status: number; body: any };
const ask = async (name: keyof typeof tokens | undefined, method: string, path: string, body?: object): Promise<Answer> => {
  const headers = { ...(name ? { authorization: `Bearer ${tokens[name]}` } : {}), ...(body ? { 'content-type': 'application/json' } : {}) };
  const answer = await home.app.request(`http://test/api/v1${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  return { status: answer.status, body: await answer.json() };
};

/** Commands of these domains that no program calls, and why. */
const notForPrograms: Record<string, string> = {
  'application.suggestHold': 'the program does it by itself, every day',
  'application.sweepLinks': 'the program does it by itself, every day',
  'application.tellDraft': 'the program does it by itself, every day',
  'application.removeDraft': 'the program does it by itself, every day',
  'application.forget': 'the program does it when it hears of an erasure',
  'campaign.invite': 'opening a campaign does it, or the day on which it opens',
  'campaign.remind': 'the program does it by itself, on three days',
  'mailing.deliver': 'the program does it by itself, every minute',
};

test('every command of membership and of messages can be called by a program, or it is said why not', () => {
  for (const { api = [], commands = [] } of [accreditation, mailings]) {
    const open = new Set(api.map((row) => row.command));
    const closed = commands.map(({ name }) => name).filter((name) => !open.has(name));
    expect(closed.filter((name) => !notForPrograms[name])).toEqual([]);
  }
});

test('a program applies by the link that was mailed, without a token: it saves, attaches, hands in, answers and withdraws', async () => {
  const address = 'robot@example.net';
  expect(await ask(undefined, 'POST', '/apply', { kind: 'organisation', address, language: 'fr' })).toEqual({ status: 201, body: {} });
  const path = await home.linkFor(address);
  const own = async () => (await ask(undefined, 'GET', path)).body;
  expect(await own()).toMatchObject({ ref: null, state: 'draft', language: 'fr', missing: ['name', 'country', 'contact', 'agrees'] });
  const answers = Object.fromEntries(Object.entries(complete('Robots United')).map(([key, value]) => [key.replace('answers.', ''), value]));
  expect((await ask(undefined, 'PUT', `${path}/answers`, { answers: { name: 'Robots' } })).body).toEqual({ missing: 3 });
  const content = Buffer.from('Statutes').toString('base64');
  expect((await ask(undefined, 'POST', `${path}/files`, { file: { name: 'statutes.txt', content } })).status).toBe(201);
  const { files } = await own();
  expect((await ask(undefined, 'GET', `${path}/files/${files[0].id}`)).body).toMatchObject({ name: 'statutes.txt', content });
  expect((await ask(undefined, 'POST', `${path}/submission`, { answers: {} })).body).toEqual({ ref: null, missing: 3 });
  const { ref } = (await ask(undefined, 'POST', `${path}/submission`, { answers })).body;
  expect(ref).toMatch(/^APP-/);
  expect((await ask(undefined, 'PUT', `${path}/answers`, { answers })).status, 'it is handed in').toBe(409);
  expect((await ask(undefined, 'POST', `${path}/replies`, { text: 'Bonjour' })).status).toBe(201);
  expect((await own()).thread).toHaveLength(1);

  expect((await ask('eko', 'GET', `/applications/${ref}`)).body.files).toEqual(files);
  expect((await ask('eko', 'GET', `/applications/${ref}/files/${files[0].id}`)).body.content).toBe(content);
  expect((await ask('badr', 'GET', `/applications/${ref}/files/${files[0].id}`)).status).toBe(404);
  await home.submitted('other@example.net', 'United Robots');
  expect((await ask('dana', 'GET', `/applications/${ref}/similar`)).body.applications).toMatchObject([
    { name: 'United Robots', same: true },
  ]);

  expect((await ask(undefined, 'POST', `${path}/withdrawal`, {})).body).toEqual({ removed: false });
  expect((await own()).state).toBe('withdrawn');
  expect((await ask(undefined, 'GET', '/apply/nonsense')).status).toBe(404);
  expect((await ask(undefined, 'POST', `/applications/${ref}/notes`, { text: 'x' })).status, 'staff needs a token').toBe(401);
});

test('who asks for links in bulk cannot say to come from somewhere else each time', async () => {
  const wish = (more = {}) =>
    ask(undefined, 'POST', '/apply', { kind: 'organisation', address: 'bulk@example.net', language: 'en', ...more });
  expect((await wish({ client: '192.0.2.1' })).status, 'nobody says themselves where they come from').toBe(422);
  const statuses: number[] = [];
  for (let at = 0; at < 6; at++) statuses.push((await wish()).status);
  expect(statuses).toEqual([201, 201, 201, 201, 201, 503]);
  const { rows } = { rows: await home.db.selectFrom('application_link').select('client_hash').distinct().execute() };
  expect(rows.length).toBeLessThanOrEqual(2);
});

test('a form is changed line by line, and older editions are read by those who deal with applications', async () => {
  const { body } = await ask('dana', 'GET', '/application-forms/organisation');
  const line = { edition: body.edition, label: { original: 'en', texts: { en: 'It is democratic' } } };
  const changed = await ask('dana', 'PUT', '/application-forms/organisation/criteria/democratic', line);
  expect(changed).toMatchObject({ status: 200, body: { kind: 'organisation', edition: body.edition + 1 } });
  expect((await ask('dana', 'PUT', '/application-forms/organisation/criteria/democratic', line)).status, 'changed meanwhile').toBe(409);
  const rules = { ...body.content.rules.days, silence: 50, draftMonths: 6, edition: body.edition + 1 };
  expect((await ask('dana', 'PUT', '/application-forms/organisation/rules', rules)).status).toBe(200);
  const now = (await ask('dana', 'GET', '/application-forms/organisation')).body;
  expect(now.content.rules).toMatchObject({ silence: 50, draftMonths: 6 });
  expect(now.content.criteria.map(({ key }: { key: string }) => key)).toContain('democratic');
  const gone = await ask('dana', 'DELETE', '/application-forms/organisation/criteria/democratic', { edition: now.edition });
  expect(gone.status).toBe(200);
  expect((await ask('eko', 'GET', `/application-forms/organisation?edition=${body.edition}`)).body.edition).toBe(body.edition);
  expect((await ask('badr', 'GET', '/application-forms/organisation')).status).toBe(403);
});

test('expectations are drafted, written line by line and adopted; a draft is for those who write it', async () => {
  const text = (en: string) => ({ original: 'en', texts: { en } });
  const { body: draft } = await ask('eko', 'POST', '/expectation-sets/drafts', { body: 'SOUTH' });
  const path = `/expectation-sets/${draft.set}`;
  expect((await ask('eko', 'POST', `${path}/items`, { text: text('It meets.') })).status).toBe(201);
  expect((await ask('eko', 'POST', `${path}/items`, { text: text('It answers.') })).status).toBe(201);
  const sets = async (name?: 'eko') => (await ask(name, 'GET', '/expectation-sets')).body.items;
  const [{ items }] = await sets('eko');
  expect((await ask('eko', 'PUT', `${path}/items/${items[1].key}`, { position: 1 })).status).toBe(200);
  expect((await ask('eko', 'DELETE', `${path}/items/${items[0].key}`)).status).toBe(200);
  expect((await ask('badr', 'POST', `${path}/items`, { text: text('No.') })).status).toBe(404);
  expect(await sets()).toEqual([]);
  expect((await ask('eko', 'POST', `${path}/adoption`, { startsOn: day(-1) })).status).toBe(422);
  expect((await ask('eko', 'POST', `${path}/adoption`, { startsOn: day() })).status).toBe(201);
  expect(await sets()).toMatchObject([{ body: 'SOUTH', startsOn: day(), items: [{ text: text('It answers.') }] }]);
});

test('questions are written, a campaign asks them, a member answers by its link, and the region reads it', async () => {
  const text = { original: 'en', texts: { en: 'How many members?' } };
  const { body: first } = await ask('dana', 'POST', '/campaign-forms/questions', { text, kind: 'number' });
  const { body: second } = await ask('dana', 'POST', '/campaign-forms/questions', { form: first.form, text });
  const form = async () => (await ask('dana', 'GET', '/campaign-forms')).body.items[0];
  const [one, other] = (await form()).questions;
  expect((await ask('dana', 'PUT', `/campaign-forms/${second.form}/questions/${other.key}`, { position: 1 })).status).toBe(200);
  expect((await ask('dana', 'DELETE', `/campaign-forms/${second.form}/questions/${other.key}`)).status).toBe(200);
  expect((await form()).questions).toEqual([one]);
  const { body: opened } = await ask('eko', 'POST', '/campaigns', { title: text, body: 'SOUTH', dueOn: day(30) });
  expect(opened.told).toBe(1);
  expect((await ask('eko', 'GET', '/campaigns')).body.items).toMatchObject([{ campaign: opened.campaign, asked: 1, answered: 0 }]);
  const letter = (await home.mailsTo('lively@users.example')).at(-1)?.body ?? '';
  const path = /\/member-report\/[\w-]+/.exec(letter)?.[0] ?? '';
  expect((await ask(undefined, 'GET', path)).body).toMatchObject({ open: true, sent: null, questions: [one] });
  expect((await ask(undefined, 'PUT', path, { answers: { [one.key]: '70' } })).status).toBe(200);
  expect((await ask(undefined, 'PUT', path, { answers: { [one.key]: '71' } })).status, 'what was sent is final').toBe(409);
  expect((await ask(undefined, 'POST', `${path}/correction`, { text: 'It is 71.' })).status).toBe(201);
  const { members } = (await ask('eko', 'GET', `/campaigns/${opened.campaign}`)).body;
  const { body: report } = await ask('eko', 'GET', `/member-reports/${members[0].report}`);
  expect(report).toMatchObject({ answers: { [one.key]: '70' }, correction: 'It is 71.' });
  expect((await ask('badr', 'GET', `/member-reports/${members[0].report}`)).status).toBe(404);
  expect((await ask('eko', 'GET', '/member-reports?correction=asked')).body.total).toBe(1);
});

test('a rule is tried before it is adopted, ladders and their waiting times are read, and the link of a message ends its kind', async () => {
  const tried = await ask('eko', 'GET', '/activity/SOUTH/preview?meetings=1&meetingMonths=12');
  expect(tried).toMatchObject({ status: 200, body: { items: expect.any(Array) } });
  expect((await ask('badr', 'GET', '/activity/SOUTH/preview?meetings=1&meetingMonths=12')).status).toBe(403);
  const rule = { meetings: 1, meetingMonths: 12, startsOn: day() };
  expect((await ask('eko', 'POST', '/activity/SOUTH/rules', rule)).status).toBe(201);
  expect((await ask(undefined, 'GET', '/activity/SOUTH/rules')).body.items).toMatchObject([{ ...rule, standbyMonths: 6 }]);
  expect((await ask(undefined, 'GET', '/organisations/ORG-0001/activity')).body).toMatchObject({ said: [], facts: [] });
  expect((await ask('eko', 'GET', '/ladders')).body).toMatchObject({ total: 0, items: [] });
  expect((await ask(undefined, 'GET', '/unsubscribe/nonsense')).status).toBe(404);
});
