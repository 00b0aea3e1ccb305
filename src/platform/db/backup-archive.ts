import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

/**
 * A tar archive, as POSIX describes it ("pax interchange format"), so that a backup can be opened with the tools of any system.
 * Only plain files are written and read.
 */
export type Entry = { path: string; size: number; body: AsyncGenerator<Buffer> };

/** One file of the archive as bytes. Throws when the body is not of the promised size. */
export async function* entryBytes(path: string, size: number, body: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
  if (Buffer.byteLength(path) > 100 || size > largestPlainSize) {
    const records = Buffer.from(paxRecord('path', path) + paxRecord('size', String(size)));
    yield* [header('pax', records.length, 'x'), records, padding(records.length)];
  }
  yield header(path, size, '0');
  let written = 0;
  for await (const chunk of body) {
    written += chunk.length;
    yield chunk;
  }
  if (written !== size) throw new Error(`${path} changed while it was read.`);
  yield padding(size);
}

export const archiveEnd: Buffer = Buffer.alloc(1024);

/** Reads a gzipped archive from its beginning, one entry at a time; what is left of a body is skipped. Throws when it ends too early. */
export async function* readArchive(file: string): AsyncGenerator<Entry> {
  const source = createReadStream(file);
  const gunzip = source.on('error', (error) => gunzip.destroy(error)).pipe(createGunzip());
  const bytes = new Bytes(gunzip);
  try {
    let extended: Record<string, string> = {};
    for (let block = await bytes.take(512); block[0] !== 0; block = await bytes.take(512)) {
      const { path, size, type } = readHeader(block);
      if (type === 'x') {
        extended = readPax(await bytes.take(size));
        await bytes.take(padding(size).length);
        continue;
      }
      const entry = { path: extended.path ?? path, size: Number(extended.size ?? size) };
      extended = {};
      const body = bytes.next(entry.size);
      yield { ...entry, body };
      for await (const _ of body);
      await bytes.take(padding(entry.size).length);
    }
    await bytes.expectEnd();
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

const largestPlainSize = 0o77777777777;
const padding = (size: number): Buffer => Buffer.alloc((512 - (size % 512)) % 512);

/** The length counts its own digits. */
function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  const length = rest + String(rest + String(rest).length).length;
  return `${length} ${key}=${value}\n`;
}

function readPax(records: Buffer): Record<string, string> {
  const values: Record<string, string> = {};
  for (let at = 0; at < records.length; ) {
    const space = records.indexOf(' ', at);
    const length = Number(records.toString('latin1', at, space));
    if (!(length > 0)) throw new Error('an extended header is not readable');
    const [key = '', ...value] = records.toString('utf8', space + 1, at + length - 1).split('=');
    values[key] = value.join('=');
    at += length;
  }
  return values;
}

function header(path: string, size: number, type: '0' | 'x'): Buffer {
  const block = Buffer.alloc(512);
  const octal = (value: number, at: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  block.write(path, 0, 100);
  octal(0o600, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(Math.min(size, largestPlainSize), 124, 12);
  octal(Math.floor(Date.now() / 1000), 136, 12);
  block.write(type, 156);
  block.write('ustar\x0000', 257, 'latin1');
  octal(checksum(block), 148, 7);
  block.write(' ', 155);
  return block;
}

function readHeader(block: Buffer) {
  const text = (at: number, length: number) => block.toString('utf8', at, at + length).replace(/\0.*$/s, '');
  if (Number.parseInt(text(148, 7), 8) !== checksum(block)) throw new Error('a header is not readable');
  return { path: text(0, 100), size: Number.parseInt(text(124, 12), 8), type: text(156, 1) };
}

/** The sum of all bytes, with its own field taken as eight spaces. */
const checksum = (block: Buffer): number => block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);

/** Takes a stream of chunks apart into pieces of known size. */
class Bytes {
  #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  async *next(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0; ) {
      if (this.#rest.length === 0 && !(await this.#more())) throw new Error('it ends too early');
      const chunk = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(chunk.length);
      left -= chunk.length;
      yield chunk;
    }
  }

  async take(size: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.next(size)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** Only here does the compression's own checksum of the whole come to be compared. */
  async expectEnd(): Promise<void> {
    while (await this.#more());
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#chunks.next();
    this.#rest = value ?? this.#rest;
    return !done;
  }
}
