import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { addRecommendation } from '../../domains/reviews/index.ts';
import { draftPosition } from '../../domains/reviews/positions/commands.ts';
import { changeRecommendation } from '../../domains/reviews/recommendations/commands.ts';
import { run } from '../command.ts';
import { readStored, storeFile } from '../files/store.ts';
import { silent } from '../log/log.ts';
import { backup } from './backup.ts';
import { inPublic, tablesOf } from './backup-schema.ts';
import { openPool } from './connect.ts';
import { restore } from './restore.ts';

// A whole community, with the triggers that refuse writes outside a command, taken from one database into another.

let community: TestApp;
let source: pg.Pool;
let target: TestDatabase;
let folder: string;
let paper: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenary-backup-'));
  community = await openApp();
  target = await testDatabase();
  source = await poolOn(community);
  const badr = community.call('badr');
  for (const stance of ['support', 'oppose'])
    await run(draftPosition, { recommendation: 'REC-ONE-01', body: 'NORTH', stance, comment: { en: `We ${stance} it.` } }, badr);
  paper = (await storeFile(join(folder, 'before'), Buffer.from('Minutes of the first meeting'))).sha256;
  const archive = join(folder, 'community.tar.gz');
  await backup(source, { filesDir: join(folder, 'before', 'files'), out: archive });
  await restore(target.pool, { from: archive, filesDir: join(folder, 'after', 'files') });
});
afterAll(async () => {
  await source.end();
  await Promise.all([community.close(), target.drop()]);
  await rm(folder, { recursive: true });
});

test('a community comes back row for row: records, their versions, the log, sessions and files', async () => {
  const before = await contentsOf(source);
  const after = await contentsOf(target.pool);
  expect(Object.keys(before).length).toBeGreaterThan(30);
  expect(before.audit_change?.length).toBeGreaterThan(20);
  expect(before.position?.[0]).toContain('We oppose it.');
  for (const [table, rows] of Object.entries(before)) expect([table, after[table]]).toEqual([table, rows]);
  expect((await target.pool.query('select version from position')).rows).toEqual([{ version: 2 }]);
  expect(await readStored(join(folder, 'after'), paper)).toEqual(Buffer.from('Minutes of the first meeting'));
  expect((await readdir(join(folder, 'after', 'files'))).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('the restored database still refuses a write outside a command', async () => {
  await expect(target.pool.query("update review set examiner = 'nobody'")).rejects.toThrow('a write to review outside a command');
});

test('work goes on after a restore: new numbers, the log, and versions against lost updates', async () => {
  const call = { ...community.call('dana'), db: target.db };
  const before = (await target.pool.query('select max(id) as audit, (select max(id) from recommendation) as recommendation from audit'))
    .rows[0];
  const { ref } = await run(addRecommendation, { review: 'R1', number: '4', title: 'Count what was done' }, call);
  const { rows } = await target.pool.query(
    `select recommendation.id, recommendation.version, audit.id as audit, audit.actor_name as who, audit_change.op
     from recommendation join audit_change on table_name = 'recommendation' and row_id = recommendation.id join audit on audit.id = audit_id where ref = $1`,
    [ref],
  );
  expect(rows).toMatchObject([{ version: 1, who: 'Dana Whitfield', op: 'insert' }]);
  expect(rows[0].id).toBeGreaterThan(before.recommendation);
  expect(rows[0].audit).toBeGreaterThan(before.audit);
  await run(changeRecommendation, { ref, version: 1, title: 'Count what was done each year' }, call);
  await expect(run(changeRecommendation, { ref, version: 1, title: 'Something else' }, call)).rejects.toMatchObject({ kind: 'conflict' });
});

/** Every row of every table as text, in one order. */
async function contentsOf(pool: pg.Pool): Promise<Record<string, string[]>> {
  const contents: Record<string, string[]> = {};
  for (const { name } of await tablesOf(pool)) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${inPublic(name)} t order by 1`);
    contents[name] = rows.map(({ row }) => row);
  }
  return contents;
}

/** A backup needs the connections themselves, not the queries over them. */
async function poolOn({ db }: TestApp): Promise<pg.Pool> {
  const { current } = await db.selectNoFrom((row) => row.fn<string>('current_database').as('current')).executeTakeFirstOrThrow();
  const url = new URL(inject('testServer').url);
  url.pathname = `/${current}`;
  return openPool(url.href, silent, 2);
}
