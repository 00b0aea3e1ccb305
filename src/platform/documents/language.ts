import { localeOf, ordinal } from '../i18n/formats.ts';
import type { DocumentOut } from './document.ts';

/** What a BCP 47 tag says about setting text. */

export type Direction = 'ltr' | 'rtl';

const locale = (language: string): Intl.Locale => {
  try {
    return new Intl.Locale(language);
  } catch {
    return new Intl.Locale('und');
  }
};

const rightToLeft = new Set(['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo', 'Adlm', 'Rohg', 'Mand', 'Samr']);

/** Direction of running text; a tag that is not well formed counts as left to right. */
export const directionOf = (language: string): Direction => (rightToLeft.has(locale(language).maximize().script ?? '') ? 'rtl' : 'ltr');

/** How a text that names no language runs: as the mark before it says, or its first letter does, the label of a part (`a) …`) aside. Undefined where it has none. */
export const directionOfText = (text: string): Direction | undefined => {
  if (text.startsWith('\u200f')) return 'rtl';
  const [letter] = /\p{L}/u.exec(text.replace(/^\s*\p{L}\)/u, '')) ?? [];
  if (!letter) return undefined;
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thaana}\p{Script=Syriac}\p{Script=Nko}\p{Script=Adlam}]/u.test(letter)
    ? 'rtl'
    : 'ltr';
};

/** ISO 639 code and, where the tag names or implies one, the ISO 3166 region: what Typst and Word ask for. */
export const partsOf = (language: string): { language: string; region: string | undefined; script: string | undefined } => {
  const tag = locale(language);
  const likely = tag.maximize();
  return { language: tag.language === 'und' ? 'en' : tag.language, region: likely.region, script: likely.script };
};

/** An ISO day written out in words of the language, Gregorian; `2026-12-01` in `fr` gives `1er décembre 2026`. */
export const dayInWords = (day: string, language: string): string =>
  new Intl.DateTimeFormat([localeOf(language), 'en'], { dateStyle: 'long', timeZone: 'UTC', calendar: 'gregory' })
    .formatToParts(new Date(`${day.slice(0, 10)}T00:00:00Z`))
    .map(({ type, value }) => (type === 'day' ? ordinal(value, language) : value))
    .join('');

/** The line below the titles: the day in words and the author, who is not named again where the subtitle is the author already. */
export const lineBelowTitle = ({
  date,
  author,
  subtitle,
  language,
}: Pick<DocumentOut, 'date' | 'author' | 'subtitle' | 'language'>): string[] =>
  [date && dayInWords(date, language), author !== subtitle && author].filter((part): part is string => Boolean(part));
