import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { cutThatFits, cutTo, thatFit } from './fitting.ts';

const rows = (count: number, length: number) => Array.from({ length: count }, () => randomBytes(length / 2).toString('hex'));

it('short rows all fit, of long ones as many as a page has room for, and one always', () => {
  const says = (row: string) => row;
  expect(thatFit(rows(40, 20), says, 50)).toHaveLength(40);
  const some = thatFit(rows(300, 200), says, 50).length;
  expect(some).toBeGreaterThan(40);
  expect(some).toBeLessThan(100);
  expect(thatFit(rows(3, 60_000), says, 50)).toHaveLength(1);
  expect(thatFit([], says, 50)).toEqual([]);
});

it('long texts are cut at a word where a page has no room for all of them, and stand whole where it has', () => {
  const short = rows(100, 20).map((words) => ({ words, long: ['A note'] }));
  expect(cutThatFits(short, 26)).toBeUndefined();
  const most = cutThatFits(
    rows(100, 20).map((words) => ({ words, long: [rows(30, 10).join(' ')] })),
    26,
  );
  expect(most).toBeLessThan(160);
  expect(cutTo('One two three four', 9)).toBe('One two…');
  expect(cutTo('One two', 9)).toBe('One two');
});
