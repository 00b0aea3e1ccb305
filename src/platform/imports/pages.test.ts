import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { type Actor, visitor } from '../access/actor.ts';
import { Refusal, statusOf } from '../errors.ts';
import { serveApi } from '../http/api.ts';
import type { PageEnv, Services, Visit } from '../http/visit.ts';
import { makeCatalogue, translator } from '../i18n/catalogue.ts';
import { fieldMessages } from '../i18n/field-messages.ts';
import { silent } from '../log/log.ts';
import ui from '../ui/messages/en.json' with { type: 'json' };
import { importApi } from './api.ts';
import { startInput } from './commands.ts';
import { importFileWith } from './import-file.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import { type Office, openOffice } from './office.ts';
import { importPages } from './pages.tsx';
import readWords from './read/messages/en.json' with { type: 'json' };
import { bodies } from './registry.example.ts';

let database: TestDatabase;
let dataDir: string;
let office: Office;
let app: Hono<PageEnv>;
let who: Actor;
const nadia: Actor = { kind: 'person', personId: 7, name: 'Nadia', rights: new Map([['body.edit', 'everywhere']]) };
const words = makeCatalogue([
  { en, fr, es, ar },
  { en: ui },
  { en: readWords },
  fieldMessages,
  { en: { 'record.archived': 'It is archived.', 'app.apiLink': 'API', 'app.vocabulary': 'Words' } },
]);

beforeAll(async () => {
  database = await testDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'plenary-import-pages-'));
  office = openOffice({ importers: [bodies], catalogue: words, actorOf: async () => nadia, dataDir, uploadLimit: 1024 * 1024 });
  app = new Hono<PageEnv>();
  const services = {
    db: database.db,
    log: silent,
    dataDir,
    uploadLimit: 1024 * 1024,
    house: {
      assets: { css: '/s.css', js: [], passkey: '/p.js', photograph: '/photograph.js', icon: '/i.svg', all: [] },
      menu: [],
      version: '0',
    },
  } as unknown as Services;
  app.use(async (c, next) => {
    const language = c.req.query('lang') ?? 'en';
    const now = new Date().toISOString();
    const v = {
      db: database.db,
      actor: who,
      t: translator(words, language),
      language,
      languages: [language],
      today: now.slice(0, 10),
      now,
      requestId: 'r',
      services,
      due: [],
    };
    c.set('visit', { ...v, communityName: 'Test', theme: undefined, flash: undefined } as unknown as Visit);
    await next();
  });
  importPages(() => office)(app);
  app.route('/api/v1', serveApi(importApi(() => office, startInput)));
  app.onError((fault, c) => {
    if (!(fault instanceof Refusal)) throw fault;
    return c.text(fault.key, statusOf[fault.kind]);
  });
  who = nadia;
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

const form = (fields: Record<string, string | Blob | readonly string[]>) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields))
    for (const one of Array.isArray(value) ? value : [value]) body.append(name, one as string | Blob);
  return { method: 'POST', body };
};
const upload = async (text: string, name = 'bodies.csv') => {
  const answer = await app.request('/imports', form({ kind: 'bodies', file: new File([text], name), text: '' }));
  expect(answer.status).toBe(303);
  return answer.headers.get('location') ?? '';
};
const page = async (path: string) => (await app.request(path)).text();

test('where every line is refused, which column is which stands open and no button imports nothing', async () => {
  const preview = await page(await upload('ref,name,state\nA8,Eight,lively\nA9,Nine,lively\n'));
  expect(preview).toMatch(/<details class="disclosure" open[^>]*><summary>Which column is which/);
  expect(preview).not.toContain('Import 0 lines');
  expect(preview).toContain('No line is ready to be imported.');
  expect(preview).toContain('Save the choices');
});

test('a source that is there already is told so, and offers nothing to press that would do nothing', async () => {
  const source = 'ref,name,state\nK8,Eight,active\nK9,Nine,active\n';
  const path = await upload(source);
  await app.request(`${path}/run`, form({ shown: '1,2', ticked: ['1', '2'], oneForAll: 'false' }));
  const again = await page(await upload(source));
  expect(again).toContain('Everything in this source is there already');
  expect(again).not.toContain('Import 2 lines');
  const more = await page(await upload(`${source}K7,Seven,active\n`));
  expect(more).toContain('Import 3 lines');
});

test('a source under a password is refused under its own name, above the form and at the field', async () => {
  const file = new File([await readFile(join(import.meta.dirname, 'read/under-password/agile.xlsx'))], 'members of 2026.xlsx');
  const answer = await app.request('/imports', form({ kind: 'bodies', file, text: '' }));
  expect(answer.status).toBe(422);
  expect((await answer.text()).match(/members of 2026\.xlsx: It is protected by a password/g)).toHaveLength(2);
});

test('a large table is read aside, from the page and from a program, and not at all from those who may not bring it', async () => {
  const lines = Array.from({ length: 70 }, (_, at) => `L${at},${'A long name '.repeat(90)},active`).join('\n');
  await upload(`ref,name,state\n${lines}\n`);
  const file = Buffer.from(`ref,name,state\n${lines}\n`).toString('base64');
  const answer = await app.request('/api/v1/imports', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'bodies', name: 'bodies.csv', file }),
  });
  expect([answer.status, ((await answer.json()) as { total: number }).total]).toEqual([201, 70]);
  who = visitor;
  const refused = await app.request('/api/v1/imports', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'bodies', name: 'bodies.csv', file }),
  });
  who = nadia;
  expect(refused.status).toBe(403);
});

test('a member of staff uploads a table, sees the preview, imports it, downloads what is missing and takes it back', async () => {
  const path = await upload('ref,name,state,note\nA1,One,active,x\nA2,Two,lively,y\n');
  const preview = await page(path);
  expect(preview).toContain('Import 1 line');
  expect(preview).toContain('line 3');
  expect(preview).toContain('value="note"');
  const done = await app.request(`${path}/run`, form({ shown: '1,2', ticked: ['1', '2'], oneForAll: 'false' }));
  expect(done.headers.get('location')).toBe(path);
  const report = await page(path);
  expect(report).toContain('Imported');
  expect(report).toContain('Undo this import');
  const csv = await (await app.request(`${path}/not-imported.csv`)).text();
  expect(csv).toContain('ref,name,state,note,No.,Place,Outcome');
  expect(csv).toMatch(/A2,Two,lively,y,2,line 3,Refused,/);
  const undone = await app.request(`${path}/undo`, form({ why: '' }));
  expect(undone.status).toBe(422);
  await app.request(`${path}/undo`, form({ why: 'the wrong file' }));
  expect(await page(path)).toContain('the wrong file');
  expect(await (await app.request(`${path}/source`)).text()).toContain('A1,One');
});

test('unticking everything and pressing import says that nothing is ready', async () => {
  const path = await upload('ref,name,state\nB1,One,active\n');
  const answer = await app.request(`${path}/run`, form({ shown: '1', oneForAll: 'false' }));
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain('No line is ready');
});

test('an unknown heading and an unknown name are answered on the page', async () => {
  await upload('ref,name,state\nALAC,Committee,active\n').then((path) => app.request(`${path}/run`, form({ shown: '1', ticked: '1' })));
  const path = await upload('Sigle,name,state,part of\nC1,One,active,The Committee\n');
  const columns = ['Sigle', 'name', 'state', 'part of'].flatMap((heading, at) => [
    [`columns[${at}].heading`, heading],
    [`columns[${at}].column`, ['ref', 'name', 'state', 'parent'][at] as string],
  ]);
  await app.request(`${path}/columns`, form(Object.fromEntries(columns)));
  expect(await page(path)).toContain('Which record is meant?');
  await app.request(`${path}/names`, form({ 'names[0].kind': 'body', 'names[0].text': 'The Committee', 'names[0].ref': 'ALAC' }));
  expect(await page(path)).toContain('Import 1 line');
});

test('a file that cannot be read comes back with the reason at the field and what was typed', async () => {
  const answer = await app.request(
    '/imports',
    form({ kind: 'bodies', file: new File([Buffer.from('89504e470d0a1a0a0000', 'hex')], 'table.csv'), text: 'kept' }),
  );
  expect(answer.status).toBe(422);
  const html = await answer.text();
  expect(html).toMatch(/table\.csv: .*it holds a picture/);
  expect(html).toContain('kept');
});

test('a file of no bytes is called empty, not missing', async () => {
  const answer = await app.request('/imports', form({ kind: 'bodies', file: new File([], 'nothing.csv'), text: '' }));
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain('nothing.csv: There is nothing in it to read.');
});

test('whoever may bring in nothing is told so, a visitor is asked to sign in', async () => {
  who = visitor;
  expect(await page('/imports')).toBe('refusal.signIn');
  who = { ...nadia, rights: new Map() };
  expect(await page('/imports/new')).toBe('imports.nothingForYou');
  who = nadia;
});

test('every page stands in every language', async () => {
  const path = await upload('ref,name,state\nE1,One,active\nE1,Two,active\n');
  for (const lang of ['en', 'fr', 'es', 'ar']) {
    for (const address of ['/imports', '/imports/new', path]) {
      const answer = await app.request(`${address}?lang=${lang}`);
      expect(answer.status).toBe(200);
      expect((await answer.text()).replaceAll(/="[^"]*"/g, '')).not.toMatch(/imports\.[a-z]+/);
    }
  }
});

test('twenty thousand lines show as quickly as sixteen: a page of fifty', { timeout: 120_000 }, async () => {
  const { id } = await database.db
    .insertInto('import_run')
    .values({ kind: 'bodies', source_name: 'large.csv', person_id: 7, actor_name: 'Nadia', state: 'done', total: 20_000 })
    .returning('id')
    .executeTakeFirstOrThrow();
  const rows = Array.from({ length: 20_000 }, (_, at) => ({
    run_id: id,
    number: at + 1,
    cells: '{}',
    outcome: 'new',
    label: `Body ${at}`,
  }));
  for (let at = 0; at < rows.length; at += 5_000)
    await database.db
      .insertInto('import_line')
      .values(rows.slice(at, at + 5_000))
      .execute();
  const html = await page(`/imports/${id}?page=400`);
  expect(html).toContain('Body 19999');
  expect(html).not.toContain('Body 19949<');
  expect(html.length).toBeLessThan(100_000);
});

test('a program imports through the API', async () => {
  const post = (path: string, body: object) =>
    app.request(`/api/v1${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const started = await post('/imports', { kind: 'bodies', name: 'x.csv', text: 'ref,name,state\nD1,One,active\n' });
  expect(started.status).toBe(201);
  const read = (await started.json()) as { id: number; state: string };
  expect(read.state).toBe('previewed');
  const imported = (await (await post(`/imports/${read.id}/run`, {})).json()) as object;
  expect(imported).toMatchObject({ state: 'done', counts: { new: 1 }, lines: [{ label: 'D1', outcome: 'new', reasons: [] }] });
  await post(`/imports/${read.id}/undo`, { why: 'a trial' });
  expect(await (await app.request(`/api/v1/imports/${read.id}`)).json()).toMatchObject({ state: 'undone' });
});

test('the command line tries first, then imports, and says what became of every line', async () => {
  const file = join(dataDir, 'cli.csv');
  await writeFile(file, 'ref,name,state,Weather\nF1,One,active,sunny\nF2,Two,lively,\n');
  const asked = { file, as: 'bodies', context: {}, actor: nadia };
  const place = { db: database.db, log: silent };
  const dry = await importFileWith(office, place, { ...asked, dryRun: true });
  expect(dry).toMatchObject({ exitCode: 1, report: expect.stringContaining('nothing written') });
  expect(dry.report).toContain('line 3 · F2 · Refused');
  expect(dry.report).toContain('Not brought in: “Weather”');
  const real = await importFileWith(office, place, { ...asked, json: true });
  expect(JSON.parse(real.report)).toMatchObject({ state: 'done', counts: { new: 1, refused: 1 } });
  expect(await importFileWith(office, place, { ...asked, file: '/nowhere.csv' })).toMatchObject({
    exitCode: 2,
    report: expect.stringContaining('There is no file'),
  });
  expect(await importFileWith(office, place, { ...asked, as: 'cats' })).toMatchObject({ exitCode: 2 });
});
