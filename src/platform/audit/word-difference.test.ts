import { expect, test } from 'vitest';
import { wordDifference } from './word-difference.ts';

const shown = (before: string, after: string, language = 'en') =>
  wordDifference(before, after, language)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'gone' ? `[-${text}-]` : `[+${text}+]`))
    .join('');

test('only the words that changed are marked', () => {
  expect(shown('The council meets twice a year.', 'The council meets three times a year.')).toBe(
    'The council meets [-twice-][+three times+] a year.',
  );
  expect(shown('One two three', 'One three')).toBe('One [-two -]three');
  expect(shown('Same', 'Same')).toBe('Same');
  expect(shown('', 'New words')).toBe('[+New words+]');
});

test('texts without spaces between their words are compared by words too', () => {
  expect(shown('建议由各区域讨论。', '建议由委员会讨论。', 'zh')).toMatch(/^建议由\[-.*-\]\[\+委员会\+\]讨论。$/);
});

test('both texts can be read out of the runs, also of long ones that have nothing in common', () => {
  const [before, after] = [
    Array.from({ length: 5000 }, (_, at) => `a${at}`).join(' '),
    Array.from({ length: 5000 }, (_, at) => `b${at}`).join(' '),
  ];
  for (const [one, other] of [
    [before, after],
    ['a  b c\n\nd', 'a c  x\n\nd e'],
    ['one two', 'two one'],
  ] as const) {
    const runs = wordDifference(one, other, 'en');
    expect(runs.flatMap(({ kind, text }) => (kind === 'new' ? [] : [text])).join('')).toBe(one);
    expect(runs.flatMap(({ kind, text }) => (kind === 'gone' ? [] : [text])).join('')).toBe(other);
  }
});
