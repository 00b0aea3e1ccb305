import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import {
  isLiteralElement,
  isPluralElement,
  isPoundElement,
  isSelectElement,
  isTagElement,
  type MessageFormatElement,
  parse,
} from '@formatjs/icu-messageformat-parser';
import { describe, expect, it } from 'vitest';
import { offeredLanguages } from '../../src/platform/i18n/languages.ts';

/** The catalogues of one `messages` folder: language to key to message. */
type Catalogues = Record<string, Record<string, unknown>>;

const root = join(import.meta.dirname, '../..');

describe('the words of the interface', () => {
  const folders = messageFolders();

  it('exist in every language, with the same slots and all plural forms', () => {
    expect([...folders].flatMap(([folder, catalogues]) => faultsOf(folder, catalogues))).toEqual([]);
  });

  it('no two folders speak about the same key', () => {
    expect(keysSaidTwice(folders)).toEqual([]);
  });

  it('exist for every key that the code asks for', () => {
    const known = knownKeys(folders);
    const faults = sourceFiles().flatMap((file) => unknownKeys(relative(root, file), readFileSync(file, 'utf8'), known));
    expect(faults).toEqual([]);
  });
});

describe('the law about words can fail', () => {
  const good: Catalogues = {
    en: { 'a.n': '{n, plural, one {# day} other {# days}} {who}', 'a.x': 'X' },
    fr: { 'a.n': '{n, plural, one {# jour} many {# de jours} other {# jours}} {who}', 'a.x': 'X' },
    es: { 'a.n': '{n, plural, one {# día} many {# de días} other {# días}} {who}', 'a.x': 'X' },
    ar: { 'a.n': '{n, plural, zero {أ} one {أ} two {أ} few {#} many {#} other {#}} {who}', 'a.x': 'س' },
  };
  const planted = (language: string, messages: Record<string, unknown>) => faultsOf('planted', { ...good, [language]: messages });

  it('nothing is said against a good folder', () => {
    expect(faultsOf('planted', good)).toEqual([]);
  });

  it('a missing language, a missing key and a key too many are named', () => {
    const { ar: _ar, ...withoutArabic } = good;
    expect(faultsOf('planted', withoutArabic)).toEqual(['planted: ar.json is missing']);
    expect(planted('fr', { 'a.n': good.fr?.['a.n'], 'a.y': 'Y' })).toEqual([
      'planted/fr.json: a.x is missing',
      'planted/fr.json: a.y is not in en.json',
    ]);
  });

  it('plural forms that the language has not, or has and that are missing, are named', () => {
    expect(planted('ar', { ...good.ar, 'a.n': '{n, plural, one {#} other {#}} {who}' })).toEqual([
      'planted/ar.json: a.n: plural of n lacks zero, two, few, many',
    ]);
    expect(planted('en', { ...good.en, 'a.n': '{n, plural, one {#} few {#} other {#}} {who}' })).toEqual([
      'planted/en.json: a.n: plural of n has few, which en does not know',
    ]);
    expect(
      planted('es', { ...good.es, 'a.n': '{n, plural, =0 {nada} one {#} many {#} other {{n, selectordinal, one {#} other {#}}}} {who}' }),
    ).toEqual(['planted/es.json: a.n: selectordinal of n has one, which es does not know']);
  });

  it('other slots, other choices, empty words, a number for words and broken syntax are named', () => {
    expect(planted('fr', { ...good.fr, 'a.x': 'X {extra}' })).toEqual(['planted/fr.json: a.x: slots {extra} where en.json has {}']);
    expect(planted('fr', { ...good.fr, 'a.n': '{n, plural, one {#} many {#} other {#}}' })).toEqual([
      'planted/fr.json: a.n: slots {n} where en.json has {n, who}',
    ]);
    expect(planted('fr', { ...good.fr, 'a.x': '  ' })).toEqual(['planted/fr.json: a.x is empty']);
    expect(planted('fr', { ...good.fr, 'a.x': 7 })).toEqual(['planted/fr.json: a.x is not text']);
    expect(planted('fr', { ...good.fr, 'a.x': '{oops' })[0]).toMatch(/^planted\/fr\.json: a\.x: not ICU MessageFormat/);
    const choosing = { en: { s: '{k, select, a {A} other {B}}' }, fr: { s: '{k, select, z {A} other {B}}' } };
    expect(faultsOf('planted', { ...choosing, es: choosing.en, ar: choosing.en })).toEqual([
      'planted/fr.json: s: choices k=other,z where en.json has k=a,other',
    ]);
  });

  it('a key that stands in two folders is named', () => {
    expect(
      keysSaidTwice(
        new Map([
          ['one', good],
          ['two', { en: { 'a.x': 'X' } }],
        ]),
      ),
    ).toEqual(['a.x stands in one and in two']);
  });

  it('unknown keys in code are named, whole ones and beginnings', () => {
    const code = `
      t('a.x'); t("a.lost", { n: 1 }); v.t('page.lost'); at('not.ours');
      throw conflict('a.conflict'); invalidField('due', 'a.due'); invalidField(['a', 0], 'a.x');
      field(wrong('a.wrong')); return { refused: 'a.refused' }; z.string({ error: 'a.error' });
      t(\`a.\${kind}\`); t(\`b.\${kind}\`); // t('a.commented')
      await unavailable(); notFound('a.x'); (key = 'a.default') => new Refusal('invalid', 'a.new'); t(key); t(open ? 'a.x' : 'a.closed');
    `;
    expect(unknownKeys('code.ts', code, new Set(['a.x']))).toEqual(
      ['a.lost', 'page.lost', 'a.conflict', 'a.due', 'a.wrong', 'a.refused', 'a.error', 'b.…', 'a.default', 'a.new', 'a.closed'].map(
        (key) => expect.stringContaining(`asks for ${key},`),
      ),
    );
  });
});

/** Everything wrong with the catalogues of one folder, each as a sentence that names folder, language and key. */
function faultsOf(folder: string, catalogues: Catalogues): string[] {
  const english = catalogues.en;
  const missing = offeredLanguages.filter((language) => !catalogues[language]).map((language) => `${folder}: ${language}.json is missing`);
  const faults = Object.entries(catalogues).flatMap(([language, messages]) => {
    const place = `${folder}/${language}.json`;
    const absent = Object.keys(english ?? {}).filter((key) => !Object.hasOwn(messages, key));
    const strange = english ? Object.keys(messages).filter((key) => !Object.hasOwn(english, key)) : [];
    return [
      ...absent.map((key) => `${place}: ${key} is missing`),
      ...strange.map((key) => `${place}: ${key} is not in en.json`),
      ...Object.entries(messages).flatMap(([key, message]) =>
        messageFaults(language, message, english?.[key]).map((fault) => `${place}: ${key}${fault}`),
      ),
    ];
  });
  return [...missing, ...faults];
}

function messageFaults(language: string, message: unknown, english: unknown): string[] {
  if (typeof message !== 'string') return [' is not text'];
  if (message.trim() === '') return [' is empty'];
  const own = read(message);
  if (typeof own === 'string') return [`: not ICU MessageFormat (${own})`];
  const model = typeof english === 'string' ? read(english) : undefined;
  return [...pluralFaults(language, own), ...(model && typeof model !== 'string' ? slotFaults(own, model) : [])];
}

function read(message: string): MessageFormatElement[] | string {
  try {
    return parse(message, { ignoreTag: true, requiresOtherClause: true });
  } catch (fault) {
    return (fault as Error).message;
  }
}

function pluralFaults(language: string, elements: MessageFormatElement[]): string[] {
  return everyElement(elements)
    .filter(isPluralElement)
    .flatMap(({ value, options, pluralType = 'cardinal' }) => {
      const known: string[] = new Intl.PluralRules(language, { type: pluralType }).resolvedOptions().pluralCategories;
      const given = Object.keys(options).filter((form) => !form.startsWith('='));
      const lacking = ['zero', 'one', 'two', 'few', 'many', 'other'].filter((form) => known.includes(form) && !given.includes(form));
      const strange = given.filter((form) => !known.includes(form));
      const name = `: ${pluralType === 'ordinal' ? 'selectordinal' : 'plural'} of ${value}`;
      return [
        ...(lacking.length > 0 ? [`${name} lacks ${lacking.join(', ')}`] : []),
        ...(strange.length > 0 ? [`${name} has ${strange.join(', ')}, which ${language} does not know`] : []),
      ];
    });
}

function slotFaults(own: MessageFormatElement[], model: MessageFormatElement[]): string[] {
  const [slots, expected] = [slotsOf(own), slotsOf(model)];
  if (slots !== expected) return [`: slots {${slots}} where en.json has {${expected}}`];
  const [choices, offered] = [choicesOf(own), choicesOf(model)];
  return choices === offered ? [] : [`: choices ${choices} where en.json has ${offered}`];
}

const sorted = (words: Iterable<string>) => [...new Set(words)].sort();

function slotsOf(elements: MessageFormatElement[]): string {
  return sorted(everyElement(elements).flatMap((each) => (isLiteralElement(each) || isPoundElement(each) ? [] : [each.value]))).join(', ');
}

function choicesOf(elements: MessageFormatElement[]): string {
  return sorted(
    everyElement(elements)
      .filter(isSelectElement)
      .map(({ value, options }) => `${value}=${sorted(Object.keys(options)).join()}`),
  ).join('; ');
}

function everyElement(elements: MessageFormatElement[]): MessageFormatElement[] {
  return elements.flatMap((each) => {
    if (isPluralElement(each) || isSelectElement(each))
      return [each, ...Object.values(each.options).flatMap((option) => everyElement(option.value))];
    return isTagElement(each) ? [each, ...everyElement(each.children)] : [each];
  });
}

function keysSaidTwice(folders: Map<string, Catalogues>): string[] {
  const places = new Map<string, string>();
  return [...folders].flatMap(([folder, catalogues]) =>
    sorted(Object.values(catalogues).flatMap(Object.keys)).flatMap((key) => {
      const earlier = places.get(key);
      places.set(key, earlier ?? folder);
      return earlier ? [`${key} stands in ${earlier} and in ${folder}`] : [];
    }),
  );
}

function knownKeys(folders: Map<string, Catalogues>): Set<string> {
  return new Set([...folders.values()].flatMap((catalogues) => Object.keys(catalogues.en ?? {})));
}

/** Keys that the code asks for as literals, and the fixed beginnings of composed ones, for which there are no English words. */
function unknownKeys(file: string, code: string, known: ReadonlySet<string>): string[] {
  const bare = code.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/(^|\s)\/\/.*$/gm, '$1');
  const asked = keyPlaces.flatMap((pattern) =>
    [...bare.matchAll(pattern)].flatMap((found) =>
      [...(found.groups?.keys ?? '').matchAll(/['"]([^'"\n]*)['"]/g)].map(([, key = '']) => ({ key, index: found.index })),
    ),
  );
  const composed = [...bare.matchAll(/(?<![\w$])t\(\s*`([^`$]*)\$\{/g)].map((found) => ({ beginning: found[1] ?? '', index: found.index }));
  const line = (index: number) => bare.slice(0, index).split('\n').length;
  return [
    ...asked.filter(({ key }) => !known.has(key)),
    ...composed
      .filter(({ beginning }) => ![...known].some((key) => key.startsWith(beginning)))
      .map(({ beginning, index }) => ({ key: `${beginning}…`, index })),
  ]
    .sort((a, b) => a.index - b.index)
    .map(({ key, index }) => `${file}:${line(index)} asks for ${key}, which has no words in any en.json`);
}

const string = String.raw`(?:'[^'\n]*'|"[^"\n]*")`;
const keyPlaces = [
  // t('key'), and both arms of t(condition ? 'one' : 'other').
  new RegExp(String.raw`(?<![\w$])t\(\s*(?<keys>${string})`, 'g'),
  new RegExp(String.raw`(?<![\w$])t\(\s*[\w.!]+\s*\?\s*(?<keys>${string}\s*:\s*${string})`, 'g'),
  new RegExp(String.raw`(?<![\w$.])(?:forbidden|notFound|conflict|unavailable|issue|wrong)\(\s*(?<keys>${string})`, 'g'),
  new RegExp(String.raw`(?<![\w$.])invalidField\(\s*(?:${string}|\[[^\]]*\]|[\w.]+)\s*,\s*(?<keys>${string})`, 'g'),
  new RegExp(String.raw`new Refusal\(\s*${string}\s*,\s*(?<keys>${string})`, 'g'),
  // { error: 'noun.rule' } of a Zod check, { key: 'noun.rule' } of a problem, { refused: 'noun.rule' } of a reader, key = 'noun.rule' by default.
  /(?<![\w$.])(?:error|key|refused|flash)(?::|\s=)\s*(?<keys>['"][a-z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)+['"])/g,
];

function messageFolders(): Map<string, Catalogues> {
  const folders = new Map<string, Catalogues>();
  for (const file of filesUnder('src').filter((each) => each.endsWith('.json') && basename(dirname(each)) === 'messages')) {
    const folder = relative(root, dirname(file));
    folders.set(folder, { ...folders.get(folder), [basename(file, '.json')]: JSON.parse(readFileSync(file, 'utf8')) });
  }
  return folders;
}

function sourceFiles(): string[] {
  return filesUnder('src').filter((file) => /\.tsx?$/.test(file) && !/\.(test|examples?)\.tsx?$/.test(file));
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
