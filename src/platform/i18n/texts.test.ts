import { describe, expect, it } from 'vitest';
import { changeText, plainTexts, textIn, textsSchema } from './texts.ts';

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
