import countries from 'i18n-iso-countries';
import { languages } from './languages.ts';

/** ISO 3166-1 alpha-2 plus XK, the user-assigned code in wide use for Kosovo, which has none of its own. */
export const countryCodes: readonly string[] = [...new Set([...Object.keys(countries.getAlpha2Codes()), 'XK'])].sort();

const known = new Set(countryCodes);

/** The name of a country in a language; an unknown code is given back as it is. */
export const countryName = (code: string, inLanguage: string): string => {
  if (!known.has(code)) return code;
  const kept = namesCache.get(inLanguage) ?? new Intl.DisplayNames([inLanguage, 'en'], { type: 'region' });
  namesCache.set(inLanguage, kept);
  return kept.of(code) ?? code;
};

/** The alpha-2 code of what a table says: `fr`, `FRA`, `France`, `Côte d’Ivoire`, `مصر`; undefined where nothing fits. */
export const countryFrom = (text: string): string | undefined => {
  const code = text.trim().toUpperCase();
  if (known.has(code)) return code;
  if (/^[A-Z]{3}$/.test(code)) return code === 'XKX' ? 'XK' : countries.alpha3ToAlpha2(code);
  return codeByName().get(folded(text));
};

const namesCache = new Map<string, Intl.DisplayNames>();

let nameTable: Map<string, string> | undefined;
const codeByName = (): Map<string, string> => {
  nameTable ??= new Map(
    languages.flatMap(({ code }) => countryCodes.map((each): [string, string] => [folded(countryName(each, code)), each])),
  );
  return nameTable;
};

const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/&/g, 'and')
    .replace(/[^\p{L}\p{N}]/gu, '');
