import { expect, it } from 'vitest';
import { type Source, sourcesUnder } from './sources.ts';

it('styles speak of start and end, never of left and right', () => {
  const styles = [...sourcesUnder('src', /\.css$/), ...sourcesUnder('public', /\.css$/)];
  expect(styles.length).toBeGreaterThan(0);
  expect(styles.flatMap(physical)).toEqual([]);
});

it('the law about styles can fail', () => {
  const planted = [
    '.a { margin-left: 1rem; padding-inline: 2rem; }',
    '.b { text-align: right }',
    '.c { float:left; }',
    '.d { border-top-left-radius: 2px; }',
    '.e { width: 10rem; inset-inline-start: 0; }',
    '.f { max-height: 3rem; }',
    '.g { border-inline-start: 1px solid; text-align: start; line-height: 1; stroke-width: 2; }',
    '@media (min-width: 40rem) { .h { inline-size: 10rem; } }',
    '/* left: not a style */ .i { object-position: center; }',
  ];
  expect(physical({ path: 'planted.css', text: planted.join('\n') })).toEqual(
    [1, 2, 3, 4, 5, 6].map((line) => expect.stringContaining(`planted.css:${line} `)),
  );
});

const sides = '(?:left|right|top|bottom)';
const names = new RegExp(
  `(?<![\\w-])(?:${sides}|(?:margin|padding|border|inset|scroll-margin|scroll-padding)-${sides}[\\w-]*|border-${sides}-[\\w-]*|(?:min-|max-)?(?:width|height))\\s*:`,
);
const values = /(?<![\w-])(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)/;

/** Declarations that would stay where they are when the page turns from right to left. */
function physical({ path, text }: Source): string[] {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .split('\n')
    .map((line, index) => ({ line: line.replace(/@(?:media|container|supports)[^{]*/g, ''), place: `${path}:${index + 1}` }))
    .filter(({ line }) => names.test(line) || values.test(line))
    .map(({ line, place }) => `${place} ${line.trim()}`);
}
