import { describe, expect, it } from 'vitest';
import { countryFrom, countryName } from './countries.ts';
import { acceptedLanguages, chooseLanguage, directionOf, languageFrom, languageName, languageTag, matchLanguage } from './languages.ts';

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
