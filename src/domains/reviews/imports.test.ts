import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { type Actor, system } from '../../platform/access/actor.ts';
import { type Call, run } from '../../platform/command.ts';
import { reading } from '../../platform/db/tables.ts';
import { type Block, type DocumentOut, says } from '../../platform/documents/document.ts';
import { formats } from '../../platform/documents/formats.ts';
import { type TableOut, writeTable } from '../../platform/documents/tables/write.ts';
import { makeCatalogue } from '../../platform/i18n/catalogue.ts';
import type { Texts } from '../../platform/i18n/texts.ts';
import { openOffice } from '../../platform/imports/office.ts';
import { countLines, unknownTexts } from '../../platform/imports/queries.ts';
import { silent } from '../../platform/log/log.ts';
import { setTerm } from '../../platform/terms/terms.ts';
import { addBody } from '../community/commands.ts';
import { bodies } from '../community/imports.ts';
import arImports from './import-words/messages/ar.json' with { type: 'json' };
import enImports from './import-words/messages/en.json' with { type: 'json' };
import esImports from './import-words/messages/es.json' with { type: 'json' };
import frImports from './import-words/messages/fr.json' with { type: 'json' };
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import { positions } from './positions/imports.ts';
import { addReview, aliasRecommendation } from './recommendations/commands.ts';
import { recommendations } from './recommendations/imports.ts';
import { stages } from './triage/imports.ts';

const seeds = new URL('../../../../shared/seeds/', import.meta.url);
const withSeeds = existsSync(seeds);
const seed = (start: string): Buffer => {
  const name = readdirSync(seeds).find((each) => each.startsWith(start)) ?? '';
  return readFileSync(new URL(name, seeds));
};
const example = new URL('../../../../shared/examples/recommendations/upr20-slovenia-thematic-list.docx', import.meta.url);

let database: TestDatabase;
let dataDir: string;
let office: ReturnType<typeof openOffice>;
const catalogue = makeCatalogue([
  { en, fr, es, ar },
  { en: enImports, fr: frImports, es: esImports, ar: arImports },
]);
const staff: Actor = {
  kind: 'person',
  personId: 7,
  name: 'Nadia',
  rights: new Map(
    ['review.manage', 'body.manage', 'position.draft', 'position.finalise', 'triage.propose'].map((right) => [
      right,
      'everywhere' as const,
    ]),
  ),
};
const as = (actor: Actor): Call => ({ db: database.db, actor, via: 'page', now: '2026-11-22T09:00:00Z', today: '2026-11-22' });
const place = () => ({ db: database.db, log: silent });

beforeAll(async () => {
  database = await testDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'plenary-review-imports-'));
  office = openOffice({
    importers: [bodies, recommendations, positions, stages],
    catalogue,
    actorOf: async () => staff,
    dataDir,
    uploadLimit: 25 * 1024 * 1024,
  });
  const call = as(system());
  for (const [at, [key, tone, label]] of stances.entries()) await run(setTerm, { scheme: 'stance', key, tone, label, position: at }, call);
  await run(
    setTerm,
    { scheme: 'coordination', key: 'requires', label: { en: 'Requires community coordination', fr: 'Exige une coordination' } },
    call,
  );
  await run(setTerm, { scheme: 'coordination', key: 'benefits', label: { en: 'Would benefit from community coordination' } }, call);
  await run(setTerm, { scheme: 'theme', key: 'diversity', label: { en: 'Diversity', fr: 'Diversité', ar: 'التنوع' } }, call);
  await run(setTerm, { scheme: 'theme', key: 'voting', label: { en: 'Voting', fr: 'Vote', ar: 'التصويت' } }, call);
  for (const [ref, name, parent] of given)
    await run(addBody, { ref, name: { en: name }, kind: 'group', ...(parent ? { parent } : {}) }, call);
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

const stances = [
  ['support', 'done', { en: 'Support', fr: 'Soutient', es: 'Apoya', ar: 'يؤيد' }],
  ['depends', 'waiting', { en: 'It depends', fr: 'Cela dépend', es: 'Depende', ar: 'يتوقف' }],
  ['oppose', 'problem', { en: 'Do not support', fr: 'Ne soutient pas', es: 'No apoya', ar: 'لا يؤيد' }],
] as const;
const given = [
  ['ALAC', 'At-Large Advisory Committee', undefined],
  ['LACRALO', 'Latin America and Caribbean Islands Regional At-Large Organization', undefined],
  ['AFRALO', 'African Regional At-Large Organization', undefined],
  ['GNSO', 'Generic Names Supporting Organization', undefined],
  ['GNSO-COUNCIL', 'GNSO Council', 'GNSO'],
  ['GNSO-GROUPS', 'GNSO Groups', 'GNSO'],
  ...['CCNSO', 'GAC', 'ASO', 'RSSAC', 'SSAC'].map((ref) => [ref, `${ref} of the test`, undefined] as const),
] as const;

const review = (ref: string) => run(addReview, { ref, prefix: ref, title: { en: `Review ${ref}` } }, as(system()));
const bring = async (kind: string, source: Uint8Array | string, name: string, context: Record<string, string> = {}) => {
  const { id } = await run(office.commands.start, { kind, name, file: Buffer.from(source).toString('base64'), context }, as(staff));
  await office.runImport(place(), id);
  return id;
};
const begin = async (id: number) => {
  await run(office.commands.begin, { id }, as(staff));
  await office.runImport(place(), id);
  return counts(id);
};
const counts = (id: number) => countLines(reading(database.db), id);
interface LineRow {
  number: number;
  label: string;
  outcome: string;
  input: { number: string };
  problems: { key: string }[];
}
interface RecommendationRow {
  number: string;
  title: Texts;
  text: Texts | null;
  themes: string[];
  coordination_class: string | null;
}
interface PositionRow {
  number: string;
  body: string;
  stance: string | null;
  state: string;
  comment: Texts | null;
}
const lines = (id: number): Promise<LineRow[]> =>
  database.db.selectFrom('import_line').selectAll().where('run_id', '=', id).orderBy('number').execute() as Promise<never[]>;
const recommendationsOf = (ref: string): Promise<RecommendationRow[]> =>
  database.db
    .selectFrom('recommendation')
    .innerJoin('review', 'review.id', 'recommendation.review_id')
    .selectAll('recommendation')
    .where('review.ref', '=', ref)
    .where('recommendation.archived_at', 'is', null)
    .orderBy('recommendation.position')
    .execute() as Promise<never[]>;
const positionsOf = (ref: string): Promise<PositionRow[]> =>
  database.db
    .selectFrom('position')
    .innerJoin('recommendation', 'recommendation.id', 'position.recommendation_id')
    .innerJoin('review', 'review.id', 'recommendation.review_id')
    .innerJoin('body', 'body.id', 'position.body_id')
    .select(['recommendation.number', 'body.ref as body', 'position.stance', 'position.comment', 'position.state', 'position.decided_on'])
    .where('review.ref', '=', ref)
    .where('position.archived_at', 'is', null)
    .orderBy('recommendation.position')
    .execute();
const numbersWith = (all: { number: string; stance: string | null }[], stance: string) =>
  all.filter((one) => one.stance === stance).map((one) => Number(one.number));
const bytesOf = async (written: { body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> }) =>
  new Uint8Array(await new Response(written.body).arrayBuffer());
const file = async (format: 'csv' | 'xlsx' | 'json', table: Omit<TableOut, 'title'>) =>
  bytesOf(await writeTable(format, { title: 'Export', ...table }));
const columnsOf = (names: readonly string[]) => names.map((name) => ({ key: name, title: name, kind: 'text' as const }));

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

// The same small answer in every form in which people have it.
const answers = [
  ['1', 'Support', 'A good idea.\n\nWho pays for it?'],
  ['2', 'It depends', 'Say first what "too much" means.'],
  ['3', 'Do not support', 'The groups are where members learn.'],
] as const;
const spoken = answers.flatMap(([number, stance, comment]): Block[] => [
  { kind: 'paragraph', spans: says(`Recommendation ${number}. The community should do the thing called ${number}.`) },
  ...comment.split('\n\n').map(
    (part, at): Block => ({
      kind: 'paragraph',
      spans: at === 0 ? [...says('LACRALO Working Group - Review ['), { text: stance, emphasis: true }, ...says(`] ${part}`)] : says(part),
    }),
  ),
]);
const asDocument: DocumentOut = { title: 'Answer of a region', language: 'en', blocks: spoken };
const pasted = answers
  .map(
    ([number, stance, comment]) =>
      `Recommendation ${number}. The community should do the thing called ${number}.\nLACRALO Working Group - Review [*${stance}*] ${comment}`,
  )
  .join('\n');
const asTable: Omit<TableOut, 'title'> = {
  columns: columnsOf(['Recommendation', 'Group', 'Position', 'Comments']),
  rows: answers.map(([number, stance, comment]) => ({ Recommendation: number, Group: 'LACRALO', Position: stance, Comments: comment })),
};
const inMarkdown = `| Recommandation | Organe | Avis | Commentaire |\n|---|---|---|---|\n${answers.map(([number], at) => `| ${number} | LACRALO | ${stances[at]?.[2].fr} | c${number} |`).join('\n')}\n`;
const inWord: DocumentOut = {
  title: 'T',
  language: 'en',
  blocks: [
    {
      kind: 'table',
      header: asTable.columns.map(({ title: text }) => ({ text })),
      rows: answers.map(([number, stance, comment]) => [number, 'LACRALO', stance, comment].map((text) => ({ text }))),
    },
  ],
};

const formsOfAnswer: readonly (readonly [string, string, () => Promise<Uint8Array | string>])[] = [
  ['running text pasted from a mail', 'pasted text', async () => pasted],
  ['a Word document of running text', 'answer.docx', async () => formats.docx.write(asDocument)],
  ['a Markdown document of running text', 'answer.md', async () => formats.md.write(asDocument)],
  ['a Word table', 'table.docx', async () => formats.docx.write(inWord)],
  ['a spreadsheet', 'answer.xlsx', async () => file('xlsx', asTable)],
  ['a CSV file', 'answer.csv', async () => file('csv', asTable)],
  ['a Markdown table with French headings and stances', 'answer.md', async () => inMarkdown],
];

describe('one answer in many forms', () => {
  test.each(formsOfAnswer.map(([what, name, make], at) => ({ what, name, make, at })))('$what', async ({ name, make, at }) => {
    const ref = `FORM${at}`;
    await review(ref);
    await begin(await bring('recommendations', 'number,title\n1,One\n2,Two\n3,Three\n', 'three.csv', { review: ref }));
    expect(await begin(await bring('positions', await make(), name, { review: ref, language: 'en' }))).toEqual({ new: 3 });
    const taken = await positionsOf(ref);
    expect(taken.map((one) => [one.number, one.body, one.stance, one.state])).toEqual([
      ['1', 'LACRALO', 'support', 'drafting'],
      ['2', 'LACRALO', 'depends', 'drafting'],
      ['3', 'LACRALO', 'oppose', 'drafting'],
    ]);
    if (!name.endsWith('.md') || at === 2) expect(taken[0]?.comment?.texts.en).toBe('A good idea.\n\nWho pays for it?');
  });

  test('Spanish and Arabic texts are understood by their own words', async () => {
    await review('WORDS');
    await begin(
      await bring('recommendations', 'Recomendación 1. La comunidad debería reunirse.\nRecomendación 2. Otra.\n', 'r.txt', {
        review: 'WORDS',
        language: 'es',
      }),
    );
    const text = 'Recomendación 1. La comunidad debería reunirse.\nLACRALO [*Apoyamos*] Sí.\nالتوصية 2. أخرى\nLACRALO [*لا نؤيد*] لا.\n';
    expect(await begin(await bring('positions', text, 'p.txt', { review: 'WORDS', language: 'es' }))).toEqual({ new: 2 });
    expect((await positionsOf('WORDS')).map((one) => one.stance)).toEqual(['support', 'oppose']);
  });

  test('a comment brought in another language joins the first one instead of taking its place', async () => {
    await review('JOIN');
    await begin(await bring('recommendations', 'number,title\n1,One\n2,Two\n', 'r.csv', { review: 'JOIN' }));
    await begin(
      await bring('positions', 'ref,body,stance,comment\n1,LACRALO,Apoya,Muy bien\n', 'p.csv', { review: 'JOIN', language: 'es' }),
    );
    await begin(
      await bring('positions', 'ref,body,stance,comment\n1,LACRALO,Support,Very good\n', 'p.csv', { review: 'JOIN', language: 'en' }),
    );
    expect((await positionsOf('JOIN'))[0]?.comment).toEqual({ original: 'es', texts: { es: 'Muy bien', en: 'Very good' } });
  });
});

describe('what goes out comes back in', () => {
  const register = [
    {
      ref: 'REC-OUT-01',
      title: 'Meet more often',
      review: 'OUT',
      number: '1',
      themes: 'Diversity; Voting',
      owner: '',
      coordination: 'Requires community coordination',
      'stance-support': 3,
      priority: 'P1',
      page: 'p. 7',
    },
    {
      ref: 'REC-OUT-1.10',
      title: 'Count =1+1',
      review: 'OUT',
      number: '1.10',
      themes: '',
      owner: '',
      coordination: '',
      'stance-support': 0,
      priority: null,
      page: null,
    },
  ];
  const inLanguage = (language: 'en' | 'fr' | 'ar', keys = false): Omit<TableOut, 'title'> => ({
    columns: Object.keys(register[0] ?? {}).map((key) => ({
      key,
      title:
        keys || key.startsWith('stance') ? key : (({ en, fr, ar }[language] as Record<string, string>)[`recommendation.${key}`] ?? key),
      kind: 'text',
    })),
    rows: register.map((row) =>
      language === 'en'
        ? row
        : {
            ...row,
            themes: row.themes && { fr: 'Diversité; Vote', ar: 'التنوع; التصويت' }[language],
            coordination: row.coordination && (language === 'fr' ? 'Exige une coordination' : row.coordination),
          },
    ),
  });

  test('the register, as a table of every kind, with headings in any language or under our own names', async () => {
    await review('OUT');
    expect(await begin(await bring('recommendations', await file('csv', inLanguage('en')), 'register.csv', { review: 'OUT' }))).toEqual({
      new: 2,
    });
    const [first, second] = await recommendationsOf('OUT');
    expect(first).toMatchObject({ ref: 'REC-OUT-01', themes: ['diversity', 'voting'], coordination_class: 'requires', page: 'p. 7' });
    expect(second).toMatchObject({ number: '1.10', title: { texts: { en: 'Count =1+1' } } });
    for (const format of ['csv', 'xlsx', 'json'] as const) {
      expect([
        format,
        await counts(await bring('recommendations', await file(format, inLanguage('en')), `register.${format}`, { review: 'OUT' })),
      ]).toEqual([format, { unchanged: 2 }]);
      expect([
        format,
        await counts(await bring('recommendations', await file(format, inLanguage('en', true)), `keys.${format}`, { review: 'OUT' })),
      ]).toEqual([format, { unchanged: 2 }]);
    }
    for (const language of ['fr', 'ar'] as const) {
      expect([
        language,
        await counts(
          await bring('recommendations', await file('csv', inLanguage(language)), 'register.csv', { review: 'OUT', language: 'en' }),
        ),
      ]).toEqual([language, { unchanged: 2 }]);
    }
  });

  test('without the number the reference is enough, and a translation keeps the original', async () => {
    const table = { columns: columnsOf(['Référence', 'Titre']), rows: [{ Référence: 'REC-OUT-01', Titre: 'Se réunir plus souvent' }] };
    expect(await begin(await bring('recommendations', await file('csv', table), 'r.csv', { review: 'OUT', language: 'fr' }))).toEqual({
      changed: 1,
    });
    expect((await recommendationsOf('OUT'))[0]?.title).toEqual({
      original: 'en',
      texts: { en: 'Meet more often', fr: 'Se réunir plus souvent' },
    });
  });

  test.each(['en', 'fr', 'es', 'ar'] as const)('the matrix in %s, a stance in each cell', async (language) => {
    const ref = `MX${language.toUpperCase()}`;
    await review(ref);
    await begin(await bring('recommendations', 'number,title\n1,One\n2,Two\n3,Three\n', 'r.csv', { review: ref }));
    const words = stances.map(([, , label]) => label[language]);
    const matrix = {
      columns: [
        { key: 'ref', title: { en, fr, es, ar }[language]['recommendation.ref'], kind: 'text' as const },
        { key: 'title', title: { en, fr, es, ar }[language]['recommendation.title'], kind: 'text' as const },
        ...columnsOf(['LACRALO', 'AFRALO', 'ALAC']),
      ],
      rows: [1, 2, 3].map((number) => ({
        ref: `REC-${ref}-0${number}`,
        title: ['One', 'Two', 'Three'][number - 1],
        LACRALO: words[number - 1],
        AFRALO: number === 2 ? '' : words[0],
        ALAC: '',
      })),
    };
    for (const [at, format] of (['xlsx', 'csv', 'json'] as const).entries()) {
      const id = await bring('positions', await file(format, matrix), `matrix.${format}`, { review: ref });
      expect([format, at === 0 ? await begin(id) : await counts(id)]).toEqual([format, at === 0 ? { new: 5 } : { unchanged: 5 }]);
    }
    expect((await positionsOf(ref)).filter((one) => one.body === 'LACRALO').map((one) => one.stance)).toEqual([
      'support',
      'depends',
      'oppose',
    ]);
  });

  test('bodies, parents before children, and again without a change', async () => {
    const csv =
      'ref,name.en,name.ar,acronym,kind,parent,state,languages\nHEAD,Head,الرأس,HD,group,,active,en; fr\nHAND,Hand,,,group,HEAD,dormant,en\n';
    expect(await begin(await bring('bodies', csv, 'bodies.csv'))).toEqual({ new: 2 });
    expect(await counts(await bring('bodies', csv, 'bodies.csv'))).toEqual({ unchanged: 2 });
    expect(await begin(await bring('bodies', 'Référence;Nom\nHAND;Main\n', 'bodies.csv', { language: 'fr' }))).toEqual({ changed: 1 });
    const hand = await database.db
      .selectFrom('body')
      .innerJoin('body as parent', 'parent.id', 'body.parent_id')
      .select(['body.name', 'body.state', 'parent.ref'])
      .where('body.ref', '=', 'HAND')
      .executeTakeFirstOrThrow();
    expect(hand).toEqual({ name: { original: 'en', texts: { en: 'Hand', fr: 'Main' } }, state: 'dormant', ref: 'HEAD' });
  });

  test('stages as a table, by key', async () => {
    await review('STAGE');
    const csv = 'body,stage,as of\nALAC,underReview,2026-03-01\nGNSO Council,signed off,1 April 2026\n';
    expect(await begin(await bring('stages', csv, 's.csv', { review: 'STAGE' }))).toEqual({ new: 2 });
  });
});

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
