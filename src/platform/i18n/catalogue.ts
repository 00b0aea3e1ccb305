import { IntlMessageFormat } from 'intl-messageformat';
import { type Formats, formatsOf, localeOf } from './formats.ts';
import { type Direction, directionOf, fallbackLanguage } from './languages.ts';

export type Values = Record<string, string | number | boolean>;

/** Flat messages of one domain or of the platform, by language. */
export type Messages = Record<string, Record<string, string>>;

/** The words of the interface in one language, and everything else that is written differently from language to language. */
export type T = ((key: string, values?: Values) => string) &
  Formats & {
    language: string;
    direction: Direction;
    /** Whether there are words for the key, in this language or in English. */
    has(key: string): boolean;
  };

export interface Catalogue {
  languages: readonly string[];
  /** The text or the compiled message: first in the language, then in English. */
  find(language: string, key: string): string | IntlMessageFormat | undefined;
  /** Told of every key that has no words, once per use. */
  missing: (language: string, key: string) => void;
  translators: Map<string, T>;
}

/**
 * Merges the messages of the platform and of every domain. Throws an Error that names the key where two parts speak about the same key.
 * Messages are ICU MessageFormat without tags; each is compiled when it is first used.
 */
export const makeCatalogue = (parts: readonly Messages[], { missing = () => {} }: { missing?: Catalogue['missing'] } = {}): Catalogue => {
  const texts = new Map<string, Map<string, string | IntlMessageFormat>>();
  const raw = new Map<string, Map<string, string>>();
  for (const part of parts) {
    for (const [language, messages] of Object.entries(part)) {
      const all = raw.get(language) ?? new Map<string, string>();
      raw.set(language, all);
      for (const [key, text] of Object.entries(messages)) {
        if (all.has(key)) throw new Error(`message ${key} stands twice in ${language}`);
        all.set(key, text);
      }
    }
  }

  const find = (language: string, key: string): string | IntlMessageFormat | undefined => {
    const ready = texts.get(language)?.get(key);
    if (ready !== undefined) return ready;
    const own = raw.get(language)?.get(key);
    const text = own ?? raw.get(fallbackLanguage)?.get(key);
    if (text === undefined) return undefined;
    const made = isPlain(text) ? text : compile(text, own === undefined ? fallbackLanguage : language);
    const kept = texts.get(language) ?? new Map<string, string | IntlMessageFormat>();
    texts.set(language, kept.set(key, made));
    return made;
  };

  return { languages: [...raw.keys()], find, missing, translators: new Map() };
};

/**
 * The words of one language. A key without words in it is answered in English, and one without any words by the key itself, so that the
 * page still stands. A slot `day` that holds an ISO day is written as people write it. Throws where a message has a slot that `values` does not fill.
 */
export const translator = (catalogue: Catalogue, language: string): T => {
  const kept = catalogue.translators.get(language);
  if (kept) return kept;
  const formats = formatsOf(language);
  const say = (key: string, values?: Values): string => {
    const message = catalogue.find(language, key);
    if (typeof message === 'string') return message;
    if (message) return String(message.format(values && isIsoDay(values.day) ? { ...values, day: formats.day(values.day) } : values));
    catalogue.missing(language, key);
    return key;
  };
  const t: T = Object.assign(say, formats, {
    language,
    direction: directionOf(language),
    has: (key: string) => catalogue.find(language, key) !== undefined,
  });
  catalogue.translators.set(language, t);
  return t;
};

/** Refusals know no language: the day that one names comes as it is stored. */
const isIsoDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);

/** Without braces and doubled apostrophes ICU MessageFormat has nothing to do. */
const isPlain = (text: string) => !/[{}]|''/.test(text);

const compile = (text: string, language: string) => new IntlMessageFormat(text, localeOf(language), undefined, { ignoreTag: true });
