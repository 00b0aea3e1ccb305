import { z } from 'zod';
import { issue } from '../../platform/fields.ts';
import { languageFrom, languageName } from '../../platform/i18n/languages.ts';

/** How well a person has a language, from a little to from childhood. */
export const levels = ['basic', 'working', 'fluent', 'native'] as const;
export type Level = (typeof levels)[number];

export interface Spoken {
  language: string;
  level: Level;
}

const stored = z
  .array(z.strictObject({ language: z.string(), level: z.enum(levels) }))
  .max(30)
  .meta({ description: 'Languages with their level' });

/**
 * Languages with a level. Taken: the stored list, `{ fr: 'fluent' }` (the selects of a form) or `French (fluent); en: native; es` (a cell of
 * a table; without a level it is a working knowledge).
 */
export const spokenLanguages = () =>
  z.preprocess((raw, context) => {
    const read = readSpoken(raw);
    if (!('wrong' in read)) return [...new Map(read.map((one) => [one.language, one])).values()];
    context.addIssue({ ...issue('person.languagesUnread', { typed: read.wrong }), input: raw });
    return z.NEVER;
  }, stored);

export const writtenSpoken = (spoken: readonly Spoken[]): string =>
  spoken.map(({ language, level }) => `${language} (${level})`).join('; ');

export const shownSpoken = (spoken: readonly Spoken[], t: { (key: string): string; language: string }): string[] =>
  spoken.map(({ language, level }) => `${languageName(language, t.language)} (${t(`person.level.${level}`)})`);

const readSpoken = (raw: unknown): Spoken[] | { wrong: string } => {
  const pairs: [unknown, unknown][] = Array.isArray(raw)
    ? raw.map((one) => (typeof one === 'object' && one !== null ? [(one as Spoken).language, (one as Spoken).level] : cellOf(String(one))))
    : typeof raw === 'object' && raw !== null
      ? Object.entries(raw)
      : String(raw)
          .split(/[;؛،,\n]/u)
          .filter((part) => part.trim())
          .map(cellOf);
  const spoken: Spoken[] = [];
  for (const [name, said] of pairs) {
    if (said === '' || said === null) continue;
    const language = languageFrom(String(name ?? ''));
    const level = levels.find((one) => one === words[String(said).trim().toLowerCase()]) ?? levels.find((one) => one === said);
    if (!language || !level) return { wrong: `${name} ${said}`.trim().slice(0, 80) };
    spoken.push({ language, level });
  }
  return spoken;
};

const cellOf = (part: string): [string, string] => {
  const [, name = part, level = 'working'] = /^\s*([^(:]+?)\s*(?:[(:]\s*([^)]+?)\s*\)?)?\s*$/.exec(part) ?? [];
  return [name, level];
};

/** Levels as people write them; those of the European framework too. */
const words: Record<string, Level> = {
  ...Object.fromEntries(levels.map((level) => [level, level])),
  a1: 'basic',
  a2: 'basic',
  beginner: 'basic',
  b1: 'working',
  b2: 'working',
  intermediate: 'working',
  good: 'working',
  c1: 'fluent',
  c2: 'fluent',
  advanced: 'fluent',
  'mother tongue': 'native',
};
