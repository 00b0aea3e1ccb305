import { describe, expect, it } from 'vitest';
import { dayInWords } from '../documents/language.ts';
import { makeCatalogue, translator } from './catalogue.ts';
import { countryFrom, countryName } from './countries.ts';
import { dayReadings, readDay } from './days.ts';
import { fieldMessages } from './field-messages.ts';
import { lastDayOf, readFlexibleDay } from './flexible-days.ts';
import { acceptedLanguages, chooseLanguage, directionOf, languageFrom, languageName, languageTag, matchLanguage } from './languages.ts';
import { changeText, plainTexts, textIn, textsSchema } from './texts.ts';

describe('languages', () => {
  it('a wish in the address wins over the cookie, the person, the browser and the community', () => {
    const wishes = { asked: 'ar', cookie: 'fr', person: 'es', acceptLanguage: 'en', communityDefault: 'en' };
    expect(chooseLanguage(wishes)).toBe('ar');
    expect(chooseLanguage({ ...wishes, asked: 'xx' })).toBe('fr');
    expect(chooseLanguage({ ...wishes, asked: undefined, cookie: undefined })).toBe('es');
    expect(chooseLanguage({ acceptLanguage: 'de, fr-CA;q=0.5, es;q=0.8', communityDefault: 'ar' })).toBe('es');
    expect(chooseLanguage({ acceptLanguage: 'de', communityDefault: 'fr' })).toBe('fr');
    expect(chooseLanguage({})).toBe('en');
  });

  it('a language that is not complete is not offered', () => {
    expect(chooseLanguage({ asked: 'zh', communityDefault: 'es' })).toBe('es');
  });

  it('an Accept-Language header is read by weight, and nonsense in it is left out', () => {
    expect(acceptedLanguages('fr;q=0.2, *;q=0.1, en-GB, english, es;q=0, ar;q=x')).toEqual(['en-GB', 'fr']);
  });

  it('tags are made canonical and names are understood', () => {
    expect(languageTag('EN_us')).toBe('en-US');
    expect(languageTag('english')).toBeUndefined();
    expect(languageTag('not a language')).toBeUndefined();
    expect(['French', 'français', 'العربية', 'Español', 'deutsch', 'pt-br'].map(languageFrom)).toEqual([
      'fr',
      'fr',
      'ar',
      'es',
      'de',
      'pt-BR',
    ]);
    expect(languageName('ar', 'fr')).toBe('arabe');
    expect(languageName('nonsense!', 'fr')).toBe('nonsense!');
  });

  it('the direction follows the script, not the language alone', () => {
    expect(['ar', 'fa', 'he', 'ur', 'az-Arab', 'dv'].map(directionOf)).toEqual(Array(6).fill('rtl'));
    expect(['en', 'zh', 'az', '!'].map(directionOf)).toEqual(Array(4).fill('ltr'));
  });

  it('relatives are found where the very language is missing', () => {
    expect(matchLanguage(['fr-CA'], ['en', 'fr'])).toBe('fr');
    expect(matchLanguage(['pt'], ['en', 'pt-BR'])).toBe('pt-BR');
    expect(matchLanguage(['zh-TW'], ['zh-Hans', 'zh-Hant'])).toBe('zh-Hant');
    expect(matchLanguage(['de'], ['en'])).toBeUndefined();
  });
});

describe('countries', () => {
  it('codes and names in our languages are understood, Kosovo among them', () => {
    expect(['ke', 'KEN', 'Kenya', 'États-Unis', 'مصر', 'Cote d’Ivoire', 'XK', 'Kosovo'].map(countryFrom)).toEqual([
      'KE',
      'KE',
      'KE',
      'US',
      'EG',
      'CI',
      'XK',
      'XK',
    ]);
    expect(['Atlantis', 'ZZ', 'QQQ'].map(countryFrom)).toEqual([undefined, undefined, undefined]);
    expect(countryName('XK', 'fr')).toBe('Kosovo');
  });
});

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

describe('days, times and numbers', () => {
  const t = (language: string) => translator(catalogue, language);

  it('days carry the month in letters, in Latin digits in every language', () => {
    expect(['en', 'fr', 'es', 'ar'].map((each) => t(each).day('2023-03-12'))).toEqual([
      '12 Mar 2023',
      '12 mars 2023',
      '12 mar 2023',
      '12 مارس 2023',
    ]);
    expect(t('en').day('2023-09-01')).toBe('1 Sep 2023');
    expect(t('zh').day('2023-03-02')).toBe('2023年3月2日');
    expect(() => t('en').day('12 March')).toThrow(RangeError);
  });

  it('the first of a month is an ordinal in French, in short and in long, and no other day is', () => {
    expect(t('fr').day('2026-01-01')).toBe('1er janv. 2026');
    expect(t('fr-CA').day('2026-01-01')).toMatch(/^1er janv\. 2026$/);
    expect(t('fr').day('2026-01-11')).toBe('11 janv. 2026');
    expect(t('fr').time('2026-12-01T08:05:00Z', 'UTC')).toBe('1er déc. 2026, 08:05 UTC');
    expect(dayInWords('2026-01-01', 'fr')).toBe('1er janvier 2026');
    expect([dayInWords('2026-12-21', 'fr'), dayInWords('2026-12-01', 'en'), dayInWords('2026-12-01', 'es')]).toEqual([
      '21 décembre 2026',
      '1 December 2026',
      '1 de diciembre de 2026',
    ]);
    expect(readDay(t('fr').day('2026-01-01'))).toEqual({ day: '2026-01-01' });
    expect(readDay(dayInWords('2026-12-01', 'fr'))).toEqual({ day: '2026-12-01' });
  });

  it('a refusal names a day as it is stored, and the words write it as people do', () => {
    const catalogue = makeCatalogue([{ en: { early: 'From {day} on: {typed}.' }, fr: { early: 'Dès le {day} : {typed}.' } }]);
    const values = { day: '2026-11-17', typed: '2026-11-17' };
    expect(translator(catalogue, 'en')('early', values)).toBe('From 17 Nov 2026 on: 2026-11-17.');
    expect(translator(catalogue, 'fr')('early', { ...values, day: '17 nov.' })).toBe('Dès le 17 nov. : 2026-11-17.');
  });

  it('times say the zone', () => {
    expect(t('en').time('2023-03-12T23:59:00Z', 'UTC')).toBe('12 Mar 2023, 23:59 UTC');
    expect(t('fr').time('2023-03-12T23:59:00Z', 'Asia/Kolkata')).toBe('13 mars 2023, 05:29 UTC+5:30');
    expect(t('ar').time('2023-03-12T12:00:00Z', 'America/Lima')).toBe('12 مارس 2023، 07:00 UTC-5');
  });

  it('numbers, shares, lists and distances read as people write them', () => {
    expect(t('en').number(1234567.5)).toBe('1,234,567.5');
    expect(t('es').number(1234567)).toBe('1.234.567');
    expect(t('ar').number(1234)).toBe('1,234');
    expect([t('en').percent(98), t('en').percent(12.34)]).toEqual(['98%', '12.3%']);
    expect(t('fr').percent(98)).toMatch(/^98\s%$/);
    expect(t('en').list(['A', 'B', 'C'])).toBe('A, B and C');
    expect(t('ar').list(['أ', 'ب'])).toBe('أ وب');
    expect([t('en').relativeDays(0), t('en').relativeDays(-3), t('fr').relativeDays(1)]).toEqual(['today', '3 days ago', 'demain']);
  });
});

describe('reading days', () => {
  it.each([
    ['2023-03-12', '2023-03-12'],
    ['2023-03-12T14:00:00Z', '2023-03-12'],
    ['12 Mar 2023', '2023-03-12'],
    ['23 June 2020', '2020-06-23'],
    ['30 septembre 2020', '2020-09-30'],
    ['1er août 2021', '2021-08-01'],
    ['March 12, 2023', '2023-03-12'],
    ['the 3rd of May 2021', '2021-05-03'],
    ['lundi 12 févr. 2024', '2024-02-12'],
    ['12 de marzo de 2023', '2023-03-12'],
    ['12-Mar-2023', '2023-03-12'],
    ['١٢ مارس ٢٠٢٣', '2023-03-12'],
    ['23/06/2020', '2020-06-23'],
    ['06/23/2020', '2020-06-23'],
    ['05/05/2020', '2020-05-05'],
    ['2020/6/3', '2020-06-03'],
  ])('%s is %s', (text, day) => {
    expect(readDay(text)).toEqual({ day });
  });

  it.each(['3/12/23', '03/12/2023', '1.2.2020', '12 Mar 23', '25/5/23'])('%s is refused as ambiguous', (text) => {
    expect(readDay(text)).toEqual({ refused: 'field.dayAmbiguous' });
  });

  it.each(['', 'soon', '2023-02-30', '31 June 2020', '0203-03-12', 'March 2019', '12 Foo 2023', '99/99/2020', '13 14 2020'])(
    '%s is no day',
    (text) => {
      expect(readDay(text)).toEqual({ refused: 'field.dayInvalid' });
    },
  );

  it('what an ambiguous day can mean is offered', () => {
    expect(dayReadings('3/12/2023')).toEqual(['2023-03-12', '2023-12-03']);
    expect(dayReadings('25/5/23')).toEqual(['2023-05-25', '2025-05-23']);
  });

  const span = (from: string | null, to: string | undefined, precision: string) => ({ from, ...(to ? { to } : {}), precision });
  it.each([
    ['12 Mar 2023', span('2023-03-12', undefined, 'day')],
    ['2014', span('2014-01-01', '2014-12-31', 'year')],
    ['2014?', span('2014-01-01', '2014-12-31', 'unknown')],
    ['c. 2014', span('2014-01-01', '2014-12-31', 'unknown')],
    ['March 2019', span('2019-03-01', '2019-03-31', 'month')],
    ['Dec. 2018', span('2018-12-01', '2018-12-31', 'month')],
    ['febrero de 2020', span('2020-02-01', '2020-02-29', 'month')],
    ['2019-03', span('2019-03-01', '2019-03-31', 'month')],
    ['03/2019', span('2019-03-01', '2019-03-31', 'month')],
    ['end 2020', span('2020-12-01', '2020-12-31', 'month')],
    ['end of 2020', span('2020-12-01', '2020-12-31', 'month')],
    ['fin 2020', span('2020-12-01', '2020-12-31', 'month')],
    ['end of Dec 2018', span('2018-12-21', '2018-12-31', 'month')],
    ['mid-2021', span('2021-05-01', '2021-08-31', 'month')],
    ['early March 2021', span('2021-03-01', '2021-03-10', 'month')],
    ['Q3 2021', span('2021-07-01', '2021-09-30', 'month')],
    ['2021 Q1', span('2021-01-01', '2021-03-31', 'month')],
    ['T2 2021', span('2021-04-01', '2021-06-30', 'month')],
    ['3rd quarter of 2021', span('2021-07-01', '2021-09-30', 'month')],
    ['3er trimestre de 2021', span('2021-07-01', '2021-09-30', 'month')],
    ['2019-2020', span('2019-01-01', '2020-12-31', 'year')],
    ['Jan–Mar 2020', span('2020-01-01', '2020-03-31', 'month')],
    ['12–15 March 2023', span('2023-03-12', '2023-03-15', 'day')],
    ['2020-01-01/2020-03-31', span('2020-01-01', '2020-03-31', 'day')],
    ['TBD', span(null, undefined, 'unknown')],
    ['?', span(null, undefined, 'unknown')],
  ])('%s is read as a day that may not be fixed', (text, expected) => {
    expect(readFlexibleDay(text)).toEqual(expected);
  });

  it('nonsense and ambiguous days are not guessed at', () => {
    expect(['soon', '3/12/23', 'Q5 2021', '2020-2019', 'placeholder', ''].map(readFlexibleDay)).toEqual(Array(6).fill(undefined));
  });

  it('the last possible day decides what is overdue', () => {
    expect(lastDayOf({ from: '2014-01-01', to: '2014-12-31', precision: 'year' })).toBe('2014-12-31');
    expect(lastDayOf({ from: null, precision: 'unknown' })).toBeNull();
  });
});

describe('texts in several languages', () => {
  const texts = { original: 'es', texts: { es: 'Hola', en: 'Hello', fr: 'Salut' }, state: { fr: 'machine' as const } };

  it('a reader gets the best language for their wishes and is told which it is', () => {
    expect(textIn(texts, ['ar', 'fr-CA'])).toEqual({ text: 'Salut', language: 'fr', isOriginal: false, state: 'machine' });
    expect(textIn(texts, ['ar'])).toEqual({ text: 'Hola', language: 'es', isOriginal: true, state: 'human' });
    expect(textIn(texts, ['en'])).toMatchObject({ text: 'Hello', state: 'human' });
  });

  it('a change of the original makes the translations stale, a new translation is fresh', () => {
    const changed = changeText(texts, 'es', 'Buenos días');
    expect(changed.state).toEqual({ en: 'stale', fr: 'stale' });
    expect(texts.texts.es).toBe('Hola');
    expect(changeText(changed, 'en', 'Good day').state).toEqual({ fr: 'stale' });
    expect(changeText(changed, 'en', 'Good day', 'machine').state).toEqual({ en: 'machine', fr: 'stale' });
    expect(changeText(texts, 'es', 'Hola')).toEqual(texts);
  });

  it('the first text becomes the original, an emptied translation goes away, the original stays', () => {
    expect(changeText(null, 'ar', 'مرحبا')).toEqual(plainTexts('ar', 'مرحبا'));
    expect(changeText(texts, 'fr', ' ')).toEqual({ original: 'es', texts: { es: 'Hola', en: 'Hello' } });
    expect(() => changeText(texts, 'es', '')).toThrow(RangeError);
  });

  it('only well-formed texts are stored', () => {
    expect(textsSchema.safeParse(texts).success).toBe(true);
    const wrong = [
      { original: 'en', texts: {} },
      { original: 'en', texts: { fr: 'x' } },
      { original: 'en', texts: { en: ' ' } },
      { original: 'english', texts: { english: 'x' } },
      { original: 'en', texts: { en: 'e\u0301' } },
      { original: 'en', texts: { en: 'x' }, state: { fr: 'human' } },
      { original: 'en', texts: { en: 'x' }, state: { en: 'good' } },
    ];
    expect(wrong.map((each) => textsSchema.safeParse(each).success)).toEqual(wrong.map(() => false));
  });
});
