import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import mammoth from 'mammoth';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { testDatabase } from '../../../../test/database.ts';
import { commandNamed } from '../../../../test/laws/world.ts';
import { run } from '../../../platform/command.ts';
import { backup } from '../../../platform/db/backup.ts';
import { openPool } from '../../../platform/db/connect.ts';
import { restore } from '../../../platform/db/restore.ts';
import { silent } from '../../../platform/log/log.ts';
import { type GivenPerson, givePerson } from '../../accounts/testing.ts';
import { verifyReport } from '../report/command-line.ts';
import { startReport } from '../report/start.ts';
import { approveReport, changeReport, sendToReview, submitReport } from '../report/steps.ts';
import { writeSection } from '../sections/commands.ts';
import { canonical, checksumOf } from './canonical.ts';
import { type Content, figureNames, rowsOf } from './content.ts';
import type { Removal } from './removals.ts';

// A frozen report names people who later ask to be forgotten.

const ref = 'REP-ONE-2026-06';
let home: TestApp;
let nora: GivenPerson;
let ravi: GivenPerson;
/** Whose name is a word that every report holds. */
let status: GivenPerson;

beforeAll(async () => {
  home = await openApp();
  nora = await givePerson(home.db, { name: "Nora O'Keeffe-Zyx" });
  ravi = await givePerson(home.db, { name: 'Ravi "Rao" Quorum' });
  status = await givePerson(home.db, { name: 'title' });
  const early = home.call('dana', { now: '2026-01-10T09:00:00Z', today: '2026-01-10' });
  const issue = { kind: 'issue', review: 'R1', number: '1', title: 'Meet in every region', percent: 40, status: 'inProgress' };
  await run(
    commandNamed('plan.add'),
    { ...issue, note: "Asked of Nora O'Keeffe-Zyx.", leads: [{ role: 'staffLead', person: nora.personId }] },
    early,
  );
  await run(startReport, { review: 'R1', from: '2026-01-01', to: '2026-06-30' }, home.call('dana'));
  await run(changeReport, { ref, author: "Nora O'Keeffe-Zyx" }, home.call('dana'));
  const section = await home.db
    .selectFrom('report_section')
    .select('id')
    .where('kind', '=', 'prose')
    .orderBy('position')
    .executeTakeFirstOrThrow();
  const text = { original: 'to', texts: { to: 'Na\'e fai \'e Ravi "Rao" Quorum.', en: 'Nora O\'Keeffe-Zyx met Ravi "Rao" Quorum.' } };
  await run(writeSection, { id: section.id, text }, home.call('dana'));
  await run(sendToReview, { ref }, home.call('dana'));
  await run(approveReport, { ref }, home.call('dana'));
  await run(submitReport, { ref }, home.call('dana'));
});
afterAll(() => home.close());

const snapshot = async (): Promise<{ checksum: string; content: Content; removals: Removal[] }> =>
  home.db.selectFrom('report_snapshot').select(['checksum', 'content', 'removals']).executeTakeFirstOrThrow();
const forget = (one: GivenPerson, now = new Date().toISOString()) =>
  run(
    commandNamed('erasure.ask'),
    { person: one.personId, sure: true },
    home.call(undefined, { actor: one.actor, now, today: now.slice(0, 10) }),
  );
const figuresOf = (content: Content) =>
  figureNames.map((name) => [name, rowsOf(content, name).map((row) => [row.ref, row.percent, row.status])]);
const everything = async () => {
  const files = ['html', 'json'].map((format) => home.as().read(`/reports/${ref}/report.${format}`));
  return [await home.as().read(`/reports/${ref}`), ...(await Promise.all(files)), JSON.stringify(await snapshot())];
};

it('verifies under one checksum as long as nobody asks to be forgotten', async () => {
  const { checksum, removals } = await snapshot();
  expect(removals).toEqual([]);
  expect(await verifyReport(home.services, ref)).toEqual({ holds: true, says: `${ref} is as it was submitted: ${checksum}` });
  for (const told of await everything()) expect(told).toMatch(/Nora O(&#39;|')Keeffe-Zyx/);
});

it('the database writes the canonical form as the program does', async () => {
  const value = { b: [1, 40.5, null, true, 1000000, 0.25], Z: 'é"\\/\n\t\u0001\u007f\u2028😀 عربي', a: {}, é: [], 'a b': { y: '', x: -3 } };
  const { rows } = await sql<{ said: string }>`select report_canonical(${JSON.stringify(value)}::jsonb) as said`.execute(home.db);
  expect(rows[0]?.said).toBe(canonical(value));
});

it('of somebody forgotten the name goes everywhere, figures stay, and the report says why its checksum is another', async () => {
  const before = await snapshot();
  await forget(nora, '2027-02-03T10:00:00Z');
  const after = await snapshot();
  expect(after.checksum).toBe(before.checksum);
  expect(after.removals).toEqual([{ on: '2027-02-03', checksum: checksumOf(after.content) }]);
  const since = after.removals[0]?.checksum ?? '';
  expect(since).not.toBe(before.checksum);
  expect(figuresOf(after.content)).toEqual(figuresOf(before.content));
  for (const told of await everything()) {
    expect(told).not.toContain('Keeffe-Zyx');
    expect(told).toContain('Former member');
    expect(told.replaceAll(' ', '')).toContain(since.slice(0, 8));
  }
  const [page = '', html = '', json = '{}'] = await everything();
  for (const told of [page, html])
    expect(told).toContain('On 3 Feb 2027 names were removed from the text because somebody asked to be forgotten.');
  for (const sum of [before.checksum, since]) expect(page).toContain(`<code class="small">${sum}</code>`);
  const docx = Buffer.from(await (await home.as().get(`/reports/${ref}/report.docx`)).arrayBuffer());
  const { value: word } = await mammoth.extractRawText({ buffer: docx });
  for (const part of [before.checksum, since]) expect(word.replaceAll(' ', '')).toContain(part);
  expect(word).toContain('On 3 Feb 2027 names were removed');
  expect(word).not.toContain('Keeffe-Zyx');
  const pdf = async () => Buffer.from(await (await home.as().get(`/reports/${ref}/ar/report.pdf`)).arrayBuffer());
  expect(Buffer.compare(await pdf(), await pdf())).toBe(0);
  const file = JSON.parse(json);
  expect([file.checksum, checksumOf(file.content)]).toEqual([before.checksum, since]);
  expect(Object.keys(file.removals[0].note).sort()).toEqual(['ar', 'en', 'es', 'fr']);
  const api = JSON.parse(await home.as().read(`/api/v1/reports/${ref}`));
  expect([api.checksum, api.removals]).toEqual([before.checksum, file.removals]);
  const { holds, says } = await verifyReport(home.services, ref);
  expect(holds).toBe(true);
  expect(says.split('\n')).toEqual([
    `${ref} is as it was submitted, except that names were removed because somebody asked to be forgotten.`,
    `Checksum when it was submitted: ${before.checksum}`,
    `${'On 3 Feb 2027 names were removed from the text because somebody asked to be forgotten. The figures are unchanged. Checksum from then on:'} ${since}`,
  ]);
  expect((await verifyReport(home.services, ref, 'fr')).says).toContain('Les chiffres sont inchangés.');
});

it('of two who are forgotten one after the other each leaves a note, in every language of the text', async () => {
  const before = await snapshot();
  await forget(ravi, '2027-03-04T10:00:00Z');
  const after = await snapshot();
  expect(after.removals).toEqual([...before.removals, { on: '2027-03-04', checksum: checksumOf(after.content) }]);
  expect(figuresOf(after.content)).toEqual(figuresOf(before.content));
  for (const told of await everything()) expect(told).not.toContain('Quorum');
  expect((await verifyReport(home.services, ref)).holds).toBe(true);
});

it('a name that is a word of the form itself changes no report', async () => {
  const before = await snapshot();
  await forget(status);
  expect(await snapshot()).toEqual(before);
});

it('a backup brings both checksums and the notes back', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plenary-frozen-'));
  const target = await testDatabase();
  const { current } = await home.db.selectNoFrom((row) => row.fn<string>('current_database').as('current')).executeTakeFirstOrThrow();
  const url = new URL(inject('testServer').url);
  url.pathname = `/${current}`;
  const source = openPool(url.href, silent, 2);
  try {
    const archive = join(folder, 'all.tar.gz');
    await backup(source, { filesDir: join(folder, 'none'), out: archive });
    await restore(target.pool, { from: archive, filesDir: join(folder, 'files') });
    const there = await verifyReport({ ...home.services, db: target.db }, ref);
    expect(there).toEqual(await verifyReport(home.services, ref));
    expect(there.holds).toBe(true);
    await expect(target.pool.query("update report_snapshot set removals = '[]'")).rejects.toMatchObject({ code: 'PL002' });
  } finally {
    await source.end();
    await target.drop();
    await rm(folder, { recursive: true });
  }
});

it('nobody else changes it: not past the history, not as if somebody were forgotten, not beside an erasure, not in a figure', async () => {
  const before = await snapshot();
  const { rows } = await sql<{ pseudonym: string }>`select pseudonym from erasure order by id limit 1`.execute(home.db);
  const done = rows[0]?.pseudonym ?? '';
  const open = 'Former member OPEN2';
  const tries = (instead: string, set: string) =>
    home.db.transaction().execute(async (tx) => {
      await sql`select set_config('plenary.restoring', 'on', true), set_config('plenary.forgetting', ${instead}, true)`.execute(tx);
      await sql`insert into erasure (person_id, pseudonym, by_self, seats, asked_at, due_on)
        values (${home.people.eko.personId}, ${open}, true, 0, now(), '2030-01-01')`.execute(tx);
      await sql.raw(`update report_snapshot set ${set}`).execute(tx);
      const changed = await tx.selectFrom('report_snapshot').select(['checksum', 'content', 'removals']).executeTakeFirstOrThrow();
      expect(changed).toEqual(before);
      throw new Error('left as it was');
    });
  const forged = `content = jsonb_set(content, '{report,author}', '"Somebody Else"')`;
  for (const instead of ['', done, open]) await expect(tries(instead, forged), instead).rejects.toMatchObject({ code: 'PL002' });
  await expect(tries('', "checksum = 'forged'")).rejects.toMatchObject({ code: 'PL002' });
  await expect(
    tries(open, `checksum = 'forged', removals = '[]', content = jsonb_set(content, '{items,0,percent}', '99')`),
  ).rejects.toThrow('left as it was');
  await expect(tries(open, `content = jsonb_set(content, '{items,0,status}', '"completed"')`)).rejects.toThrow('left as it was');
  await expect(tries(open, `content = content || '{"more": "${open}"}'`)).rejects.toThrow('left as it was');
});

it('what was tampered with fails, and goes on failing when somebody is forgotten afterwards', async () => {
  const mina = await givePerson(home.db, { name: 'Mina Tamper' });
  await home.db.transaction().execute(async (tx) => {
    await sql`alter table report_snapshot disable trigger user`.execute(tx);
    await sql`update report_snapshot set content = jsonb_set(content, '{items,0,note,texts,en}', '"Mina Tamper: all is done."')`.execute(
      tx,
    );
    await sql`alter table report_snapshot enable trigger user`.execute(tx);
  });
  const before = await verifyReport(home.services, ref);
  expect(before.holds).toBe(false);
  expect(before.says).toContain('is NOT as it was left when names were last removed');
  const notes = (await snapshot()).removals;
  await forget(mina);
  expect(JSON.stringify(await snapshot())).not.toContain('Mina Tamper');
  expect((await snapshot()).removals).toEqual(notes);
  expect((await verifyReport(home.services, ref)).holds).toBe(false);
});
