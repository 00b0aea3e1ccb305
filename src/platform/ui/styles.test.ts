import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { contrast, readTokens, type Theme } from './contrast.ts';
import { stylesheet } from './styles.ts';

const sheets = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.css'))
  .map((name) => ({ name, text: readFileSync(join(import.meta.dirname, name), 'utf8') }));

test('the whole style sheet travels in 8 kB', () => {
  expect(gzipSync(stylesheet()).length).toBeLessThanOrEqual(8 * 1024);
});

test('every style file of this folder is part of the style sheet', () => {
  const whole = stylesheet();
  for (const sheet of sheets) {
    const names = [...sheet.text.matchAll(/^ {2,4}\.([a-z-]+)/gm)].map((found) => found[1]);
    for (const name of names) expect(whole, `${sheet.name} .${name}`).toContain(`.${name}`);
  }
});

test('styles speak of start and end, never of left and right', () => {
  const physical =
    /(?<![\w-])(left|right|top|bottom|float:\s*(left|right)|text-align:\s*(left|right)|(margin|padding|border|inset|scroll-margin)-(left|right|top|bottom)|width|height|(min|max)-(width|height))(?=\s*:)|text-align:\s*(left|right)|float:\s*(left|right)/;
  for (const sheet of sheets) {
    const lines = sheet.text.split('\n').filter((line) => physical.test(line) && !line.includes('@media'));
    expect(lines, sheet.name).toEqual([]);
  }
});

test('every style stands in a layer', () => {
  for (const sheet of sheets) {
    const outside = sheet.text.split('\n').filter((line) => /^[^\s}@/]/.test(line));
    expect(outside, sheet.name).toEqual([]);
  }
});

const words = ['ink', 'grey', 'accent', 'warm', 'done', 'active', 'waiting', 'problem'];
const grounds = ['paper', 'tint', 'wash'];

for (const theme of ['light', 'dark'] satisfies Theme[]) {
  const colours = readTokens(sheets.find((sheet) => sheet.name.endsWith('tokens.css'))?.text ?? '', theme);

  test(`in the ${theme} theme every word can be read on every ground`, () => {
    for (const word of words)
      for (const ground of grounds) expect(contrast(colours[word]!, colours[ground]!), `${word} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });

  test(`in the ${theme} theme buttons can be read and the edges of fields can be seen`, () => {
    expect(contrast(colours.paper!, colours.accent!)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.paper!, colours.problem!)).toBeGreaterThanOrEqual(4.5);
    for (const ground of grounds) expect(contrast(colours.edge!, colours[ground]!), `edge on ${ground}`).toBeGreaterThanOrEqual(3);
  });
}
