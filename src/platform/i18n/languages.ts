export type Direction = 'ltr' | 'rtl';

export interface Language {
  /** BCP 47. */
  code: string;
  /** Its name in itself. */
  name: string;
  direction: Direction;
  /** ISO 15924. */
  script: string;
  /** Whether every word of the interface exists in it; only these are offered. */
  complete: boolean;
}

export const languages: readonly Language[] = [
  { code: 'en', name: 'English', direction: 'ltr', script: 'Latn', complete: true },
  { code: 'fr', name: 'Français', direction: 'ltr', script: 'Latn', complete: true },
  { code: 'es', name: 'Español', direction: 'ltr', script: 'Latn', complete: true },
  { code: 'ar', name: 'العربية', direction: 'rtl', script: 'Arab', complete: true },
  { code: 'pt', name: 'Português', direction: 'ltr', script: 'Latn', complete: false },
  { code: 'ru', name: 'Русский', direction: 'ltr', script: 'Cyrl', complete: false },
  { code: 'zh', name: '中文', direction: 'ltr', script: 'Hans', complete: false },
];

/** Codes of the languages that a reader can choose. */
export const offeredLanguages: readonly string[] = languages.filter((each) => each.complete).map((each) => each.code);

/** The language of last resort: every message exists in it. */
export const fallbackLanguage = 'en';

/** Which way a text in this language runs; a tag that is not well formed counts as left to right. */
export const directionOf = (tag: string): Direction => (rightToLeft.has(scriptOf(tag)) ? 'rtl' : 'ltr');

/** The name of a language in the words of another: `languageName('ar', 'fr')` is `arabe`; an unknown code is given back as it is. */
export const languageName = (code: string, inLanguage: string): string => {
  const tag = languageTag(code);
  return tag ? (displayNames(languageTag(inLanguage) ?? fallbackLanguage).of(tag) ?? code) : code;
};

/**
 * The canonical BCP 47 tag (`EN_us` gives `en-US`), or undefined where it is none. Primary codes longer than three letters are
 * well formed but name no language, so that the word `english` is refused.
 */
export const languageTag = (text: string): string | undefined => once(tags, text, canonicalTag);

const canonicalTag = (text: string): string | undefined => {
  try {
    const tag = new Intl.Locale(text.trim().replaceAll('_', '-'));
    return /^[a-z]{2,3}$/.test(tag.language) ? tag.baseName : undefined;
  } catch {
    return undefined;
  }
};

/** A page asks for the same few tags hundreds of times, and each Intl.Locale costs as much as a row of a list. */
const once = <Answer>(known: Map<string, Answer>, text: string, work: (text: string) => Answer): Answer => {
  const found = known.get(text);
  if (found !== undefined || known.has(text)) return found as Answer;
  // What people type may be anything; the few tags that count are soon known again.
  if (known.size >= 1000) known.clear();
  const answer = work(text);
  known.set(text, answer);
  return answer;
};

const tags = new Map<string, string | undefined>();

/** Like `languageTag`, but also understands the names that people write in tables: `French`, `français`, `الفرنسية`. */
export const languageFrom = (text: string): string | undefined => languageTag(text) ?? codeByName().get(folded(text));

/**
 * The best of the available languages for a reader: for each wish in turn the very tag, then shorter ones (`pt-BR`, `pt`), then any
 * relative of the same language, those in the same script first.
 */
export const matchLanguage = (wanted: readonly string[], available: readonly string[]): string | undefined => {
  for (const wish of wanted) {
    const tag = languageTag(wish);
    if (!tag) continue;
    for (let shorter = tag; shorter; shorter = shorter.slice(0, Math.max(0, shorter.lastIndexOf('-')))) {
      if (available.includes(shorter)) return shorter;
    }
    const base = tag.split('-')[0];
    const relatives = available.filter((each) => each.split('-')[0] === base);
    const found = relatives.find((each) => scriptOf(each) === scriptOf(tag)) ?? relatives[0];
    if (found) return found;
  }
  return undefined;
};

export interface LanguageWishes {
  /** From the address of the page. */
  asked?: string | undefined;
  cookie?: string | undefined;
  /** What a signed-in person has set. */
  person?: string | undefined;
  /** The header as it came. */
  acceptLanguage?: string | undefined;
  communityDefault?: string | undefined;
}

/** The interface language of a visit; the first wish that is offered wins, in the order of the fields above. */
export const chooseLanguage = (wishes: LanguageWishes, offered: readonly string[] = offeredLanguages): string =>
  matchLanguage(wishedLanguages(wishes), offered) ?? fallbackLanguage;

/** All wishes of a reader as one list without repetition, best first: also the order in which contents are shown to them. */
export const wishedLanguages = ({ asked, cookie, person, acceptLanguage, communityDefault }: LanguageWishes): string[] => {
  const wishes = [asked, cookie, person, ...acceptedLanguages(acceptLanguage ?? ''), communityDefault];
  return [...new Set(wishes.flatMap((wish) => (wish ? (languageTag(wish) ?? []) : [])))];
};

/** The tags of an Accept-Language header (RFC 9110, 12.5.4) by falling weight; `*` and weight zero are left out. */
export const acceptedLanguages = (header: string): string[] =>
  header
    .slice(0, 1000)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((each) => each.trim());
      const weight = parameters.find((each) => /^q=/i.test(each))?.slice(2);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => tag !== '*' && languageTag(tag) !== undefined && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);

const rightToLeft = new Set(['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo', 'Adlm', 'Rohg', 'Mand', 'Samr']);

const scriptOf = (tag: string): string =>
  once(scripts, tag, () => {
    const known = languageTag(tag);
    return (known && new Intl.Locale(known).maximize().script) || '';
  });

const scripts = new Map<string, string>();

const namesCache = new Map<string, Intl.DisplayNames>();
const displayNames = (language: string): Intl.DisplayNames => {
  const kept = namesCache.get(language) ?? new Intl.DisplayNames([language, fallbackLanguage], { type: 'language' });
  namesCache.set(language, kept);
  return kept;
};

const folded = (text: string) => text.normalize('NFKC').toLowerCase().trim();

/** Names of all two-letter languages in each interface language and in themselves; made once, when first asked. */
let nameTable: Map<string, string> | undefined;
const codeByName = (): Map<string, string> => {
  nameTable ??= new Map(
    twoLetterCodes().flatMap((code) =>
      [...languages.map((each) => each.code), code].flatMap((inLanguage): [string, string][] => {
        const name = new Intl.DisplayNames([inLanguage], { type: 'language', fallback: 'none' }).of(code);
        return name ? [[folded(name), code]] : [];
      }),
    ),
  );
  return nameTable;
};

const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const twoLetterCodes = (): string[] => {
  const english = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  const all = letters.flatMap((first) => letters.map((second) => first + second));
  return all.filter((code) => english.of(code) !== undefined && new Intl.Locale(code).language === code);
};
