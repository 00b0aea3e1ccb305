import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { run } from '../command.ts';
import { nadia, omar, openHouse } from './house.example.ts';
import { unknownTexts } from './queries.ts';
import { reading } from './reading.ts';

const { db, commands, work, as, bring, begin, counts, found, lines, body } = openHouse();

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
    expect(await sql`select 1 from audit where import_line_id = ${changed.id}`.execute(db())).toMatchObject({ rows: [] });
  });

  test('finds lines of one file that contradict each other and imports neither until one is chosen', async () => {
    const id = await bring('ref,name,state\nC1,One,active\nC2,Two,active\nc1,One,dormant\nC2,Two,active\n');
    expect(await counts(id)).toEqual({ refused: 2, new: 1, unchanged: 1 });
    const before = await lines(id);
    expect(before[0].problems).toEqual([{ path: [], key: 'imports.contradiction', values: { lines: '3' } }]);
    expect(before[3].problems).toEqual([{ path: [], key: 'imports.repeated', values: { line: 2 } }]);
    await run(commands().choose, { id, shown: [1, 3], ticked: [3] }, as(nadia));
    await work(id);
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
    expect(await unknownTexts(reading(db()), id)).toMatchObject([{ kind: 'body', text: 'The Committee' }, { text: 'the  COMMITTEE' }]);
    await run(commands().learn, { id, kind: 'body', text: 'The Committee', ref: 'ALAC' }, as(nadia));
    await run(commands().previewAgain, { id }, as(nadia));
    await work(id);
    expect(await counts(id)).toEqual({ new: 2 });
    expect(await counts(await bring(file))).toEqual({ new: 2 });
  });

  test('each table of a document has its own headings; those of two may be the same column', async () => {
    const table = (heads: string, cells: string) =>
      `<table>${heads}${`<tr>${cells.replace(/[^,]+,?/g, (cell) => `<td>${cell.replace(',', '')}</td>`)}</tr>`}</table>`;
    const one = table('<tr><th>Reference</th><th>Part / Name</th></tr>', 'TA1,One');
    const other = table('<tr><th>ref</th><th>Full name</th></tr>', 'TA2,Two');
    const id = await bring(`<!doctype html><html><body>${one}${other}</body></html>`);
    const { mapping } = await found(id);
    expect(mapping.columns.map(({ heading, column }) => `${heading}: ${column}`)).toEqual([
      'Reference: ref',
      'Part / Name: name',
      'ref: ref',
      'Full name: name',
    ]);
    const asIs = mapping.columns.map(({ heading, column }) => ({ heading, column }));
    await run(commands().map, { id, columns: asIs }, as(nadia));
    await work(id);
    const twice = asIs.map((one) => (one.heading === 'Part / Name' ? { ...one, column: 'ref' } : one));
    await expect(run(commands().map, { id, columns: twice }, as(nadia))).rejects.toMatchObject({
      problems: [{ key: 'imports.columnTwice' }],
    });
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
    await run(commands().map, { id, columns }, as(nadia));
    await work(id);
    expect(await counts(id)).toEqual({ new: 1 });
    expect(await counts(await bring(file))).toEqual({ new: 1 });
  });

  test('a heading that is only signs is learned as others are', async () => {
    const file = '§§,†,name\nS1,active,One\n';
    const id = await bring(file);
    const columns = [
      { heading: '§§', column: 'ref' },
      { heading: '†', column: 'state' },
      { heading: 'name', column: 'name' },
    ];
    await run(commands().map, { id, columns }, as(nadia));
    await work(id);
    expect(await counts(id)).toEqual({ new: 1 });
    expect(await counts(await bring(file))).toEqual({ new: 1 });
  });

  test('one column of ours cannot be two of theirs', async () => {
    const id = await bring('ref,name,state\nK2,Two,active\n');
    const columns = [{ heading: 'name', column: 'ref' }];
    await expect(run(commands().map, { id, columns }, as(nadia))).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('names that were learned', () => {
  test('serve matching only, until somebody who may change all records says that readers see them', async () => {
    await begin(await bring('ref,name,state\nN1,One,active\n'));
    const id = await bring('ref,name,state,part of\nN2,Two,active,Number one\n');
    const { alias } = await run(commands().learn, { id, kind: 'body', text: 'Number one', ref: 'N1' }, as(nadia));
    const shown = async () => (await db().selectFrom('alias').select('shown').where('id', '=', alias).executeTakeFirst())?.shown;
    expect(await shown()).toBe(false);
    await run(commands().showName, { id, alias, shown: true }, as(nadia));
    expect(await shown()).toBe(true);
    const his = await bring('ref,name,state,part of\nN3,Three,active,The first\n', omar);
    await expect(
      run(commands().learn, { id: his, kind: 'body', text: 'The first', ref: 'N1', shown: true }, as(omar)),
    ).rejects.toMatchObject({ kind: 'forbidden' });
    await run(commands().learn, { id: his, kind: 'body', text: 'The first', ref: 'N1' }, as(omar));
    await expect(run(commands().showName, { id: his, alias, shown: true }, as(omar))).rejects.toMatchObject({ kind: 'forbidden' });
  });
});
