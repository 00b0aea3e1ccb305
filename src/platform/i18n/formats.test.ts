import { describe, expect, it } from 'vitest';
import { dayInWords } from '../documents/language.ts';
import { makeCatalogue, translator } from './catalogue.ts';
import { readDay } from './days.ts';

describe('days, times and numbers', () => {
  const t = (language: string) => translator(makeCatalogue([]), language);

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
