import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { run } from '../command.ts';
import { Refusal } from '../errors.ts';
import { nadia, openHouse } from './house.example.ts';

const { db, commands, newOffice, place, work, as, bring, begin, undo, counts, found, lines, body, howMany } = openHouse();

describe('the import', () => {
  test('writes the good lines, tells the others, and every value knows the line it came from', async () => {
    const id = await bring('ref,name,state\nG1,One,active\nFORBIDDEN,No,active\nG2,Two,active\n');
    await begin(id);
    expect(await found(id)).toMatchObject({ state: 'done', total: 3, finished: 3, counts: { new: 2, refused: 1 } });
    const [first] = await lines(id);
    const { rows } = await sql<{ command: string; via: string; name: string; parent: number | null }>`
      select command, via, actor_name as name, parent_id as parent from audit where import_line_id = ${first.id}`.execute(db());
    expect(rows).toEqual([{ command: 'body.save', via: 'import', name: 'Nadia', parent: null }]);
    expect(await sql`select 1 from audit where parent_id is not null`.execute(db())).toMatchObject({ rows: [] });
  });

  test('everything or nothing: one refused line and nothing is written', async () => {
    const id = await bring('ref,name,state\nN1,One,active\nFORBIDDEN,No,active\nN2,Two,active\n');
    await begin(id, true);
    expect(await found(id)).toMatchObject({ state: 'failed', failure: 'imports.nothingWritten' });
    expect(await howMany('N')).toBe(0);
    await run(commands().choose, { id, shown: [2], ticked: [] }, as(nadia));
    await begin(id, true);
    expect(await found(id)).toMatchObject({ state: 'done' });
    expect(await howMany('N')).toBe(2);
  });

  test('unticked lines stay out', async () => {
    const id = await bring('ref,name,state\nU1,One,active\nU2,Two,active\n');
    await run(commands().choose, { id, shown: [1, 2], ticked: [2] }, as(nadia));
    await begin(id);
    expect(await body('U1')).toBeUndefined();
    expect(await counts(id)).toEqual({ left: 1, new: 1 });
  });

  test('stopped in the middle it goes on exactly where it stopped, each line once', async () => {
    const rows = Array.from({ length: 700 }, (_, at) => `S${at},Body ${at},active`);
    const id = await bring(`ref,name,state\n${rows.join('\n')}\n`);
    await run(commands().begin, { id }, as(nadia));
    const stop = new AbortController();
    const first = work(id, { lines: 100, signal: stop.signal });
    while (((await howMany('S')) ?? 0) < 100) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    await first;
    const written = (await howMany('S')) ?? 0;
    expect(written).toBeGreaterThanOrEqual(100);
    expect(written).toBeLessThan(700);
    expect((await found(id)).finished).toBe(written);
    await newOffice().resumeImports(place());
    expect(await howMany('S')).toBe(700);
    expect(await found(id)).toMatchObject({ state: 'done', counts: { new: 700 } });
  });

  test('a full disk is named as the reason, and with room again the import goes on to its end', async () => {
    const id = await bring('ref,name,state\nD1,One,active\nD2,Two,active\nD3,Three,active\n');
    await sql`create function no_room() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$`.execute(db());
    await sql`create trigger no_room before insert on body for each row when (new.ref = 'D2') execute function no_room()`.execute(db());
    await begin(id);
    expect(await found(id)).toMatchObject({ state: 'failed', failure: 'imports.stoppedFull' });
    await sql`drop trigger no_room on body`.execute(db());
    await begin(id);
    expect(await found(id)).toMatchObject({ state: 'done', failure: null, counts: { new: 3 } });
    expect(await howMany('D')).toBe(3);
  });

  test('a connection killed in the middle leaves nothing half-written and the batch is done again', async () => {
    const rows = Array.from({ length: 600 }, (_, at) => `X${at},Body ${at},active`);
    const id = await bring(`ref,name,state\n${rows.join('\n')}\n`);
    await run(commands().begin, { id }, as(nadia));
    const working = work(id, { lines: 200 });
    for (let tries = 0; tries < 400; tries += 1) {
      const { rows: killed } = await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle' and xact_start is not null and query ~ 'import_line'
        limit 1`.execute(db());
      if (killed.length > 0) break;
    }
    await working.catch(() => {});
    await newOffice().resumeImports(place());
    expect(await found(id)).toMatchObject({ state: 'done' });
    expect(await howMany('X')).toBe(600);
    const { rows: twice } =
      await sql`select import_line_id from audit where import_line_id in (select id from import_line where run_id = ${id})
      group by 1 having count(*) > 1`.execute(db());
    expect(twice).toEqual([]);
  });

  test('five thousand lines and more: the preview tries the first five thousand and says so, the import takes all', {
    timeout: 120_000,
  }, async () => {
    const rows = Array.from({ length: 6_000 }, (_, at) => `L${at},Body ${at},active`);
    const id = await bring(`ref,name,state\n${rows.join('\n')}\n`);
    expect((await found(id)).notices).toContainEqual({
      key: 'imports.previewedPart',
      values: { count: expect.any(Number), total: 6_000 },
    });
    await begin(id);
    expect(await howMany('L')).toBe(6_000);
    await undo(id);
    expect(await howMany('L')).toBe(0);
  });

  test('a file in which nothing is understood says so and changes nothing', async () => {
    const id = await bring(
      'Dear all,\n\nplease find the minutes below. They speak of many things, none of them a body.\n',
      nadia,
      'letter.txt',
    );
    expect(await found(id)).toMatchObject({ state: 'previewed', total: 0, notices: [{ key: 'imports.nothingFound' }] });
    await expect(run(commands().begin, { id }, as(nadia))).rejects.toMatchObject({ key: 'imports.nothingToDo' });
  });

  test('what cannot be read is refused at the field, in words', async () => {
    const empty = run(commands().start, { kind: 'bodies', name: 'empty.csv', text: ' ' }, as(nadia));
    await expect(empty).rejects.toMatchObject({ problems: [{ path: ['file'], key: 'imports.nothingGiven' }] });
    const locked = readFileSync(join(import.meta.dirname, 'read', 'under-password', 'agile.xlsx')).toString('base64');
    await expect(run(commands().start, { kind: 'bodies', name: 'members.xlsx', file: locked }, as(nadia))).rejects.toMatchObject({
      problems: [{ path: ['file'], key: 'import.password' }],
    });
    const picture = Buffer.from('89504e470d0a1a0a0000', 'hex').toString('base64');
    await expect(run(commands().start, { kind: 'bodies', name: 'a.csv', file: picture }, as(nadia))).rejects.toBeInstanceOf(Refusal);
  });
});

describe('two at once', () => {
  test('the import asked for while the preview is just ending is not forgotten, and is done once', async () => {
    const id = await bring('ref,name,state\nQ1,One,active\nQ2,Two,active\n');
    await run(commands().begin, { id }, as(nadia));
    await Promise.all([work(id), work(id), newOffice().runImport(place(), id)]);
    expect(await found(id)).toMatchObject({ state: 'done', finished: 2, counts: { new: 2 } });
  });

  test('more imports than there are connections all come to their end', async () => {
    const ids: number[] = [];
    for (let many = 0; many < 12; many++) ids.push(await bring(`ref,name,state\nMANY${many},One of many,active\n`));
    for (const id of ids) await run(commands().begin, { id, oneForAll: true }, as(nadia));
    await Promise.all(ids.map((id) => work(id)));
    for (const id of ids) expect(await found(id)).toMatchObject({ state: 'done', counts: { new: 1 } });
  });
});
