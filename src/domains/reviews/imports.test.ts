import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { system } from '../../platform/access/actor.ts';
import { run } from '../../platform/command.ts';
import { bodies } from '../community/imports.ts';
import arImports from './import-words/messages/ar.json' with { type: 'json' };
import enImports from './import-words/messages/en.json' with { type: 'json' };
import esImports from './import-words/messages/es.json' with { type: 'json' };
import frImports from './import-words/messages/fr.json' with { type: 'json' };
import {
  as,
  begin,
  bring,
  closeImportWorld,
  counts,
  database,
  example,
  lines,
  numbersWith,
  office,
  openImportWorld,
  place,
  positionsOf,
  recommendationsOf,
  review,
  seed,
  staff,
  withSeeds,
} from './imports.example.ts';
import en from './messages/en.json' with { type: 'json' };
import { positions } from './positions/imports.ts';
import { aliasRecommendation } from './recommendations/commands.ts';
import { recommendations } from './recommendations/imports.ts';
import { stages } from './triage/imports.ts';

beforeAll(openImportWorld);
afterAll(closeImportWorld);

describe.skipIf(!withSeeds)('the sources themselves (skipped only where the folder of seeds is absent)', () => {
  test('an answer to a review brings sixteen recommendations, and where the region stands on each', async () => {
    await review('ITEMS');
    expect(await begin(await bring('recommendations', seed('002'), '002.txt', { review: 'ITEMS' }))).toEqual({ new: 16 });
    const all = await recommendationsOf('ITEMS');
    expect(all.map((one) => Number(one.number))).toEqual(Array.from({ length: 16 }, (_, at) => at + 1));
    expect(all[6]?.text?.texts.en).toMatch(/^At-Large should .+\.$/);
    expect(all[0]?.title?.texts.en?.length).toBeLessThanOrEqual(111);
    expect(
      await begin(await bring('positions', seed('002'), '002.txt', { review: 'ITEMS', decidedOn: '2017-03-01', decidedHow: 'document' })),
    ).toEqual({ new: 16 });
    const taken = await positionsOf('ITEMS');
    expect(numbersWith(taken, 'support')).toEqual([1, 4, 5, 8, 10, 11, 12, 13, 14, 15, 16]);
    expect(numbersWith(taken, 'depends')).toEqual([2, 3, 9]);
    expect(numbersWith(taken, 'oppose')).toEqual([6, 7]);
    expect(new Set(taken.map((one) => `${one.body} ${one.state}`))).toEqual(new Set(['LACRALO final']));
    expect(taken[6]?.comment?.texts.en).toMatch(/feedback\?$/);
    const again = await bring('positions', seed('002'), '002.txt', { review: 'ITEMS', decidedOn: '2017-03-01' });
    expect(await counts(again)).toEqual({ unchanged: 16 });
    expect(await counts(await bring('recommendations', seed('002'), '002.txt', { review: 'ITEMS' }))).toEqual({ unchanged: 16 });
  });

  test('a report lists eight issues, and two numbers of its table that differ are asked about, never guessed silently', async () => {
    await review('ARI');
    const id = await bring('recommendations', seed('001'), '001.txt', { review: 'ARI' });
    const before = await lines(id);
    expect(before.filter((one) => one.outcome === 'new').map((one) => one.input.number)).toEqual([
      '1',
      '2',
      '3',
      '4',
      '7',
      '9',
      '13',
      '16',
    ]);
    const asked = before.filter((one) => one.outcome === 'refused');
    expect(asked.map((one) => one.label.split('.')[0])).toEqual(['Issue 8 → 9', '8', 'Issue 15 → 13', '15']);
    expect(asked.map((one) => one.problems[0]?.key)).toEqual(Array(4).fill('imports.contradiction'));
    const same = asked.filter((one) => one.label.includes('→')).map((one) => one.number);
    await run(office.commands.choose, { id, shown: asked.map((one) => one.number), ticked: same }, as(staff));
    await office.runImport(place(), id);
    await begin(id);
    expect((await recommendationsOf('ARI')).map((one) => one.number)).toEqual(['1', '2', '3', '4', '7', '9', '13', '16']);
    const aliases = await database.db
      .selectFrom('alias')
      .innerJoin('recommendation', 'recommendation.id', 'alias.record_id')
      .select(['alias.text', 'recommendation.ref'])
      .where('alias.kind', 'like', 'recommendation/%')
      .where('alias.text', 'in', ['Issue 8', 'Issue 15'])
      .execute();
    expect(aliases).toEqual(
      expect.arrayContaining([
        { text: 'Issue 8', ref: 'REC-ARI-09' },
        { text: 'Issue 15', ref: 'REC-ARI-13' },
      ]),
    );
    const again = await lines(await bring('recommendations', seed('001'), '001.txt', { review: 'ARI' }));
    expect(new Set(again.map((one) => one.outcome))).toEqual(new Set(['unchanged']));
  });

  test('slides say which recommendations need coordination, and how far every group is', async () => {
    await review('WS2');
    await begin(
      await bring('recommendations', 'number,title\n1.1,Seven elements of diversity\n3.1,Human rights framework\n', 'ws2.csv', {
        review: 'WS2',
      }),
    );
    await run(aliasRecommendation, { ref: 'REC-WS2-3.1', alias: 'FOI-HR' }, as(system()));
    expect(await begin(await bring('recommendations', seed('004'), '004.txt', { review: 'WS2' }))).toEqual({ new: 2, changed: 2 });
    const all = await recommendationsOf('WS2');
    expect(all.map((one) => [one.number, one.coordination_class])).toEqual([
      ['1.1', 'requires'],
      ['1.7', 'requires'],
      ['2.3', 'requires'],
      ['3.1', 'benefits'],
    ]);
    expect(all[0]?.title?.texts.en).toBe('Seven elements of diversity');
    expect(all[0]?.themes).toEqual(['diversity']);
    expect(await begin(await bring('stages', seed('004'), '004.txt', { review: 'WS2' }))).toEqual({ new: 8 });
    const found = await database.db
      .selectFrom('triage_stage')
      .innerJoin('body', 'body.id', 'triage_stage.body_id')
      .select(['body.ref', 'stage', 'as_of', 'note'])
      .orderBy('body.ref')
      .execute();
    expect(Object.fromEntries(found.map((one) => [one.ref, one.stage]))).toEqual({
      CCNSO: 'implementing',
      GAC: 'implementing',
      ALAC: 'underReview',
      'GNSO-COUNCIL': 'reviewed',
      'GNSO-GROUPS': 'signOffAsked',
      ASO: 'signOffAsked',
      RSSAC: 'signOffAsked',
      SSAC: 'signOffAsked',
    });
    expect(found[0]).toMatchObject({ as_of: '2021-06-28', note: { original: 'en' } });
  });
});

test.skipIf(!existsSync(example))(
  'a thematic list in Word comes in by its columns (skipped only where the example is absent)',
  async () => {
    await review('UPR');
    const bytes = readFileSync(example);
    const id = await bring('recommendations', bytes, 'list.docx', { review: 'UPR' });
    const done = await begin(id);
    expect(done.new).toBeGreaterThan(100);
    expect(done.notUnderstood).toBeUndefined();
    expect((await recommendationsOf('UPR')).find((one) => one.number === '115.1')).toMatchObject({
      themes: ['A12 Acceptance of international norms'],
    });
    const answers = await lines(await bring('positions', bytes, 'list.docx', { review: 'UPR', body: 'GAC' }));
    expect(answers.filter((one) => one.outcome === 'new').length).toBeGreaterThan(100);
  },
);

test('every word of these imports exists in four languages', () => {
  for (const words of [frImports, esImports, arImports]) expect(Object.keys(words)).toEqual(Object.keys(enImports));
  const known = { ...en, ...enImports } as Record<string, string>;
  const asked = [recommendations, positions, stages, bodies].flatMap((importer) => [
    importer.title,
    importer.hint,
    ...importer.context.map((field) => field.label),
    ...importer.columns.map((column) => column.label),
  ]);
  expect(asked.filter((key) => !known[key])).toEqual([]);
});
