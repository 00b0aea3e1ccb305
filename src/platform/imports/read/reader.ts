import { buffer } from 'node:stream/consumers';
import type { Table } from '../../documents/document.ts';
import { type Limits, type Read, ReadRefusal } from './read.ts';
import { readDocument } from './readDocument.ts';

// A program of its own, started by aside.ts: it reads the document that comes on its standard input and tells it in parts.

export interface Task {
  name: string;
  limits: Partial<Limits>;
}

/** What is read, its tables without their rows; then the rows, a part at a time; then that it is whole. Or why it is not read. */
export type Said =
  | { read: Read }
  | { block: number; rows: Table['rows'] }
  | { whole: true }
  | { refusal: Pick<ReadRefusal, 'key' | 'values' | 'place'> };

/** Few enough that whoever takes them up does so within a few milliseconds. */
const portion = 500;

const tell = async ({ name, limits }: Task): Promise<void> => {
  const read = await readDocument(await buffer(process.stdin), name, limits);
  await say({ read: { ...read, blocks: read.blocks.map((block) => (block.kind === 'table' ? { ...block, rows: [] } : block)) } });
  for (const [block, table] of read.blocks.entries()) {
    if (table.kind !== 'table') continue;
    for (let from = 0; from < table.rows.length; from += portion) await say({ block, rows: table.rows.slice(from, from + portion) });
  }
  await say({ whole: true });
};

/** Waits until it is taken, so that what is told does not stand in memory a second time. */
const say = (said: Said): Promise<void> => new Promise((resolve) => process.send?.(said, undefined, undefined, () => resolve()));

process.on('disconnect', () => process.exit());
process.once('message', (task: Task) =>
  tell(task).catch((fault) => {
    if (!(fault instanceof ReadRefusal)) throw fault;
    const { key, values, place } = fault;
    return say({ refusal: { key, values, place } });
  }),
);
