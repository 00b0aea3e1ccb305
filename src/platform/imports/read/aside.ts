import { type ChildProcess, fork } from 'node:child_process';
import { fromRoot } from '../../config/root.ts';
import type { Table } from '../../documents/document.ts';
import { defaultLimits, type Limits, type Read, ReadRefusal } from './read.ts';
import { readDocument } from './readDocument.ts';
import type { Said, Task } from './reader.ts';

/**
 * The same as `readDocument`. What is large is read in a process of its own, one after another: others are answered meanwhile, and the
 * memory that it takes is bounded and given back. Throws ReadRefusal; a fault of the machine is thrown as it is.
 */
export const readAside = (bytes: Uint8Array, name: string, limits: Partial<Limits> = {}): Promise<Read> => {
  const bounds = { ...defaultLimits, ...limits };
  if (bytes.length <= small || bytes.length > bounds.bytes) return readDocument(bytes, name, limits);
  const read = last.then(() => readInChild(bytes, { name, limits }, bounds.milliseconds));
  last = read.then(nothing, nothing);
  return read;
};

/** Bytes that are read within a few dozen milliseconds, which is less than a process takes to begin. */
export const small = 64 * 1024;

/** Megabytes of the reader's heap: a workbook at the limits needs about half of them. */
const heap = 1024;

let last: Promise<void> = Promise.resolve();
const nothing = (): void => {};

const readInChild = (bytes: Uint8Array, task: Task, milliseconds: number): Promise<Read> =>
  new Promise((resolve, reject) => {
    // Node runs the source as it is, so the same file serves the bundle and the tests. What V8 says of a full heap is said by us.
    const child = fork(fromRoot('src/platform/imports/read/reader.ts'), {
      execArgv: [`--max-old-space-size=${heap}`],
      serialization: 'advanced',
      stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
    });
    const tooSlow = setTimeout(() => end(child, () => reject(new ReadRefusal('import.tooSlow'))), milliseconds);
    const end = (one: ChildProcess, tell: () => void) => {
      clearTimeout(tooSlow);
      one.removeAllListeners().on('error', nothing).kill('SIGKILL');
      tell();
    };
    let read: Read | undefined;
    const tableAt = (block: number) => read?.blocks[block] as Table | undefined;
    child.on('message', (said: Said) => {
      if ('read' in said) read = said.read;
      else if ('rows' in said) tableAt(said.block)?.rows.push(...said.rows);
      else if ('refusal' in said) end(child, () => reject(new ReadRefusal(said.refusal.key, said.refusal.values, said.refusal.place)));
      else end(child, () => (read ? resolve(read) : reject(new Error('The reader of documents said nothing.'))));
    });
    child.once('error', (fault) => end(child, () => reject(fault)));
    // Ended by the limit of its heap, or by a system without memory.
    child.once('exit', () => end(child, () => reject(new ReadRefusal('import.tooMuch'))));
    // It may end before it has taken everything.
    child.stdin?.on('error', nothing).end(bytes);
    child.send(task, (fault) => fault && end(child, () => reject(fault)));
  });
