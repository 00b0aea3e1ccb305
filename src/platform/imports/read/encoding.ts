import { type Notice, ReadRefusal } from './read.ts';

export interface Decoded {
  text: string;
  encoding: string;
  notices: Notice[];
}

/**
 * Bytes to text: byte order marks first, then UTF-16 without one, then UTF-8, then Windows-1252 (a superset of Latin-1 in what is printed).
 * Line ends become LF, so that a line number means the same whatever wrote the file. Throws `import.unknownKind` for bytes that are no text.
 */
export function decode(bytes: Uint8Array): Decoded {
  const decoded = byMark(bytes) ?? asUtf16(bytes) ?? asUtf8(bytes) ?? asWindows1252(bytes);
  if (looksBinary(decoded.text)) throw new ReadRefusal('import.unknownKind', { found: 'binary' });
  return { ...decoded, text: decoded.text.replace(/\r\n?/g, '\n') };
}

function byMark(bytes: Uint8Array): Decoded | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { ...lenientUtf8(bytes.subarray(3)), encoding: 'utf-8' };
  if (a === 0xff && b === 0xfe) return { text: as('utf-16le', bytes.subarray(2)), encoding: 'utf-16le', notices: [] };
  if (a === 0xfe && b === 0xff) return { text: as('utf-16be', bytes.subarray(2)), encoding: 'utf-16be', notices: [] };
  return undefined;
}

/** Text in UTF-16 without a mark has zero bytes in every line end and space, and reads as letters in one byte order only. */
function asUtf16(bytes: Uint8Array): Decoded | undefined {
  const sample = bytes.subarray(0, 16_384 - (bytes.length % 2));
  if (bytes.length < 4 || !sample.includes(0)) return undefined;
  const [little, big] = [lettersIn(as('utf-16le', even(sample))), lettersIn(as('utf-16be', even(sample)))];
  if (Math.max(little, big) < 0.97) return undefined;
  const encoding = little >= big ? 'utf-16le' : 'utf-16be';
  return {
    text: as(encoding, even(bytes)),
    encoding,
    notices: [{ key: 'import.assumedEncoding', values: { encoding: encoding.toUpperCase() } }],
  };
}

function asUtf8(bytes: Uint8Array): Decoded | undefined {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8', notices: [] };
  } catch {
    const { text, notices } = lenientUtf8(bytes);
    const wrong = count(text, /\uFFFD/g);
    const right = count(text, /[\u0080-\uFFFC]/g);
    return right > wrong * 4 ? { text, encoding: 'utf-8', notices } : undefined;
  }
}

const asWindows1252 = (bytes: Uint8Array): Decoded => ({
  text: as('windows-1252', bytes),
  encoding: 'windows-1252',
  notices: [{ key: 'import.assumedEncoding', values: { encoding: 'Windows-1252' } }],
});

function lenientUtf8(bytes: Uint8Array): { text: string; notices: Notice[] } {
  const text = as('utf-8', bytes);
  const wrong = count(text, /\uFFFD/g);
  return { text, notices: wrong > 0 ? [{ key: 'import.badCharacters', values: { count: wrong } }] : [] };
}

function looksBinary(text: string): boolean {
  const sample = text.slice(0, 100_000);
  const controls = count(sample.replace(/[\s\u0085]/g, ''), /\p{Cc}/gu);
  return text.includes('\0') || controls > sample.length * 0.01;
}

function lettersIn(text: string): number {
  if (!/[\s\u0020-\u007e]/.test(text)) return 0;
  return count(text, /[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\n\r\t]/gu) / [...text].length;
}

const as = (encoding: string, bytes: Uint8Array): string => new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
const even = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, bytes.length - (bytes.length % 2));
const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0;
