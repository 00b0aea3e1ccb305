import { z } from 'zod';
import { languageTag, matchLanguage } from './languages.ts';

/** Where a text comes from: written by a person, by a machine, or older than the original it translates. */
export type TextState = 'human' | 'machine' | 'stale';

/** One text in several languages; `original` is the language in which it was first written. A text without a state is a person's. */
export interface Texts {
  original: string;
  texts: Record<string, string>;
  state?: Record<string, TextState>;
}

const tag = z
  .string()
  .refine((code) => languageTag(code) === code, { error: 'field.language' })
  .meta({ description: 'Language tag, BCP 47', examples: ['fr'] });

/** The stored form: tags canonical, texts in Unicode NFC and not empty, the original among them. Messages are keys. */
export const textsSchema = z
  .strictObject({
    original: tag,
    texts: z.record(
      tag,
      z
        .string()
        .refine((text) => text.trim() !== '', { error: 'field.required' })
        .refine((text) => text === text.normalize('NFC'), { error: 'field.invalid' }),
    ),
    state: z.record(tag, z.enum(['human', 'machine', 'stale'])).optional(),
  })
  .refine(({ original, texts }) => Object.hasOwn(texts, original), { error: 'texts.noOriginal', path: ['original'] })
  .refine(({ texts, state }) => Object.keys(state ?? {}).every((language) => Object.hasOwn(texts, language)), {
    error: 'field.invalid',
    path: ['state'],
  })
  .meta({ description: 'A text in any number of languages, one of which is the original' }) as unknown as z.ZodType<Texts>;

/** A text in one language. */
export const plainTexts = (language: string, text: string): Texts => ({ original: language, texts: { [language]: text.normalize('NFC') } });

/** What a reader sees: the best language for their wishes, otherwise the original, and an honest word about it. */
export const textIn = (
  texts: Texts,
  wanted: readonly string[],
): { text: string; language: string; isOriginal: boolean; state: TextState } => {
  const [best = ''] = wanted;
  // The original stands first, so that of several relatives of a wished language it is the one shown.
  const language = Object.hasOwn(texts.texts, best)
    ? best
    : (matchLanguage(wanted, [texts.original, ...Object.keys(texts.texts)]) ?? texts.original);
  const isOriginal = language === texts.original;
  return { text: texts.texts[language] ?? '', language, isOriginal, state: texts.state?.[language] ?? 'human' };
};

/**
 * The texts with one of them changed; the given value stays as it is. The first text becomes the original. A change of the original makes
 * every translation stale; a changed translation is fresh again; an empty one is taken away. Throws RangeError where the original would be emptied.
 */
export const changeText = (
  texts: Texts | null | undefined,
  language: string,
  text: string,
  by: Exclude<TextState, 'stale'> = 'human',
): Texts => {
  const written = text.normalize('NFC');
  if (!texts || Object.keys(texts.texts).length === 0) {
    if (written.trim() === '') throw new RangeError('a text begins with words');
    return withState(plainTexts(language, written), by === 'machine' ? { [language]: by } : {});
  }
  if (written.trim() === '') {
    if (language === texts.original) throw new RangeError('the original of a text cannot be emptied');
    const { [language]: _text, ...others } = texts.texts;
    const { [language]: _state, ...states } = texts.state ?? {};
    return withState({ original: texts.original, texts: others }, states);
  }
  const changed = texts.texts[language] !== written;
  const { [language]: _before, ...before } = texts.state ?? {};
  const state: Record<string, TextState> = by === 'machine' ? { ...before, [language]: by } : before;
  if (changed && language === texts.original) {
    for (const other of Object.keys(texts.texts)) if (other !== language) state[other] = 'stale';
  }
  return withState({ original: texts.original, texts: { ...texts.texts, [language]: written } }, state);
};

const withState = (texts: Texts, state: Record<string, TextState>): Texts => (Object.keys(state).length > 0 ? { ...texts, state } : texts);

/**
 * What a form or an import gives, laid over what is stored: a translation that stays as it was while the original changed becomes stale;
 * every other state is kept. With nothing stored, the given texts.
 */
export const mergeTexts = (stored: Texts | null | undefined, given: Texts): Texts => {
  if (!stored) return given;
  const reworded = stored.texts[stored.original] !== given.texts[given.original];
  const state: Record<string, TextState> = {};
  for (const [language, text] of Object.entries(given.texts)) {
    const same = stored.texts[language] === text;
    if (language === given.original) continue;
    if (same && reworded) state[language] = 'stale';
    else if (same && stored.state?.[language]) state[language] = stored.state[language];
    else if (given.state?.[language]) state[language] = given.state[language];
  }
  return withState({ original: given.original, texts: given.texts }, state);
};

/** What an import or a program gives in some languages, laid over what is stored in others: nothing that it does not mention is lost. */
export const overlayTexts = (stored: Texts | null | undefined, given: Texts): Texts =>
  stored
    ? mergeTexts(stored, {
        original: stored.original,
        texts: { ...stored.texts, ...given.texts },
        ...(stored.state ? { state: stored.state } : {}),
      })
    : given;
