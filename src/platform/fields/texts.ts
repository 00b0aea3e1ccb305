import { languageFrom } from '../i18n/languages.ts';
import { plainTexts, type Texts, textsSchema } from '../i18n/texts.ts';
import { blank, type Field, field, isRecord, lengthOf, wrong } from './field.ts';

/**
 * A text in any number of languages. Taken: the stored object, `{ text, language }` (two inputs of a form), a map of languages to texts
 * (columns `title.en`, `title.fr`; `original` names the original, otherwise it is the first) or bare text, which counts as `inLanguage`. Empty translations are left out.
 */
export const texts = ({ max = 200_000, inLanguage = 'en' }: { max?: number; inLanguage?: string } = {}): Field<Texts, TextsInput> =>
  field(
    textsSchema,
    (raw) => {
      const read = textsFrom(raw, inLanguage);
      if (!read) return wrong('field.invalid');
      const tooLong = Object.values(read.texts).some((each) => typeof each === 'string' && lengthOf(each) > max);
      return tooLong ? wrong('field.tooLong', { max }) : read;
    },
    (raw) => blank(raw) || (isRecord(raw) && Object.values(storedIn(raw, inLanguage)).every(blank)),
  );

export type TextsInput = string | Texts | { text: string; language: string } | Record<string, string>;

const textsFrom = (raw: unknown, inLanguage: string): { original: string; texts: Record<string, unknown>; state?: unknown } | undefined => {
  if (typeof raw === 'string' || typeof raw === 'number') return plainTexts(inLanguage, clean(String(raw)));
  if (!isRecord(raw)) return undefined;
  if ('text' in raw) return textsFrom(storedIn(raw, inLanguage), inLanguage);
  const { original: named } = raw;
  const kept = Object.entries(storedIn(raw, inLanguage)).flatMap(([code, each]): [string, unknown][] =>
    blank(each) ? [] : [[languageFrom(code) ?? code, typeof each === 'string' ? clean(each) : each]],
  );
  const wished = typeof named === 'string' ? (languageFrom(named) ?? named) : undefined;
  // A form names an original before anything is written in it; then the first text that there is counts.
  const original = wished && (raw.texts || kept.some(([code]) => code === wished)) ? wished : (kept[0]?.[0] ?? inLanguage);
  return { original, texts: Object.fromEntries(kept), ...(isRecord(raw.texts) && raw.state !== undefined ? { state: raw.state } : {}) };
};

/** The texts by language, however they were given. */
const storedIn = (raw: Record<string, unknown>, inLanguage: string): Record<string, unknown> => {
  if ('text' in raw) return { [String(raw.language ?? inLanguage)]: raw.text };
  if (isRecord(raw.texts)) return raw.texts;
  const { original: _original, ...loose } = raw;
  return loose;
};

const clean = (typed: string): string => typed.toWellFormed().normalize('NFC').replace(/\r\n?/g, '\n').replaceAll('\0', '').trim();
