import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TableOut } from '../../platform/documents/tables/write.ts';
import {
  begin,
  bring,
  closeImportWorld,
  columnsOf,
  counts,
  database,
  file,
  openImportWorld,
  positionsOf,
  recommendationsOf,
  review,
  stances,
} from './imports.example.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };

beforeAll(openImportWorld);
afterAll(closeImportWorld);

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
