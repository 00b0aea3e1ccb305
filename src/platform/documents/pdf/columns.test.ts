import { expect, it } from 'vitest';
import type { Table } from '../document.ts';
import { layOut } from './columns.ts';

const table = (header: string[], ...rows: string[][]): Table => ({
  kind: 'table',
  header: header.map((text) => ({ text })),
  rows: rows.map((row) => row.map((text) => ({ text }))),
});
const long = 'What was agreed in the meeting is written down at length, sentence after sentence, as it was said that day. '.repeat(3);

it('a column is never narrower than its longest word, which would be torn, however long the texts beside it', () => {
  const columns = layOut(table(['Body', 'What was said', 'Why'], ['Öffentlichkeitsarbeit im Kreis und im Land', long, long]));
  expect(columns[0]).toMatchObject({ share: null });
  expect(columns[0]?.width).toBeGreaterThan(12);
  expect(columns.slice(1).every(({ share }) => share !== null)).toBe(true);
});

it('one long line among short ones has room, and a status with its percent stands in one line', () => {
  const [issue, ends, status] = layOut(
    table(
      ['Issue', 'Proposed end', 'Status'],
      ['Advice that is clear, and findable pages', '15 Mar 2020', 'Completed (100%)'],
      ['Metrics of activity, by region and quarter', 'Capture of data in the register of contacts, phases 1 and 2 Dec 2021', 'Held over'],
    ),
  );
  expect(status?.share).toBeNull();
  expect((ends?.share ?? 0) / (issue?.share ?? 1)).toBeGreaterThan(0.8);
});
