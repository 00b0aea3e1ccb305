import { readdirSync, readFileSync } from 'node:fs';
import IntlMessageFormat from 'intl-messageformat';
import { expect, test } from 'vitest';
import messages from './messages/en.json' with { type: 'json' };

test('everything that the reading can say has words, and no words are left over', () => {
  const sources = readdirSync(new URL('.', import.meta.url)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const used = new Set(
    sources.flatMap((name) => readFileSync(new URL(name, import.meta.url), 'utf8').match(/import\.[a-z]\w+(?=')/g) ?? []),
  );
  expect([...used].sort()).toEqual(Object.keys(messages).sort());
});

test('the words fill in numbers and kinds', () => {
  const say = (key: keyof typeof messages, values: Record<string, string | number>) =>
    new IntlMessageFormat(messages[key], 'en').format(values);
  expect(say('import.notWhatItSays', { promised: 'pdf', found: 'picture' })).toMatch(/^Its name promises a PDF, but it holds a picture\./);
  expect(say('import.raggedRows', { count: 2, line: 7, found: 3, expected: 4 })).toContain('line 7 with 3 instead of 4');
  for (const key of Object.keys(messages)) expect(() => new IntlMessageFormat(messages[key as keyof typeof messages], 'en')).not.toThrow();
});
