import { expect, test } from 'vitest';
import { makeCatalogue, translator } from '../i18n/catalogue.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import { bodies } from './registry.example.ts';
import { meaningOf, resolverOf } from './understand.ts';
import { problemText, wordsFor } from './words.ts';

const words = makeCatalogue([{ en, fr, es, ar }]);
const people = { ...bodies, columns: [{ key: 'country', label: 'imports.source', names: [], country: true as const }] };
const told = (language: string, typed: string) => wordsFor(translator(words, language), people, new Map(), [language])('country', typed);

test('a country is shown by its name in the language of the reader, beside what was typed where that is another word', () => {
  expect(told('en', 'DEU')).toBe('Germany (DEU)');
  expect(told('en', 'Alemania')).toBe('Germany (Alemania)');
  expect(told('es', 'Alemania')).toBe('Alemania');
  expect(told('ar', 'de')).toBe('ألمانيا (de)');
  expect(told('en', 'Atlantis')).toBe('Atlantis');
});

test('a day is told as people write it', () => {
  expect(wordsFor(translator(words, 'en'), bodies, new Map(), ['en'])('decidedOn', '2026-05-02')).toBe('2 May 2026');
});

test('a word that is none of the words of a community is told with those that there are', () => {
  const named = { ...bodies, columns: [{ key: 'stance', label: 'imports.source', names: [], scheme: 'stance' }] };
  const asking = { ...named, understand: () => ({ problems: [], unknown: { kind: 'stance', text: 'Perhaps' } }) };
  const resolver = resolverOf({ stance: ['Support', 'Do not support'].map((name, id) => ({ id, ref: name, name })) }, []);
  const [problem] = meaningOf(asking, { place: {}, cells: {} }, {}, resolver, () => {}).problems;
  expect(problem && problemText(translator(words, 'en'), asking, problem)).toBe('“Perhaps” is none of these: Support, Do not support.');
});
