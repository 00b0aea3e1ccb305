import { expect, test } from 'vitest';
import { linkedSpans } from './links.ts';

test('addresses in a text are links, with words of their own or without, and the full stop behind them is none', () => {
  expect(linkedSpans('See [the resolution](https://example.org/r?a=1) and https://example.org/wiki.')).toEqual([
    { text: 'See ' },
    { text: 'the resolution', href: 'https://example.org/r?a=1' },
    { text: ' and ' },
    { text: 'https://example.org/wiki', href: 'https://example.org/wiki' },
    { text: '.' },
  ]);
});

test('whatever is no address of the web stays as it was typed', () => {
  for (const text of ['', '[a](javascript:alert(1))', '[b](/etc)', 'a [c] (https', 'http:// is none', `${'['.repeat(5000)}`])
    expect(linkedSpans(text)).toEqual([{ text }]);
});
