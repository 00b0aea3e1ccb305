import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { testDatabase } from '../../../../test/database.ts';
import { commandNamed } from '../../../../test/laws/world.ts';
import { domains } from '../../../app/domains.ts';
import { system } from '../../../platform/access/actor.ts';
import { deliverNews } from '../../../platform/audit/news.ts';
import { run } from '../../../platform/command.ts';
import { backup } from '../../../platform/db/backup.ts';
import { openPool } from '../../../platform/db/connect.ts';
import { restore } from '../../../platform/db/restore.ts';
import { copyForgotten, forgetAgain, noteForgotten } from '../../../platform/erasure/list.ts';
import { readStored } from '../../../platform/files/store.ts';
import { runImport } from '../../../platform/imports/domain.ts';
import { silent } from '../../../platform/log/log.ts';
import { smallForm } from '../../accreditation/applications/testing.ts';
import { givePerson } from '../testing.ts';

// Files that are of somebody who is forgotten, or name them; and backups that are older than the erasure.

let house: TestApp;
beforeAll(async () => {
  house = await openApp();
});
afterAll(() => house.close());

const does = (name: string, input: unknown, db = house.db) =>
  run(commandNamed(name), input, { ...house.call(undefined, { actor: system(), via: 'sample' }), db });

const base64 = (words: string) => Buffer.from(words).toString('base64');
const hashOf = async (name: string): Promise<string> =>
  (await house.db.selectFrom('file').select('sha256').where('name', '=', name).executeTakeFirstOrThrow()).sha256;
/** News wait for older transactions, of other tests too: their databases share one server. */
const heard = async () => {
  await expect
    .poll(
      async () => {
        const { rows } = await sql<{ over: boolean }>`
          select max(txid) < pg_snapshot_xmin(pg_current_snapshot()) as over from audit`.execute(house.db);
        return rows[0]?.over;
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  await deliverNews(house.services, domains);
};

test('the source of an import that names somebody goes when they are forgotten; what it brought stays, and the page says why it is gone', async () => {
  const text = 'name,email\nSusana Ilves-Mar,susana@one.example\nTomas Brun,tomas@one.example\n';
  const asDana = (name: string, input: unknown) => run(commandNamed(name), input, house.call('dana'));
  const { id } = (await asDana('import.start', { kind: 'people', name: 'members.csv', text, context: {} })) as { id: number };
  await runImport(house.services, id);
  await asDana('import.run', { id });
  await runImport(house.services, id);
  const source = await hashOf('members.csv');
  expect((await readStored(house.services.dataDir, source)).toString()).toContain('Susana');

  const { rows } = await sql<{ id: number }>`select id from person where display_name = 'Susana Ilves-Mar'`.execute(house.db);
  await does('erasure.ask', { person: rows[0]?.id, sure: true });
  await heard();
  await expect(readStored(house.services.dataDir, source)).rejects.toMatchObject({ key: 'file.missing' });
  const answer = await house.as('dana').get(`/imports/${id}/source`);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('somebody whom it named asked to be forgotten');
  expect(await house.as('dana').read(`/imports/${id}`)).toContain('Tomas Brun');
  expect(await house.as('ama').read('/people-and-roles/erasures')).toContain('1 removed');
});

test('evidence and papers of others that name somebody stay until a person has looked: kept, or their content removed', async () => {
  const { personId } = await givePerson(house.db, { name: 'Ulrika Zeno-Vale' });
  const { ref } = await does('plan.add', { kind: 'issue', review: 'R1', number: '1', title: 'Meet' });
  for (const name of ['kept.txt', 'removed.txt'])
    await does('evidence.add', { ref, title: name, file: { name, content: base64(`${name}: ulrika\n zeno-vale was there.`) } });
  await does('evidence.add', { ref, title: 'Other', file: { name: 'other.txt', content: base64('Ulrika was there.') } });
  const { erasure } = await does('erasure.ask', { person: personId, sure: true });
  await heard();
  const log = await house.as('ama').read('/people-and-roles/erasures');
  for (const name of ['kept.txt', 'removed.txt']) expect(log).toContain(name);
  expect(log).not.toContain('other.txt');
  const numberOf = async (name: string) =>
    (await house.db.selectFrom('file').select('id').where('name', '=', name).executeTakeFirstOrThrow()).id as number;
  const path = async (name: string) => `/people-and-roles/erasures/${erasure}/files/${await numberOf(name)}`;
  expect(await house.as('ama').read(await path('kept.txt'))).toContain('zeno-vale');
  expect((await house.as('dana').get(await path('kept.txt'))).status, 'only for who decides about it').toBe(403);
  const content = await hashOf('removed.txt');
  expect((await house.as('ama').post(`${await path('removed.txt')}/removal`)).status).toBe(303);
  expect((await house.as('ama').post(`${await path('kept.txt')}/stay`)).status).toBe(303);
  expect((await house.as('ama').post(`${await path('kept.txt')}/removal`)).status).toBe(409);
  await heard();
  await expect(readStored(house.services.dataDir, content)).rejects.toMatchObject({ key: 'file.missing' });
  expect((await readStored(house.services.dataDir, await hashOf('kept.txt'))).toString()).toContain('zeno-vale');
});

test('who had applied for themselves: answers, papers, notes and links go, and that somebody applied stays', async () => {
  await does('applicationForm.set', smallForm('individual'));
  const { personId } = await givePerson(house.db, { name: 'Viggo Tarn-Oake', email: 'viggo@one.example' });
  await does('application.begin', { kind: 'individual', address: 'viggo@one.example', language: 'en', client: 'one' });
  const { body } = await house.db
    .selectFrom('mail')
    .select('body')
    .where('recipient', '=', 'viggo@one.example')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  const token = /apply\/([\w-]+)/.exec(body)?.[1];
  await does('application.attach', { token, file: { name: 'passport of viggo.txt', content: base64('born in 1970') } });
  const answers = { name: 'Viggo Tarn-Oake', country: 'PE', contact: 'A friend of Viggo', agrees: 'yes' };
  const { ref } = await does('application.submit', { token, answers });
  await does('application.note', { ref, text: 'He is known from the call.' });
  const paper = await hashOf('passport of viggo.txt');

  await does('erasure.ask', { person: personId, sure: true });
  // The applications are emptied when the erasure is heard of, and the contents of their files go when that is heard of.
  await heard();
  await heard();
  const { rows } = await sql<{ row: string }>`
    select to_jsonb(application)::text || coalesce((select string_agg(text, '') from application_note where application_id = application.id), '')
      || (select string_agg(to_jsonb(change)::text, '') from audit_change change where table_name like 'application%')
      || coalesce((select string_agg(to_jsonb(hidden)::text, '') from audit_hidden hidden
        join audit_change change on change.id = hidden.change_id and change.table_name like 'application%'), '')
      || (select string_agg(name, ' ') from file) as row
    from application where ref = ${ref}`.execute(house.db);
  for (const trace of ['Viggo', 'viggo', 'friend', 'known from the call', 'tarn']) expect(rows[0]?.row, trace).not.toContain(trace);
  expect(rows[0]?.row).toContain('Former member');
  await expect(readStored(house.services.dataDir, paper)).rejects.toMatchObject({ key: 'file.missing' });
  expect((await house.as().get(`/apply/${token}`)).status).not.toBe(200);
});

test('somebody who was forgotten after a backup does not come back with it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plenary-erased-'));
  const target = await testDatabase();
  const { current } = (await sql<{ current: string }>`select current_database() as current`.execute(house.db)).rows[0] as {
    current: string;
  };
  const source = openPool(Object.assign(new URL(inject('testServer').url), { pathname: `/${current}` }).href, silent, 2);
  try {
    const { personId } = await givePerson(house.db, { name: 'Wanda Osei-Quill', email: 'wanda@one.example' });
    const stays = await givePerson(house.db, { name: 'Xaver Pohl' });
    const archive = join(folder, 'older.tar.gz');
    await backup(source, { filesDir: join(house.services.dataDir, 'files'), out: archive });
    await does('erasure.ask', { person: personId, sure: true });
    await heard();
    // The list lies beside the newest backup, and says nothing of anybody.
    await noteForgotten(house.db, house.services.dataDir, domains);
    await copyForgotten(house.services.dataDir, folder);
    const list = await readFile(join(folder, 'erased.jsonl'), 'utf8');
    expect(list.toLowerCase()).not.toMatch(/wanda|quill/);

    const dataDir = join(folder, 'new');
    await restore(target.pool, { from: archive, filesDir: join(dataDir, 'files') });
    const names = async () =>
      (await sql<{ name: string }>`select display_name as name from person order by id`.execute(target.db)).rows.map(({ name }) => name);
    expect(await names()).toContain('Wanda Osei-Quill');
    await copyForgotten(folder, dataDir);
    const there = { db: target.db, dataDir, log: silent };
    expect(await forgetAgain(there, domains)).toBe(1);
    expect(await names()).not.toContain('Wanda Osei-Quill');
    expect(await names()).toContain('Xaver Pohl');
    const { pseudonym } = await house.db
      .selectFrom('erasure')
      .select('pseudonym')
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow();
    expect(await names(), 'under the name that was left the first time').toContain(pseudonym);
    expect(await forgetAgain(there, domains), 'once is enough').toBe(0);

    const { made } = (
      await sql<{ made: string }>`select created_at::text as made from person where id = ${stays.personId}`.execute(target.db)
    ).rows[0] as { made: string };
    expect(made).toBeTruthy();
    await writeFile(
      join(dataDir, 'erased.jsonl'),
      `${JSON.stringify({ person: stays.personId, made: '2020-01-01T00:00:00.000000Z', pseudonym: 'Former member 99999', bySelf: true })}\n`,
    );
    expect(await forgetAgain(there, domains), 'the same number in another community is somebody else').toBe(0);
    await writeFile(join(dataDir, 'erased.jsonl'), '{"person": 1\n');
    await expect(forgetAgain(there, domains)).rejects.toThrow('Line 1');
  } finally {
    await source.end();
    await target.drop();
    await rm(folder, { recursive: true });
  }
});
