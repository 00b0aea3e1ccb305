import { type ChildProcess, fork } from 'node:child_process';
import { fromRoot } from '../../config/root.ts';
import { fontFiles } from './fonts.ts';
import type { Answer, Job } from './typst.ts';

/**
 * Sets a document in a process of its own: a long one takes a second, during which pages go on being answered, and what the compiler and its
 * fonts hold is given back when nobody has asked for a while. Throws an `Error` with the compiler's reasons.
 */
export const typeset = (template: string, document: string, as: Job['as'] = 'pdf'): Promise<PrintedPdf> => {
  running ??= start();
  return running(template, document, as);
};

export interface PrintedPdf {
  bytes: Uint8Array<ArrayBuffer>;
  /** The signs that are shown as boxes, each once. With any, the file does not claim PDF/UA. */
  boxes: readonly string[];
}

type Typeset = (template: string, document: string, as: Job['as']) => Promise<PrintedPdf>;
type Waiting = { resolve(printed: PrintedPdf): void; reject(fault: Error): void };

/** Milliseconds without work after which the process ends. */
const patience = 10_000;

let running: Typeset | undefined;

const start = (): Typeset => {
  // Node runs the source as it is, so the same file serves the bundle and the tests.
  const child = fork(fromRoot('src/platform/documents/pdf/typst.ts'), {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, Waiting>();
  let count = 0;
  let idle: NodeJS.Timeout | undefined;
  const rest = () => {
    hold(child, waiting.size > 0);
    clearTimeout(idle);
    if (waiting.size === 0) idle = setTimeout(() => child.disconnect(), patience).unref();
  };
  const end = (fault: Error) => {
    clearTimeout(idle);
    if (running === typesetHere) running = undefined;
    for (const one of waiting.values()) one.reject(fault);
    waiting.clear();
  };
  child.on('message', ({ number, bytes, boxes, fault }: Answer) => {
    const asked = waiting.get(number);
    waiting.delete(number);
    rest();
    if (bytes) asked?.resolve({ bytes: new Uint8Array(bytes), boxes: boxes ?? [] });
    else asked?.reject(new Error(fault));
  });
  child.once('error', end);
  child.once('disconnect', () => end(new Error('The typesetter ended.')));
  const typesetHere: Typeset = (template, document, as) =>
    new Promise((resolve, reject) => {
      const number = count++;
      waiting.set(number, { resolve, reject });
      rest();
      child.send({ number, fonts: fontFiles(), template, document, as } satisfies Job);
    });
  return typesetHere;
};

/** Only while it works does it keep the program from ending. */
const hold = (child: ChildProcess, busy: boolean): void => {
  if (busy) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
};
