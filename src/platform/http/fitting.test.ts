import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { thatFit } from './fitting.ts';

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
