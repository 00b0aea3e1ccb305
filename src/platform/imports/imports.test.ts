import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { type Actor, system } from '../access/actor.ts';
import { type Call, run } from '../command.ts';
import { Refusal } from '../errors.ts';
import { makeCatalogue } from '../i18n/catalogue.ts';
import { plainTexts } from '../i18n/texts.ts';
import { silent } from '../log/log.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import { openOffice } from './office.ts';
import { countLines, findRun, type Line, unknownTexts } from './queries.ts';
import { reading } from './reading.ts';
import { bodies, saveBody } from './registry.example.ts';

let database: TestDatabase;
let dataDir: string;
let office: ReturnType<typeof openOffice>;
const nadia: Actor = { kind: 'person', personId: 7, name: 'Nadia', rights: new Map([['body.edit', 'everywhere']]) };
const omar: Actor = { kind: 'person', personId: 8, name: 'Omar', rights: new Map([['body.edit', new Set([1])]]) };
const stranger: Actor = { kind: 'person', personId: 9, name: 'Stranger', rights: new Map() };
const people = new Map([nadia, omar, stranger].map((one) => [one.personId, one]));

const newOffice = () =>
  openOffice({
    importers: [bodies],
    catalogue: makeCatalogue([{ en, fr, es, ar }]),
    actorOf: async (_db, id) => people.get(id),
    dataDir,
    uploadLimit: 25 * 1024 * 1024,
  });

beforeAll(async () => {
  database = await testDatabase();
  // One test kills connections; whoever held one is told by the failing question already.
  database.pool.on('connect', (client) => client.on('error', () => {}));
  dataDir = await mkdtemp(join(tmpdir(), 'plenary-imports-'));
  office = newOffice();
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

const place = () => ({ db: database.db, log: silent });
const as = (actor: Actor): Call => ({ db: database.db, actor, via: 'page', now: new Date().toISOString(), today: '2026-11-22' });
const bring = async (text: string, actor = nadia, name = 'bodies.csv') => {
  const { id } = await run(office.commands.start, { kind: 'bodies', name, file: Buffer.from(text).toString('base64') }, as(actor));
  await office.runImport(place(), id);
  return id;
};
const begin = async (id: number, oneForAll = false, actor = nadia) => {
  await run(office.commands.begin, { id, oneForAll }, as(actor));
  await office.runImport(place(), id);
};
const undo = async (id: number) => {
  await run(office.commands.undo, { id, why: 'the wrong file' }, as(nadia));
  await office.runImport(place(), id);
};
const counts = (id: number) => countLines(reading(database.db), id);
const found = (id: number) => findRun(reading(database.db), [bodies], nadia, id);
/** No file of these tests is looked at beyond its fourth line. */
const lines = async (id: number) =>
  (await database.db.selectFrom('import_line').selectAll().where('run_id', '=', id).orderBy('number').execute()) as [
    Line,
    Line,
    Line,
    Line,
  ];
const body = (ref: string) => database.db.selectFrom('body').selectAll().where('ref', '=', ref).executeTakeFirst();
const howMany = async (prefix: string) =>
  (await sql<{ n: number }>`select count(*) as n from body where ref like ${`${prefix}%`} and archived_at is null`.execute(database.db))
    .rows[0]?.n;

describe('the preview', () => {
  test('says of every line whether it is new, changed with what before and after, unchanged, or why not, and writes nothing', async () => {
    await begin(await bring('ref,name,state\nP1,One,active\nP2,Two,active\n'));
    const id = await bring('Reference;Full name;Estado\nP1;One;active\nP2;Two;sleeping\nP3;Three;active\nP4;Four;lively\n;Five;active\n');
    expect(await counts(id)).toEqual({ unchanged: 1, changed: 1, new: 1, refused: 2 });
    const [, changed, , refused] = await lines(id);
    expect(changed.problems).toEqual([{ path: ['state'], key: 'imports.change', values: { before: 'active', after: 'dormant' } }]);
    expect(refused.problems[0]).toMatchObject({ path: ['state'], key: 'field.choice' });
    expect(await body('P3')).toBeUndefined();
    expect((await body('P2'))?.state).toBe('active');
    expect(await sql`select 1 from audit where import_line_id = ${changed.id}`.execute(database.db)).toMatchObject({ rows: [] });
  });

  test('finds lines of one file that contradict each other and imports neither until one is chosen', async () => {
    const id = await bring('ref,name,state\nC1,One,active\nC2,Two,active\nc1,One,dormant\nC2,Two,active\n');
    expect(await counts(id)).toEqual({ refused: 2, new: 1, unchanged: 1 });
    const before = await lines(id);
    expect(before[0].problems).toEqual([{ path: [], key: 'imports.contradiction', values: { lines: '3' } }]);
    expect(before[3].problems).toEqual([{ path: [], key: 'imports.repeated', values: { line: 2 } }]);
    await run(office.commands.choose, { id, shown: [1, 3], ticked: [3] }, as(nadia));
    await office.runImport(place(), id);
    await begin(id);
    expect((await body('C1'))?.state).toBe('dormant');
    expect(await counts(id)).toEqual({ left: 1, new: 2, unchanged: 1 });
  });

  test('keeps a fault on one line from the others', async () => {
    const id = await bring('ref,name,state\nF1,Explode,active\nF2,Fine,active\n');
    expect((await lines(id)).map((one) => one.outcome)).toEqual(['refused', 'new']);
  });
});

describe('what people teach', () => {
  test('a name that nobody knows is asked once and known in the next import', async () => {
    await begin(await bring('ref,name,state\nALAC,Committee,active\n'));
    const file = 'ref,name,state,part of\nT1,One,active,The Committee\nT2,Two,active,the  COMMITTEE\n';
    const id = await bring(file);
    expect(await unknownTexts(reading(database.db), id)).toMatchObject([
      { kind: 'body', text: 'The Committee' },
      { text: 'the  COMMITTEE' },
    ]);
    await run(office.commands.learn, { id, kind: 'body', text: 'The Committee', ref: 'ALAC' }, as(nadia));
    await run(office.commands.previewAgain, { id }, as(nadia));
    await office.runImport(place(), id);
    expect(await counts(id)).toEqual({ new: 2 });
    expect(await counts(await bring(file))).toEqual({ new: 2 });
  });

  test('a heading that was corrected is known in the next file', async () => {
    const file = 'Kürzel,Bezeichnung,Zustand\nK1,Eins,active\n';
    const id = await bring(file);
    expect((await found(id)).notices).toContainEqual({ key: 'imports.noColumnKnown' });
    expect(await counts(id)).toEqual({ notUnderstood: 1 });
    const columns = [
      { heading: 'Kürzel', column: 'ref' },
      { heading: 'Bezeichnung', column: 'name' },
      { heading: 'Zustand', column: 'state' },
    ];
    await run(office.commands.map, { id, columns }, as(nadia));
    await office.runImport(place(), id);
    expect(await counts(id)).toEqual({ new: 1 });
    expect(await counts(await bring(file))).toEqual({ new: 1 });
  });

  test('one column of ours cannot be two of theirs', async () => {
    const id = await bring('ref,name,state\nK2,Two,active\n');
    const columns = [{ heading: 'name', column: 'ref' }];
    await expect(run(office.commands.map, { id, columns }, as(nadia))).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('the import', () => {
  test('writes the good lines, tells the others, and every value knows the line it came from', async () => {
    const id = await bring('ref,name,state\nG1,One,active\nFORBIDDEN,No,active\nG2,Two,active\n');
    await begin(id);
    expect(await found(id)).toMatchObject({ state: 'done', total: 3, finished: 3, counts: { new: 2, refused: 1 } });
    const [first] = await lines(id);
    const { rows } = await sql<{ command: string; via: string; name: string; parent: number | null }>`
      select command, via, actor_name as name, parent_id as parent from audit where import_line_id = ${first.id}`.execute(database.db);
    expect(rows).toEqual([{ command: 'body.save', via: 'import', name: 'Nadia', parent: null }]);
    expect(await sql`select 1 from audit where parent_id is not null`.execute(database.db)).toMatchObject({ rows: [] });
  });

  test('everything or nothing: one refused line and nothing is written', async () => {
    const id = await bring('ref,name,state\nN1,One,active\nFORBIDDEN,No,active\nN2,Two,active\n');
    await begin(id, true);
    expect(await found(id)).toMatchObject({ state: 'failed', failure: 'imports.nothingWritten' });
    expect(await howMany('N')).toBe(0);
    await run(office.commands.choose, { id, shown: [2], ticked: [] }, as(nadia));
    await begin(id, true);
    expect(await found(id)).toMatchObject({ state: 'done' });
    expect(await howMany('N')).toBe(2);
  });

  test('unticked lines stay out', async () => {
    const id = await bring('ref,name,state\nU1,One,active\nU2,Two,active\n');
    await run(office.commands.choose, { id, shown: [1, 2], ticked: [2] }, as(nadia));
    await begin(id);
    expect(await body('U1')).toBeUndefined();
    expect(await counts(id)).toEqual({ left: 1, new: 1 });
  });

  test('stopped in the middle it goes on exactly where it stopped, each line once', async () => {
    const rows = Array.from({ length: 700 }, (_, at) => `S${at},Body ${at},active`);
    const id = await bring(`ref,name,state\n${rows.join('\n')}\n`);
    await run(office.commands.begin, { id }, as(nadia));
    const stop = new AbortController();
    const first = office.runImport(place(), id, { lines: 100, signal: stop.signal });
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

  test('a connection killed in the middle leaves nothing half-written and the batch is done again', async () => {
    const rows = Array.from({ length: 600 }, (_, at) => `X${at},Body ${at},active`);
    const id = await bring(`ref,name,state\n${rows.join('\n')}\n`);
    await run(office.commands.begin, { id }, as(nadia));
    const work = office.runImport(place(), id, { lines: 200 });
    for (let tries = 0; tries < 400; tries += 1) {
      const { rows: killed } = await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle' and xact_start is not null and query ~ 'import_line'
        limit 1`.execute(database.db);
      if (killed.length > 0) break;
    }
    await work.catch(() => {});
    await newOffice().resumeImports(place());
    expect(await found(id)).toMatchObject({ state: 'done' });
    expect(await howMany('X')).toBe(600);
    const { rows: twice } =
      await sql`select import_line_id from audit where import_line_id in (select id from import_line where run_id = ${id})
      group by 1 having count(*) > 1`.execute(database.db);
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
    await expect(run(office.commands.begin, { id }, as(nadia))).rejects.toMatchObject({ key: 'imports.nothingToDo' });
  });

  test('what cannot be read is refused at the field, in words', async () => {
    const empty = run(office.commands.start, { kind: 'bodies', name: 'empty.csv', text: ' ' }, as(nadia));
    await expect(empty).rejects.toMatchObject({ problems: [{ path: ['file'], key: 'imports.nothingGiven' }] });
    const picture = Buffer.from('89504e470d0a1a0a0000', 'hex').toString('base64');
    await expect(run(office.commands.start, { kind: 'bodies', name: 'a.csv', file: picture }, as(nadia))).rejects.toBeInstanceOf(Refusal);
  });
});

describe('undo', () => {
  test('archives what was made, gives back what was changed, keeps what others touched since, and can be followed by the same import', async () => {
    await begin(await bring('ref,name,state\nR1,One,active\nR2,Two,active\n'));
    const file = 'ref,name,state\nR1,Eins,dormant\nR2,Zwei,active\nR3,Drei,active\n';
    const id = await bring(file);
    await begin(id);
    await run(saveBody, { ref: 'R1', name: 'Uno', state: 'dormant' }, as(nadia));
    await undo(id);
    expect(await found(id)).toMatchObject({ state: 'undone', counts: { kept: 1, undone: 2 } });
    expect(await body('R1')).toMatchObject({ name: plainTexts('en', 'Uno'), state: 'active' });
    expect(await body('R2')).toMatchObject({ name: plainTexts('en', 'Two') });
    expect(await body('R3')).toMatchObject({ archived_reason: 'import undone' });
    expect((await lines(id))[0].problems).toEqual([{ path: ['name'], key: 'imports.keptField' }]);
    const { rows } = await sql<{ reason: string }>`select reason from audit where command = 'import.takeBack'`.execute(database.db);
    expect(rows.at(-1)?.reason).toBe('the wrong file');
    await begin(await bring(file));
    expect(await body('R3')).toMatchObject({ archived_at: null });
  });
});

describe('who may undo what', () => {
  const omarsImport = async (first: string, second: string) => {
    const id = await bring(`ref,name,state\n${first},One,active\n${second},Two,active\n`, omar);
    await begin(id, false, omar);
    const own = await body(first);
    people.set(8, { ...omar, rights: new Map([['body.edit', new Set([own?.id as number])]]) });
    return id;
  };

  test('with the right for some bodies only their records are taken back; the others stay, with the reason at their lines', async () => {
    const id = await omarsImport('V1', 'V2');
    await run(office.commands.undo, { id, why: 'the wrong file' }, as(omar));
    await office.runImport(place(), id);
    expect((await lines(id)).map((line) => [line.outcome, line.problems[0]?.key])).toEqual([
      ['undone', undefined],
      ['kept', 'imports.keptNotYours'],
    ]);
    expect(await body('V2')).toMatchObject({ archived_at: null });
  });

  test('where everything or nothing was asked for, one record that must stay keeps all of them, and the lines say why', async () => {
    const id = await omarsImport('V3', 'V4');
    await run(office.commands.undo, { id, why: 'the wrong file', oneForAll: true }, as(omar));
    await office.runImport(place(), id);
    expect(await found(id)).toMatchObject({ state: 'done', failure: 'imports.nothingUndone' });
    expect(await body('V3')).toMatchObject({ archived_at: null });
    expect((await lines(id)).map((line) => [line.outcome, line.problems[0]?.key])).toEqual([
      ['new', undefined],
      ['new', 'imports.keptNotYours'],
    ]);
  });
});

describe('names that were learned', () => {
  test('serve matching only, until somebody who may change all records says that readers see them', async () => {
    await begin(await bring('ref,name,state\nN1,One,active\n'));
    const id = await bring('ref,name,state,part of\nN2,Two,active,Number one\n');
    const { alias } = await run(office.commands.learn, { id, kind: 'body', text: 'Number one', ref: 'N1' }, as(nadia));
    const shown = async () => (await database.db.selectFrom('alias').select('shown').where('id', '=', alias).executeTakeFirst())?.shown;
    expect(await shown()).toBe(false);
    await run(office.commands.showName, { id, alias, shown: true }, as(nadia));
    expect(await shown()).toBe(true);
    const his = await bring('ref,name,state,part of\nN3,Three,active,The first\n', omar);
    await expect(
      run(office.commands.learn, { id: his, kind: 'body', text: 'The first', ref: 'N1', shown: true }, as(omar)),
    ).rejects.toMatchObject({ kind: 'forbidden' });
    await run(office.commands.learn, { id: his, kind: 'body', text: 'The first', ref: 'N1' }, as(omar));
    await expect(run(office.commands.showName, { id: his, alias, shown: true }, as(omar))).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

describe('two at once', () => {
  test('the import asked for while the preview is just ending is not forgotten, and is done once', async () => {
    const id = await bring('ref,name,state\nQ1,One,active\nQ2,Two,active\n');
    await run(office.commands.begin, { id }, as(nadia));
    await Promise.all([office.runImport(place(), id), office.runImport(place(), id), newOffice().runImport(place(), id)]);
    expect(await found(id)).toMatchObject({ state: 'done', finished: 2, counts: { new: 2 } });
  });
});

describe('who may', () => {
  test('without the right of the importer nothing can be brought or seen', async () => {
    await expect(run(office.commands.start, { kind: 'bodies', text: 'ref\nA' }, as(stranger))).rejects.toMatchObject({ kind: 'forbidden' });
    const id = await bring('ref,name,state\nW1,One,active\n');
    await expect(run(office.commands.begin, { id }, as(stranger))).rejects.toMatchObject({ kind: 'notFound' });
  });

  test('with the right for some bodies one sees one’s own imports and not those of others', async () => {
    const hers = await bring('ref,name,state\nW2,Two,active\n');
    await expect(run(office.commands.undo, { id: hers, why: 'no' }, as(omar))).rejects.toMatchObject({ kind: 'notFound' });
    const his = await bring('ref,name,state\nW3,Three,active\n', omar);
    await begin(his, false, omar);
    expect(await found(his)).toMatchObject({ state: 'done', actor_name: 'Omar' });
  });

  test('an import begun with a limited token does no more than the token may', async () => {
    const limited = { ...nadia, scopes: ['import.start', 'import.run'] };
    const id = await bring('ref,name,state\nW4,Four,active\n', limited);
    expect(await counts(id)).toEqual({ refused: 1 });
  });

  test('the program itself may import, for example the sample', async () => {
    const id = await bring('ref,name,state\nW5,Five,active\n', system());
    await begin(id, false, system());
    expect(await found(id)).toMatchObject({ state: 'done' });
  });
});
