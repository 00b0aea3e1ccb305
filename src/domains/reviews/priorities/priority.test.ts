import { expect, test } from 'vitest';
import { disagreement, newRound, nextInLine, pointsIn, quadrantOfPoints, suggestedLevel } from './priority.ts';

test('a score of three or four is on the upper half, a median of two and a half is not', () => {
  expect(quadrantOfPoints({ urgency: 3, importance: 4 })).toBe('both');
  expect(quadrantOfPoints({ urgency: 2.5, importance: 3 })).toBe('important');
  expect(quadrantOfPoints({ urgency: 3, importance: 2 })).toBe('urgent');
  expect(quadrantOfPoints({ urgency: 1, importance: 2.5 })).toBe('neither');
});

test('the medians suggest a level: both is P1, important P2, urgent P3, neither P4', () => {
  expect([
    suggestedLevel({ urgency: 4, importance: 4 }),
    suggestedLevel({ urgency: 1, importance: 3 }),
    suggestedLevel({ urgency: 3, importance: 1 }),
    suggestedLevel({ urgency: 2, importance: 2 }),
  ]).toEqual(['P1', 'P2', 'P3', 'P4']);
});

test('a moved card keeps the number that is already on the right side', () => {
  expect(pointsIn('both', { urgency: 4, importance: 1 })).toEqual({ urgency: 4, importance: 3 });
  expect(pointsIn('neither', { urgency: 1, importance: 4 })).toEqual({ urgency: 1, importance: 2 });
  expect(pointsIn('urgent')).toEqual({ urgency: 3, importance: 2 });
});

test('disagreement is the width of both scales together', () => {
  expect(disagreement({ urgency: { low: 1, median: 2, high: 4 }, importance: { low: 3, median: 3, high: 3 } })).toBe(3);
});

test('the line follows the agreed levels, and nothing stands before what it depends on', () => {
  const item = (id: number, level: 'P1' | 'P2' | 'P3' | 'P4' | null, ...on: number[]) => ({
    id,
    level,
    position: id,
    dependsOn: on.map((other) => ({ id: other })),
  });
  const order = (...items: ReturnType<typeof item>[]) => nextInLine(items).map((one) => one.id);
  expect(order(item(1, 'P3'), item(2, 'P1'), item(3, null), item(4, 'P1'))).toEqual([2, 4, 1, 3]);
  expect(order(item(1, 'P1', 3), item(2, 'P2'), item(3, 'P3'))).toEqual([2, 3, 1]);
  expect(order(item(1, 'P1', 2), item(2, null))).toEqual([2, 1]);
  // What stands in another review holds nothing back here, and a circle does not stop the line.
  expect(order(item(1, 'P2', 99), item(2, 'P1', 3), item(3, 'P4', 2))).toEqual([1, 2, 3]);
});

test('lines of the form in which nobody is named are passed over, others are checked', () => {
  const base = { review: 'R1', title: 'First' };
  expect(
    newRound.parse({ ...base, scorers: [{ body: 'NORTH' }, { person: '7', body: 'SOUTH' }, { address: ' ', body: '' }] }).scorers,
  ).toEqual([{ person: 7, body: 'SOUTH' }]);
  expect(newRound.safeParse({ ...base, scorers: [{ address: 'nobody' }] }).success).toBe(false);
});
