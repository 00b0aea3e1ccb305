import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type ApplyingHome, openApplyingHome } from '../../../../../test/applying.ts';
import { testDatabase } from '../../../../../test/database.ts';
import { domains } from '../../../../app/domains.ts';
import { deliverNews } from '../../../../platform/audit/news.ts';
import { backup } from '../../../../platform/db/backup.ts';
import { openPool } from '../../../../platform/db/connect.ts';
import { restore } from '../../../../platform/db/restore.ts';
import type { AnyDatabase } from '../../../../platform/db/tables.ts';
import { copyForgotten, forgetAgain, noteForgotten } from '../../../../platform/erasure/list.ts';
import { readStored } from '../../../../platform/files/store.ts';
import { silent } from '../../../../platform/log/log.ts';
import { parseMail } from '../../../../platform/mail/parse.ts';
import { sendWaiting } from '../../../../platform/mail/send.ts';
import { smtpTransport } from '../../../../platform/mail/transport.ts';
import { sweepDrafts } from './remove.ts';

// Applications that were begun and forgotten, with letters that go through a real mail server.

let home: ApplyingHome;
let server: SMTPServer;
const letters: { to: string; subject: string; body: string }[] = [];

beforeAll(async () => {
  home = await openApplyingHome();
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        letters.push(parseMail(Buffer.concat(chunks).toString('utf8')));
        done();
      });
    },
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
});
afterAll(async () => {
  await new Promise<void>((done) => server.close(() => done()));
  await home.close();
});

const day = (months: number, days = 0) => Temporal.PlainDate.from(home.call().today).add({ months }).add({ days }).toString();
const sweepOn = (on: string) => sweepDrafts(home, `${on}T06:35:00Z`);

/** What a mail server received for somebody, newest last, once all that waited was sent. */
const received = async (address: string) => {
  const { port } = server.server.address() as AddressInfo;
  await sendWaiting({ db: home.db, log: silent }, smtpTransport(`smtp://127.0.0.1:${port}`, 'Plenary <plenary@example.org>'));
  return letters.filter(({ to }) => to.includes(address));
};
const linkIn = (body: string) => /\/apply\/[\w-]+/.exec(body)?.[0] ?? '';

const attach = (link: string, text: string, name: string) => {
  const form = new FormData();
  form.append('file', new File([text], name));
  return home.as().send(`${link}/files`, form);
};

/** Begun in Spanish, half written, with a paper. */
const begun = async (name: string) => {
  const address = `${name}@example.net`;
  await home.as().post('/apply?lang=es', { kind: 'organisation', address });
  const link = linkIn((await received(address)).at(-1)?.body ?? '');
  await home.as().post(link, { 'answers.name': `Marca${name} Usuarios`, 'answers.contact': `Persona${name}` });
  await attach(link, `Estatutos de Marca${name}`, `marca${name}.txt`);
  const { id } = await home.rowOf(address);
  return { address, link, id, mark: `marca${name}` };
};

/** Every row of any table that holds this, letter case not counted. */
const traces = async (db: AnyDatabase, mark: string): Promise<string[]> => {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`.execute(db);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`
      select to_jsonb(one)::text as row from ${sql.table(name)} one where strpos(lower(to_jsonb(one)::text), ${mark}) > 0`.execute(db);
    found.push(...rows.map(({ row }) => `${name}: ${row}`));
  }
  return found;
};

const heard = async () => {
  await expect
    .poll(
      async () => {
        const { rows } = await sql<{ over: boolean }>`
          select max(txid) < pg_snapshot_xmin(pg_current_snapshot()) as over from audit`.execute(home.db);
        return rows[0]?.over;
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  await deliverNews(home.services, domains);
};

it('nobody is told before the time; three weeks before, the writer gets a letter in their language with a link that still opens', async () => {
  const { address, id } = await begun('uno');
  expect(await sweepOn(day(12, -22))).toEqual({ told: 0, removed: 0 });
  expect(await sweepOn(day(12, -21))).toEqual({ told: 1, removed: 0 });
  expect(await sweepOn(day(12, -20)), 'once').toEqual({ told: 0, removed: 0 });
  const letter = (await received(address)).at(-1);
  expect(letter?.subject).toContain('Su solicitud sin terminar');
  expect(letter?.body).toContain('No guardamos más de 12 meses');
  const page = await home.as().read(`${linkIn(letter?.body ?? '')}?lang=es`);
  expect(page).toContain('Se eliminará el');
  expect(page).toContain('Conservar mi solicitud');
  const { rows } = await sql<{ row: string }>`
    select audit.actor_kind || ' ' || audit.command || ' ' || audit_change.after::text as row from audit_change
      join audit on audit.id = audit_change.audit_id
    where audit.command = 'application.tellDraft' and audit_change.row_id = ${id}`.execute(home.db);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.row).not.toContain('marca');
});

it('touching the draft keeps it: by the button, by saving, by a file or by asking for the link again; then the months begin anew', async () => {
  const { address, link } = await begun('dos');
  const removalOn = async () => (await home.rowOf(address)).removal_on;
  const touches = [
    () => home.as().post(link),
    () => home.as().post(link, { 'answers.name': 'Still here' }),
    () => attach(link, 'Nuevo', 'nuevo.txt'),
    () => home.as().post('/apply', { kind: 'organisation', address }),
    () => home.as().post(`${link}/renew`),
  ];
  for (const touch of touches) {
    await sweepOn(day(12, -21));
    expect(await removalOn()).toBe(day(12));
    expect((await touch()).status).toBe(303);
    expect(await removalOn()).toBeNull();
  }
  expect((await home.rowOf(address)).answers).toMatchObject({ name: 'Still here', contact: 'Personados' });
});

it('a letter that comes late leaves three weeks all the same', async () => {
  const { address } = await begun('tres');
  await sweepOn(day(15));
  expect((await home.rowOf(address)).removal_on).toBe(day(15, 21));
  await sweepOn(day(15, 20));
  expect((await home.rowOf(address)).state).toBe('draft');
});

it('on its day the draft is removed: words, papers, address, links and letters, in the history too; that one was begun is counted', async () => {
  const { address, link, id, mark } = await begun('cuatro');
  const { rows: before } = await sql<{ sha256: string }>`select sha256 from file where name = ${`${mark}.txt`}`.execute(home.db);
  const paper = before[0]?.sha256 ?? '';
  const removedBefore = await figure();
  await sweepOn(day(12, -21));
  await received(address);
  expect((await traces(home.db, mark)).length).toBeGreaterThan(3);
  await sweepOn(day(12));
  await heard();
  expect(await traces(home.db, mark)).toEqual([]);
  expect(await traces(home.db, address)).toEqual([]);
  await expect(readStored(home.services.dataDir, paper)).rejects.toMatchObject({ key: 'file.missing' });
  const answer = await home.as().get(link);
  expect([answer.status, (await answer.text()).includes('This link is not known')]).toEqual([404, true]);
  expect((await home.as().post(link, { 'answers.name': 'Back' })).status).toBe(404);
  expect(await figure()).toBeGreaterThan(removedBefore);
  expect(await home.as('dana').read('/applications/forms')).toContain('Removed unfinished');
  const { rows } = await sql<{ command: string }>`
    select audit.command from audit_change join audit on audit.id = audit_change.audit_id
    where audit_change.table_name = 'application' and audit_change.row_id = ${id} order by audit.id`.execute(home.db);
  expect(rows.map(({ command }) => command)).toEqual(expect.arrayContaining(['application.begin', 'application.tellDraft']));
  expect(rows.at(-1)?.command).toBe('application.removeDraft');
  const again = await home.begin(address);
  expect(await home.as().read(again)).toContain('Not handed in yet');
});

const figure = async (): Promise<number> => {
  const answer = await home.as().get('/api/v1/application-figures');
  const { items } = (await answer.json()) as { items: { kind: string; removed: number }[] };
  return items.find(({ kind }) => kind === 'organisation')?.removed ?? 0;
};

it('whoever takes a draft back has it removed at once, and nobody else ever reads it', async () => {
  const { address, link, mark } = await begun('cinco');
  const answer = await home.as().post(`${link}/withdraw`);
  expect(answer.headers.get('location')).toBe('/apply?removed=yes');
  await heard();
  expect(await traces(home.db, mark)).toEqual([]);
  expect(await traces(home.db, address)).toEqual([]);
  expect(await home.as().read('/apply?removed=yes')).toContain('Your unfinished application was removed');
});

it('an application that was handed in is never removed this way', async () => {
  const { ref } = await home.submitted('kept@example.net', 'Kept Users');
  await sweepOn(day(30));
  await sweepOn(day(40));
  expect((await home.rowOf('kept@example.net')).ref).toBe(ref);
  expect((await home.rowOf('kept@example.net')).archived_at).toBeNull();
});

it('a draft that comes back with an older backup is removed again at once, without another letter', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plenary-drafts-'));
  const target = await testDatabase();
  const { rows } = await sql<{ current: string }>`select current_database() as current`.execute(home.db);
  const url = Object.assign(new URL(inject('testServer').url), { pathname: `/${rows[0]?.current}` }).href;
  const source = openPool(url, silent, 2);
  try {
    const { address, mark } = await begun('seis');
    const staying = await begun('siete');
    await backup(source, { filesDir: join(home.services.dataDir, 'files'), out: join(folder, 'older.tar.gz') });
    await home.as().post(`${linkIn((await received(address)).at(-1)?.body ?? '')}/withdraw`);
    await heard();
    await noteForgotten(home.db, home.services.dataDir, domains);
    await copyForgotten(home.services.dataDir, folder);
    expect(await readFile(join(folder, 'erased.jsonl'), 'utf8')).not.toMatch(/marca|example/);

    const dataDir = join(folder, 'new');
    await restore(target.pool, { from: join(folder, 'older.tar.gz'), filesDir: join(dataDir, 'files') });
    expect((await traces(target.db, mark)).length).toBeGreaterThan(3);
    const { rows: papers } = await sql<{ sha256: string }>`select sha256 from file where name = ${`${mark}.txt`}`.execute(target.db);
    await copyForgotten(folder, dataDir);
    const there = { db: target.db, dataDir, log: silent };
    expect(await forgetAgain(there, domains)).toBe(1);
    expect(await traces(target.db, mark)).toEqual([]);
    await expect(readStored(dataDir, papers[0]?.sha256 ?? '')).rejects.toMatchObject({ key: 'file.missing' });
    expect((await traces(target.db, staying.mark)).length, 'others stay').toBeGreaterThan(3);
    expect(await forgetAgain(there, domains), 'once is enough').toBe(0);
  } finally {
    await source.end();
    await target.drop();
    await rm(folder, { recursive: true });
  }
});
