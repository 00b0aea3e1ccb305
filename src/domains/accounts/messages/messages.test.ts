import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { expect, test } from 'vitest';
import { people } from '../../people/index.ts';
import { messages } from './index.ts';

const parts = (elements: readonly MessageFormatElement[]): MessageFormatElement[] =>
  elements.flatMap((each) => [
    each,
    ...(each.type === TYPE.plural ? Object.values(each.options).flatMap((option) => parts(option.value)) : []),
  ]);
const slots = (text: string) =>
  [
    ...new Set(
      parts(parse(text, { ignoreTag: true })).flatMap((each) =>
        each.type === TYPE.argument || each.type === TYPE.plural ? [each.value] : [],
      ),
    ),
  ].sort();

test.each([
  ['accounts', messages],
  ['people', people.messages],
])('the words of %s stand in every language, with the same slots and every plural form', (_name, all) => {
  for (const [language, words] of Object.entries(all)) {
    expect(Object.keys(words).sort(), language).toEqual(Object.keys(all.en).sort());
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    for (const [key, text] of Object.entries(words)) {
      expect(slots(text), `${language} ${key}`).toEqual(slots((all.en as Record<string, string>)[key] ?? ''));
      for (const each of parts(parse(text, { ignoreTag: true })))
        if (each.type === TYPE.plural) expect(Object.keys(each.options).sort(), key).toEqual(forms);
    }
  }
});
