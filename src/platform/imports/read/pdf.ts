import { Inflate } from 'fflate';
import { getDocumentProxy } from 'unpdf';
import type { Block } from '../../documents/document.ts';
import { proseOf } from './plainText.ts';
import { type Limits, type Notice, type Reading, ReadRefusal } from './read.ts';

/**
 * The words of a PDF, page by page, as paragraphs and simple lists. A PDF does not say what is a table, so cells come out as lines; a
 * notice says so. Throws ReadRefusal: password, no text at all, too many pages, too long.
 */
export async function readPdf(bytes: Uint8Array, limits: Limits): Promise<Reading> {
  refuseBombs(bytes, limits);
  const deadline = performance.now() + limits.milliseconds;
  const document = await opened(bytes);
  try {
    if (document.numPages > limits.pages) throw new ReadRefusal('import.tooManyPages', { limit: limits.pages });
    const blocks: Block[] = [];
    const empty: number[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      if (performance.now() > deadline) throw new ReadRefusal('import.tooSlow', {}, { page: number });
      const page = await document.getPage(number);
      const found = proseOf(
        linesOf((await page.getTextContent()).items.filter((item) => 'str' in item)),
        () => ({ page: number }),
        'wrapped',
      );
      if (found.length === 0) empty.push(number);
      blocks.push(...found);
      page.cleanup();
    }
    if (blocks.length === 0) throw new ReadRefusal('import.noText');
    const notices: Notice[] = [{ key: 'import.pdfTables' }];
    const first = empty[0];
    if (first) notices.push({ key: 'import.pagesWithoutText', values: { count: empty.length, page: first }, place: { page: first } });
    const language = await languageOf(document);
    return { blocks, notices, ...(language ? { language } : {}) };
  } finally {
    await document.cleanup();
    await document.loadingTask.destroy();
  }
}

interface Run {
  str: string;
  height: number;
  hasEOL: boolean;
  /** A matrix; the sixth number is the height above the foot of the page. */
  transform: number[];
}

type Document = Awaited<ReturnType<typeof getDocumentProxy>>;

async function opened(bytes: Uint8Array): Promise<Document> {
  try {
    return await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, enableXfa: false, maxImageSize: 1 });
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException') throw new ReadRefusal('import.password', {}, undefined, error);
    throw error;
  }
}

async function languageOf(document: Document): Promise<string | undefined> {
  const { info } = await document.getMetadata();
  const language: unknown = 'Language' in info ? info.Language : undefined;
  return typeof language === 'string' && language ? language : undefined;
}

/** Runs to lines; a gap of more than half a line between two of them becomes an empty line. */
function linesOf(runs: readonly Run[]): string[] {
  const lines: string[] = [];
  let [text, height, last] = ['', 0, Number.NaN];
  for (const run of runs) {
    if (run.str.trim() !== '') {
      const y = run.transform[5] ?? 0;
      const gap = Math.abs(last - y);
      if (text === '' && lines.length > 0 && height > 0 && gap > Math.max(height, run.height) * 1.75) lines.push('');
      [last, height] = [y, run.height || height];
    }
    text += run.str;
    if (!run.hasEOL) continue;
    lines.push(text.trimEnd());
    text = '';
  }
  lines.push(text.trimEnd());
  return lines;
}

/**
 * Inflates every compressed stream once, counting and keeping nothing, before the parser does so without counting. Pictures are never
 * unpacked for their text and are only looked at one by one.
 */
function refuseBombs(bytes: Uint8Array, limits: Limits): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let spent = 0;
  for (let at = file.indexOf('stream'); at >= 0; at = file.indexOf('stream', at + 6)) {
    if (file.toString('latin1', Math.max(0, at - 3), at) === 'end') continue;
    const words = file.toString('latin1', Math.max(0, at - 2000), at);
    const dictionary = words.slice(Math.max(0, words.lastIndexOf(' obj')));
    const filters = dictionary.match(/\/(FlateDecode|Fl)\b/g)?.length ?? 0;
    if (filters === 0) continue;
    if (filters > 1) throw new ReadRefusal('import.zipBomb');
    const start = at + 6 + (file[at + 6] === 13 ? 2 : 1);
    const end = file.indexOf('endstream', start);
    const isPicture = /\/Subtype\s*\/Image\b/.test(dictionary);
    const size = inflatedSize(bytes.subarray(start, end < 0 ? bytes.length : end), limits, isPicture ? 0 : spent, isPicture);
    if (!isPicture) spent += size;
    if (end > 0) at = end;
  }
}

function inflatedSize(source: Uint8Array, limits: Limits, spent: number, isPicture: boolean): number {
  let total = 0;
  // Two bytes of zlib header stand before the raw stream.
  const inflate = new Inflate((chunk) => {
    total += chunk.length;
    const tooPacked = !isPicture && total > limits.ratioFrom && total > source.length * limits.ratio;
    if (total + spent > limits.inflated || tooPacked) throw new ReadRefusal('import.zipBomb');
  });
  try {
    for (let at = 2; at < source.length; at += 16_384) inflate.push(source.subarray(at, at + 16_384), false);
  } catch (error) {
    // A broken stream is the parser's to judge: it skips what it cannot unpack.
    if (error instanceof ReadRefusal) throw error;
  }
  return total;
}
