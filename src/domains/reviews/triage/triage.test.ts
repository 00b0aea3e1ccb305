import { expect, test } from 'vitest';
import { merge } from './edit.ts';
import { batchReference, canMove, reminderDay, type Values } from './triage.ts';

const batch = { due_on: '2027-03-20', sent_on: '2027-03-01' };
const days = (from: string, count: number) =>
  Array.from({ length: count }, (_, at) => Temporal.PlainDate.from(from).add({ days: at }).toString());

test('reminders fall 7, 3 and 1 days before the deadline and every week after it', () => {
  const due = days('2027-03-01', 45).map((day) => reminderDay(batch, day));
  expect([...new Set(due)]).toEqual([null, '2027-03-13', '2027-03-17', '2027-03-19', '2027-03-27', '2027-04-03', '2027-04-10']);
});

test('a day on which nothing ran is made up for once, with the latest reminder only', () => {
  expect(reminderDay(batch, '2027-03-18')).toBe('2027-03-17');
  expect(reminderDay(batch, '2027-04-09')).toBe('2027-04-03');
});

test('what was sent on the day of a reminder or after it needs none for that day', () => {
  const late = { due_on: '2027-03-20', sent_on: '2027-03-17' };
  expect(reminderDay(late, '2027-03-17')).toBeNull();
  expect(reminderDay(late, '2027-03-18')).toBeNull();
  expect(reminderDay(late, '2027-03-19')).toBe('2027-03-19');
  expect(reminderDay({ due_on: '2027-03-20', sent_on: '2027-03-20' }, '2027-03-22')).toBeNull();
});

test('a batch goes back and forth until it is signed, and from there only back to staff', () => {
  expect(canMove('proposed', 'sent')).toBe(true);
  expect(canMove('returned', 'sent')).toBe(true);
  expect(canMove('signedOff', 'returned')).toBe(true);
  expect(canMove('signedOff', 'sent')).toBe(false);
  expect(canMove('proposed', 'signedOff')).toBe(false);
});

test('references are short and speakable', () => {
  expect(batchReference('WS2', 'ALAC', 1)).toBe('TRI-WS2-ALAC-01');
});

const stored: Values = { owner_class: 'community', coordination_class: 'required', priority: 'P1', rationale: null };

test('of a row that others changed, only the field that both wrote clashes', () => {
  const meanwhile = [{ field: 'priority', before: 'P3' }];
  const untouched = merge(stored, { ...stored, priority: 'P3' }, meanwhile);
  expect(untouched).toEqual({ changed: {}, clashes: [] });
  const beside = merge(stored, { ...stored, priority: 'P3', rationale: 'Urgent' }, meanwhile);
  expect(beside).toEqual({ changed: { rationale: 'Urgent' }, clashes: [] });
  const both = merge(stored, { ...stored, priority: 'P4' }, meanwhile);
  expect(both).toEqual({ changed: { priority: 'P4' }, clashes: ['priority'] });
  expect(merge(stored, { priority: 'P1' }, meanwhile)).toEqual({ changed: {}, clashes: [] });
});
