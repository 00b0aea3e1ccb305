import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { blankDatabase, type TestDatabase, testDatabase } from '../../../test/database.ts';
import { backup } from './backup.ts';
import { checkBackup } from './backup-manifest.ts';
import { type Migration, migrate } from './migrate.ts';
import { restore } from './restore.ts';

const schema: Migration = {
  name: 'villages',
  up: async (db) => {
    for (const statement of [
      `create table village (id bigint generated always as identity primary key, name text not null, twin_id bigint references village,
         elder_id bigint, shout text generated always as (upper(name)) stored, seen_at timestamptz, stay interval, area numeric, crest bytea, note jsonb)`,
      'create table "odd Name" (id serial primary key, village_id bigint not null references village on delete cascade)',
      'alter table village add foreign key (elder_id) references village deferrable',
      'create table tale (village_id bigint not null, body text) partition by list (village_id)',
      'create table tale_0 partition of tale for values in (1)',
      'create table tale_1 partition of tale for values in (2)',
      'alter table tale add foreign key (village_id) references village',
      'create materialized view village_count as select count(*)::int as villages from village',
      "create function guard() returns trigger language plpgsql as $$ begin raise exception 'only by command'; end $$",
      'create trigger guarded before insert on village for each row execute function guard()',
      'create trigger guarded_always before insert on "odd Name" for each row execute function guard()',
      'alter table "odd Name" enable always trigger guarded_always',
    ])
      await sql.raw(statement).execute(db);
  },
};

/** Two villages that point at each other, with every awkward value, and a place for many more. */
const contents = `
  alter table village disable trigger guarded;
  insert into village (name, elder_id, seen_at, stay, area, crest, note) values
    (E'Ñandú\\n\\t\\\\N 用户', 2, '2026-11-22 10:00:00.123456+05:30', '1 mon 2 days 03:00:00.5', 12345678901234567890.123, '\\x00ff0a', '{"a": [1, null]}'),
    ('', 1, null, '-1 year', 'NaN', '', 'null');
  update village set twin_id = 3 - id;
  insert into tale select 1 + n % 2, repeat('once upon a time ', n % 50) from generate_series(1, 1000) n;
  alter table "odd Name" disable trigger guarded_always;
  insert into "odd Name" (village_id) values (1), (2);
  alter table "odd Name" enable always trigger guarded_always;
  alter table village enable trigger guarded`;

/** All that a person could see, as text. */
const everything = `select json_build_object(
  'villages', (select json_agg(v order by id) from village v), 'odd', (select json_agg(o order by id) from "odd Name" o),
  'tales', (select md5(string_agg(village_id || coalesce(body, ''), ',' order by village_id, body)) from tale),
  'triggers', (select json_agg(concat(tgname, tgenabled) order by tgname) from pg_trigger where not tgisinternal),
  'references', (select json_agg(pg_get_constraintdef(oid) order by pg_get_constraintdef(oid)) from pg_constraint where contype = 'f'))::text as all`;

let folder: string;
let source: TestDatabase;
let target: TestDatabase;
const path = (...steps: string[]) => join(folder, ...steps);
const all = async ({ pool }: TestDatabase) => (await pool.query(everything)).rows[0].all;

async function write(name: string, content: string | Buffer) {
  await mkdir(dirname(path(name)), { recursive: true });
  await writeFile(path(name), content);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenary-backup-'));
  [source, target] = [await blankDatabase(), await blankDatabase()];
  await migrate(source.db, [schema]);
  await migrate(target.db, [schema]);
  await source.pool.query(contents);
});
afterEach(async () => {
  await Promise.all([source.drop(), target.drop()]);
  await rm(folder, { recursive: true });
});

describe('a backup that is restored elsewhere', () => {
  test('brings back every row, value, reference and file, and numbering goes on', async () => {
    const long = `${'レポート/'.repeat(20)}報告 1.pdf`;
    await write('files/ab/minutes.pdf', Buffer.alloc(3_000_000, 'minutes'));
    await write(join('files', long), 'long');
    await write('files/empty', '');
    await backup(source.pool, { filesDir: path('files'), out: path('all.tar.gz') });
    const manifest = await restore(target.pool, { from: path('all.tar.gz'), filesDir: path('restored') });

    expect(await all(target)).toBe(await all(source));
    expect(manifest.tables.map(({ name, rows }) => [name, rows])).toEqual([
      ['odd Name', 2],
      ['tale_0', 500],
      ['tale_1', 500],
      ['village', 2],
    ]);
    expect((await target.pool.query('select villages from village_count')).rows).toEqual([{ villages: 2 }]);
    await target.pool.query('alter table village disable trigger guarded');
    expect((await target.pool.query("insert into village (name) values ('new') returning id")).rows).toEqual([{ id: 3 }]);
    expect(await readFile(path('restored/ab/minutes.pdf'))).toEqual(await readFile(path('files/ab/minutes.pdf')));
    expect(await readFile(path('restored', long), 'utf8')).toBe('long');
    expect((await stat(path('restored/empty'))).size).toBe(0);
    expect(await readdir(path('restored'))).toHaveLength(3);
  });

  test('can be opened with the tools of any system, and is readable by its owner only', async () => {
    await write('files/a/b.txt', 'hello');
    await write(`files/${'x'.repeat(150)}.txt`, 'long');
    await backup(source.pool, { filesDir: path('files'), out: path('all.tar.gz') });
    await mkdir(path('opened'));
    await promisify(execFile)('tar', ['-xzf', path('all.tar.gz'), '-C', path('opened')]);
    expect(await readFile(path('opened/files/a/b.txt'), 'utf8')).toBe('hello');
    expect(await readFile(path(`opened/files/${'x'.repeat(150)}.txt`), 'utf8')).toBe('long');
    expect(JSON.parse(await readFile(path('opened/manifest.json'), 'utf8')).migrations).toEqual(['villages']);
    expect((await stat(path('all.tar.gz'))).mode & 0o077).toBe(0);
  });

  test('needs no more rights than the owner of the tables has', async () => {
    await backup(source.pool, { filesDir: path('files'), out: path('all.tar.gz') });
    const role = `owner_${target.url.match(/[0-9a-f]{8}(?=\?|$)/)?.[0]}`;
    await target.pool.query(`create role ${role}; grant ${role} to current_user; grant all on schema public to ${role}`);
    await target.pool.query(`do $$ declare name text; begin
      for name in select oid::regclass from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm')
      loop execute 'alter table ' || name || ' owner to ${role}'; end loop; end $$`);
    target.pool.on('connect', (client) => void client.query(`set role ${role}`));
    const idle = await target.pool.connect();
    idle.release(true);
    await restore(target.pool, { from: path('all.tar.gz'), filesDir: path('restored') });
    expect(await all(target)).toBe(await all(source));
    await target.pool.query(`reset role; reassign owned by ${role} to current_user; drop owned by ${role}; drop role ${role}`);
  });

  test('is of one moment although people go on writing', async () => {
    await source.pool.query(`alter table village disable trigger guarded;
      insert into village (name) select 'v' from generate_series(1, 50000);
      update village set note = '-1' where id in (1, 50002)`);
    let writing = true;
    const writer = (async () => {
      for (let n = 0; writing; n++)
        await source.pool.query('with v as (update village set note = $1 where id = 1) update village set note = $1 where id = 50002', [
          `${n}`,
        ]);
    })();
    const adder = (async () => {
      while (writing)
        await source.pool.query("with v as (insert into village (name) values ('late') returning id) insert into tale values (1, 'late')");
    })();
    await backup(source.pool, { filesDir: path('files'), out: path('all.tar.gz') });
    writing = false;
    await Promise.all([writer, adder]);
    await restore(target.pool, { from: path('all.tar.gz'), filesDir: path('restored') });
    const { rows } = await target.pool.query(`select
      (select note from village where id = 1) = (select note from village where id = 50002) as same,
      (select count(*) from village where name = 'late') = (select count(*) from tale where body = 'late') as paired,
      (select max(id) from village) < nextval(pg_get_serial_sequence('village', 'id')) as numbered`);
    expect(rows).toEqual([{ same: true, paired: true, numbered: true }]);
  });

  test('keeps the whole schema of the product', async () => {
    const [one, two] = [await testDatabase(), await testDatabase()];
    await one.pool.query(`insert into setting (key, value) values ('greeting', '"hello"')`);
    await backup(one.pool, { filesDir: path('files'), out: path('all.tar.gz') });
    await restore(two.pool, { from: path('all.tar.gz'), filesDir: path('restored') });
    expect((await two.pool.query('select * from setting')).rows).toEqual([{ key: 'greeting', value: 'hello' }]);
    await Promise.all([one.drop(), two.drop()]);
  });
});

describe('a restore that is refused leaves everything as it was', () => {
  const from = () => path('all.tar.gz');
  const restoring = (options = {}) => restore(target.pool, { from: from(), filesDir: path('restored'), ...options });
  let before: string;

  beforeEach(async () => {
    await write('files/paper.txt', 'paper');
    await backup(source.pool, { filesDir: path('files'), out: from() });
    await target.pool.query(`alter table village disable trigger guarded; insert into village (name) values ('mine')`);
    await write('restored/mine.txt', 'mine');
    before = await all(target);
  });
  afterEach(async () => {
    expect(await readdir(path('restored'))).toEqual(['mine.txt']);
    expect(await all(target)).toBe(before);
  });

  test('because the folder of files holds something', async () => {
    await expect(restoring()).rejects.toThrow('is not empty');
  });

  test('because the database holds something', async () => {
    await expect(restoring({ filesDir: path('other') })).rejects.toThrow('there are rows in village');
  });

  test('because the backup is cut off', async () => {
    const whole = await readFile(from());
    for (const length of [0, 10, Math.floor(whole.length / 2), whole.length - 9, whole.length - 1]) {
      await writeFile(from(), whole.subarray(0, length));
      await expect(restoring({ force: true })).rejects.toThrow(/cannot be used/);
    }
  });

  test('because a byte of the backup changed', async () => {
    const { size } = await stat(from());
    for (const place of [20, Math.floor(size / 3), Math.floor(size / 2), size - 6]) {
      const file = await open(from(), 'r+');
      const { buffer } = await file.read(Buffer.alloc(1), 0, 1, place);
      await file.write(Buffer.from([(buffer[0] ?? 0) ^ 0x41]), 0, 1, place);
      await expect(restoring({ force: true })).rejects.toThrow(/cannot be used/);
      await file.write(buffer, 0, 1, place);
      await file.close();
    }
    await checkBackup(from());
  });

  test('because a value in it was altered by someone', async () => {
    const plain = gunzipSync(await readFile(from()));
    plain.write('qaper', plain.indexOf('paper'.padEnd(512, '\0')));
    await writeFile(from(), gzipSync(plain));
    await expect(restoring({ force: true })).rejects.toThrow('files/paper.txt is not as it was written');
  });

  test('because a part was named so as to land elsewhere', async () => {
    const plain = gunzipSync(await readFile(from()));
    const header = plain.indexOf('files/paper.txt');
    plain.write('files/../per.txt', header);
    plain.write('      ', header + 148);
    const block = plain.subarray(header, header + 512);
    block.write(' '.repeat(8), 148);
    block.write(
      `${block
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    await writeFile(from(), gzipSync(plain));
    await expect(restoring({ force: true })).rejects.toThrow('is not a part of a backup');
  });

  test('because its rows break a rule of this database', async () => {
    await target.pool.query(`alter table tale add constraint short check (length(body) < 100)`);
    await expect(restoring({ force: true })).rejects.toThrow('violates check constraint');
    await target.pool.query('alter table tale drop constraint short');
  });

  test('because it is of another version', async () => {
    const later: Migration = { name: 'later', up: async (db) => void (await sql`select 1`.execute(db)) };
    await migrate(target.db, [schema, later]);
    await expect(restoring({ force: true })).rejects.toThrow('older version of Plenary, before later');
    await migrate(source.db, [schema, later, { ...later, name: 'latest' }]);
    await rm(from());
    await backup(source.pool, { filesDir: path('files'), out: from() });
    await expect(restoring({ force: true })).rejects.toThrow('newer version of Plenary: this database lacks latest');
  });

  test('because there is no such backup', async () => {
    await expect(restoring({ from: path('nothing'), force: true })).rejects.toThrow('ENOENT');
  });
});

test('a restore replaces what is there when that is asked for', async () => {
  await write('files/paper.txt', 'paper');
  await backup(source.pool, { filesDir: path('files'), out: path('all.tar.gz') });
  await write('restored/mine.txt', 'mine');
  await target.pool.query(
    `alter table village disable trigger guarded; insert into village (name) select 'mine' from generate_series(1, 9)`,
  );
  await target.pool.query('alter table village enable trigger guarded');
  await restore(target.pool, { from: path('all.tar.gz'), filesDir: path('restored'), force: true });
  expect(await all(target)).toBe(await all(source));
  expect(await readdir(path('restored'))).toEqual(['paper.txt']);
});

test('a backup that fails never overwrites another, and leaves nothing half written', async () => {
  await write('all.tar.gz', 'older');
  await expect(backup(source.pool, { filesDir: path('files'), out: path('all.tar.gz') })).rejects.toThrow('exists already');
  expect(await readFile(path('all.tar.gz'), 'utf8')).toBe('older');
  await write('plain', 'a file where a folder should be');
  await expect(backup(source.pool, { filesDir: path('plain'), out: path('new.tar.gz') })).rejects.toThrow('ENOTDIR');
  expect((await readdir(folder)).sort()).toEqual(['all.tar.gz', 'plain']);
  expect((await source.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});
