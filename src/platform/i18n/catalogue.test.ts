import { describe, expect, it } from 'vitest';
import { makeCatalogue, translator } from './catalogue.ts';
import { fieldMessages } from './field-messages.ts';

const catalogue = makeCatalogue([
  {
    en: {
      'page.title': "It's here",
      'page.members': '{count, plural, one {# member} other {# members}}',
      'page.only': 'Only English',
      'page.hi': 'Hi {name} <b>',
      'page.quote': "it''s",
    },
    fr: {
      'page.title': 'Ici',
      'page.members': '{count, plural, one {# membre} many {# de membres} other {# membres}}',
      'page.hi': 'Salut {name}',
    },
    ar: {
      'page.title': 'هنا',
      'page.members': '{count, plural, zero {لا أعضاء} one {عضو واحد} two {عضوان} few {# أعضاء} many {# عضوًا} other {# عضو}}',
    },
  },
  fieldMessages,
]);

describe('words of the interface', () => {
  it('Arabic counts in six forms', () => {
    const t = translator(catalogue, 'ar');
    expect([0, 1, 2, 3, 11, 100, 103].map((count) => t('page.members', { count }))).toEqual([
      'لا أعضاء',
      'عضو واحد',
      'عضوان',
      '3 أعضاء',
      '11 عضوًا',
      '100 عضو',
      '103 أعضاء',
    ]);
    expect(t('field.tooLong', { max: 2 })).toBe('اكتب على الأكثر حرفين.');
    expect([t.language, t.direction]).toEqual(['ar', 'rtl']);
  });

  it('French says a million with "de"', () => {
    const t = translator(catalogue, 'fr');
    expect(t('page.members', { count: 0 })).toBe('0 membre');
    expect(t('page.members', { count: 1_000_000 })).toMatch(/^1\s000\s000 de membres$/);
  });

  it('a missing key is answered in English, then by itself, and is reported', () => {
    const missed: string[] = [];
    const t = translator(
      makeCatalogue([{ en: { a: 'A', n: '{n, plural, one {# day} other {# days}}' }, ar: {} }], {
        missing: (...what) => missed.push(what.join(' ')),
      }),
      'ar',
    );
    expect([t('a'), t('n', { n: 2 }), t('b.c')]).toEqual(['A', '2 days', 'b.c']);
    expect(missed).toEqual(['ar b.c']);
    expect([t.has('a'), t.has('b.c')]).toEqual([true, false]);
  });

  it('texts without slots, apostrophes, angle brackets and values are kept as they are', () => {
    const t = translator(catalogue, 'en');
    expect(t('page.title')).toBe("It's here");
    expect(t('page.quote')).toBe("it's");
    expect(t('page.hi', { name: '<i>{x}' })).toBe('Hi <i>{x} <b>');
    expect(() => t('page.hi')).toThrow(/name/);
    expect(translator(catalogue, 'en')).toBe(t);
  });

  it('two parts that speak about one key are an error that names it', () => {
    expect(() => makeCatalogue([{ en: { 'a.b': 'x' } }, { en: { 'a.b': 'y' } }])).toThrow('a.b');
  });
});
