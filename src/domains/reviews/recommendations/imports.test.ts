import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../../platform/command.ts';
import { reading } from '../../../platform/db/tables.ts';
import { unknownTexts } from '../../../platform/imports/queries.ts';
import {
  as,
  begin,
  bring,
  closeImportWorld,
  database,
  lines,
  office,
  openImportWorld,
  place,
  recommendationsOf,
  review,
  staff,
} from '../imports.example.ts';

beforeAll(openImportWorld);
afterAll(closeImportWorld);

describe('other documents with recommendations', () => {
  test('headings with numbers, and a counted list', async () => {
    await review('HEAD');
    const markdown = '# Report\n\n## 1. Meet\n\nMeet more often.\n\nIn every region.\n\n## 2. Count\n\nCount the votes.\n';
    expect(await begin(await bring('recommendations', markdown, 'r.md', { review: 'HEAD' }))).toEqual({ new: 2 });
    expect((await recommendationsOf('HEAD'))[0]).toMatchObject({
      number: '1',
      title: { texts: { en: 'Meet' } },
      text: { texts: { en: 'Meet more often.\n\nIn every region.' } },
    });
    await review('LIST');
    expect(
      await begin(
        await bring('recommendations', '1. Meet more often\n2. Count the votes\n3. Publish the result\n', 'r.txt', { review: 'LIST' }),
      ),
    ).toEqual({ new: 3 });
  });

  test('another name ("Issue 9") finds the recommendation, and one that nobody knows is asked', async () => {
    await review('NAMES');
    await begin(await bring('recommendations', 'number,title,aliases\n7,Seven,Issue 9; Point B\n9,Nine,\n', 'r.csv', { review: 'NAMES' }));
    const id = await bring(
      'positions',
      'ref,body,stance\nIssue 9,ALAC,Support\nRecommendation 9,ALAC,Support\nIssue 12,ALAC,Support\n',
      'p.csv',
      { review: 'NAMES' },
    );
    expect((await lines(id)).map((one) => one.label)).toEqual(['REC-NAMES-07 · ALAC', 'REC-NAMES-09 · ALAC', 'Issue 12 · ALAC']);
    expect(await unknownTexts(reading(database.db), id)).toMatchObject([{ text: 'Issue 12' }]);
    await run(
      office.commands.learn,
      { id, kind: (await unknownTexts(reading(database.db), id))[0]?.kind ?? '', text: 'Issue 12', ref: 'REC-NAMES-09' },
      as(staff),
    );
    await run(office.commands.previewAgain, { id }, as(staff));
    await office.runImport(place(), id);
    expect((await lines(id))[2]?.label).toBe('REC-NAMES-09 · ALAC');
  });
});

describe('what is wrong is said where it stands', () => {
  beforeAll(async () => {
    await review('WRONG');
    await begin(await bring('recommendations', 'number,title\n1,One\n2,Two\n', 'r.csv', { review: 'WRONG' }));
  });
  const problems = async (id: number) => (await lines(id)).map((one) => one.problems[0]?.key ?? one.outcome);

  test('two stances for one recommendation contradict each other', async () => {
    const text =
      'Recommendation 1. One.\nALAC [*Support*] Yes.\nRecommendation 2. Two.\nALAC [*Support*] Yes.\nRecommendation 1. One.\nALAC [*Do Not Support*] No.\n';
    expect(await problems(await bring('positions', text, 'p.txt', { review: 'WRONG' }))).toEqual([
      'imports.contradiction',
      'new',
      'imports.contradiction',
    ]);
  });

  test('the same reference twice with different titles, and the same line twice', async () => {
    const id = await bring('recommendations', 'number,title\n5,Five\n5,Fünf\n6,Six\n6,Six\n', 'r.csv', { review: 'WRONG' });
    expect(await problems(id)).toEqual(['imports.contradiction', 'imports.contradiction', 'new', 'imports.repeated']);
  });

  test('a missing column is named and no line is guessed', async () => {
    expect(await problems(await bring('positions', 'body,stance,comment\nALAC,Support,Yes\n', 'p.csv', { review: 'WRONG' }))).toEqual([
      'imports.noSuchColumn',
    ]);
  });

  test('a body, a stance and a recommendation that nobody knows are asked, each for itself', async () => {
    const id = await bring('positions', 'ref,body,stance\n1,The Wise,Support\n1,ALAC,Sort of\n77,ALAC,Support\n', 'p.csv', {
      review: 'WRONG',
    });
    expect((await unknownTexts(reading(database.db), id)).map(({ text }) => text).sort()).toEqual(['77', 'Sort of', 'The Wise']);
  });

  test('a document that speaks for another body than the one chosen is not taken in for either', async () => {
    const text = 'Recommendation 1. One.\nLACRALO Working Group - Review [*Support*] Yes.\n';
    expect(await problems(await bring('positions', text, 'p.txt', { review: 'WRONG', body: 'ALAC' }))).toEqual([
      'import.positions.otherBody',
    ]);
    expect(await problems(await bring('positions', 'ref,stance\n1,Support\n', 'p.csv', { review: 'WRONG' }))).toEqual([
      'import.positions.noBody',
    ]);
  });
});

describe('many lines at once', () => {
  test('a refused line takes nothing with it, the others have entries of their own, and what is there already has none', async () => {
    await review('MANY');
    const rows = Array.from({ length: 450 }, (_, at) => `${at + 1},Item ${at + 1},${at === 250 ? 'NOBODY' : 'ALAC'}`);
    const source = `number,title,addressees\n${rows.join('\n')}\n`;
    const id = await bring('recommendations', source.replace('NOBODY', 'GAC'), 'many.csv', { review: 'MANY' });
    await database.db
      .updateTable('import_line')
      .set({ input: JSON.stringify({ review: 'MANY', number: '251', title: 'x', addressees: ['NOBODY'] }) })
      .where('run_id', '=', id)
      .where('number', '=', 251)
      .execute();
    expect(await begin(id)).toEqual({ new: 449, refused: 1 });
    const entriesOf = async (run: number) =>
      (
        await database.db
          .selectFrom('audit')
          .innerJoin('import_line', 'import_line.id', 'audit.import_line_id')
          .innerJoin('audit_change', 'audit_change.audit_id', 'audit.id')
          .select(['import_line.number', 'audit_change.table_name'])
          .where('run_id', '=', run)
          .execute()
      ).length;
    expect(await entriesOf(id)).toBe(2 * 449);
    const again = await bring('recommendations', source.replace('NOBODY', 'ALAC').replace('Item 7,', 'Seven,'), 'many.csv', {
      review: 'MANY',
    });
    expect(await begin(again)).toEqual({ new: 1, changed: 1, unchanged: 448 });
    expect(await entriesOf(again)).toBe(3);
  });
});
