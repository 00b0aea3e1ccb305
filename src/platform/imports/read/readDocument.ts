import { readCsv, separatorOf } from './csv.ts';
import { decode } from './encoding.ts';
import { readHtml } from './html.ts';
import { readJson } from './json.ts';
import { kindByName, recognise } from './kind.ts';
import { readsAsMarkdown } from './markdown.ts';
import { defaultLimits, type Kind, type Limits, type Notice, type Read, type Reading, ReadRefusal } from './read.ts';
import { readText } from './text.ts';

/**
 * Reads what people really have into the neutral shape. The bytes decide what it is; the name only settles what bytes leave open (a CSV of
 * one column, a text with one comma). Pasted text is bytes named `pasted text`. Throws ReadRefusal and nothing else.
 */
export async function readDocument(bytes: Uint8Array, name: string, limits: Partial<Limits> = {}): Promise<Read> {
  const bounds = { ...defaultLimits, ...limits };
  if (bytes.length === 0) throw new ReadRefusal('import.empty');
  if (bytes.length > bounds.bytes) throw new ReadRefusal('import.tooLarge', { limit: Math.floor(bounds.bytes / 1024 / 1024) });
  try {
    const read = await readByContent(bytes, name, bounds);
    if (read.blocks.length === 0) throw new ReadRefusal('import.empty');
    return read;
  } catch (error) {
    if (error instanceof ReadRefusal) throw named(error, name);
    const reason = error instanceof Error ? error.message.slice(0, 200) : String(error);
    throw new ReadRefusal('import.damaged', { reason }, undefined, error);
  }
}

async function readByContent(bytes: Uint8Array, name: string, limits: Limits): Promise<Read> {
  const found = recognise(bytes, limits);
  if (found.as === 'zip') {
    const read = found.kind === 'xlsx' ? (await import('./xlsx.ts')).readXlsx : (await import('./docx.ts')).readDocx;
    const reading = await read(found.archive, limits);
    return whole(found.kind, name, reading);
  }
  if (found.as === 'pdf') return whole('pdf', name, await (await import('./pdf.ts')).readPdf(bytes, limits));
  const promised = kindByName(name);
  const { text, encoding, notices } = decode(bytes);
  if (text.trim() === '') throw new ReadRefusal('import.empty');
  const { kind, reading } = readWords(text, promised, limits);
  return { ...whole(kind, name, reading, notices), encoding };
}

function readWords(text: string, promised: Kind | undefined, limits: Limits): { kind: Kind; reading: Reading } {
  const json = readJson(text, limits, promised === 'json');
  if (json) return { kind: 'json', reading: json };
  if (readsAsHtml(text)) return { kind: 'html', reading: readHtml(text, limits) };
  if (/^\s*<\?xml/.test(text)) throw new ReadRefusal('import.unknownKind', { found: 'xml' });
  const markdown = readsAsMarkdown(text);
  const separator = markdown && promised !== 'csv' ? undefined : separatorOf(text, promised === 'csv');
  if (separator) return { kind: 'csv', reading: readCsv(text, separator, limits) };
  const asMarkdown = markdown || promised === 'markdown';
  return { kind: asMarkdown ? 'markdown' : 'text', reading: readText(text, asMarkdown, limits) };
}

function readsAsHtml(text: string): boolean {
  if (/^\s*<\?xml/.test(text)) return /<html[\s>]/i.test(text.slice(0, 4000));
  const start = text
    .slice(0, 4000)
    .replace(/^\s*(?:<\?xml[^>]*>\s*)?/, '')
    .replace(/^(?:<!--[\s\S]*?-->\s*)+/, '');
  return /^<(!doctype\s+html|(html|head|body|meta|style|table|div|p|h[1-6]|ul|ol|section|article|span|b|strong|blockquote|a|br)[\s>/])/i.test(
    start,
  );
}

function whole(kind: Kind, name: string, reading: Reading, before: Notice[] = []): Read {
  const promised = kindByName(name);
  const prose = (each: Kind | undefined) => each === 'text' || each === 'markdown';
  const differs = promised !== undefined && promised !== kind && !(prose(promised) && (prose(kind) || kind === 'csv'));
  const mismatch: Notice[] = differs ? [{ key: 'import.readAs', values: { promised, found: kind } }] : [];
  return { kind, name, ...reading, notices: [...mismatch, ...before, ...reading.notices, ...joinedTitles(reading)] };
}

/** Titles in several rows may be content that looks like titles: whoever brings it is told which rows were joined. */
const joinedTitles = ({ blocks }: Reading): Notice[] =>
  blocks.flatMap((block) => {
    if (block.kind !== 'table' || !block.titleRows) return [];
    const example = block.header.find((cell) => cell.text.includes(' / '))?.text ?? '';
    const place = block.header[0]?.place ?? block.place;
    return [{ key: 'import.joinedTitles', values: { count: block.titleRows, example }, ...(place ? { place } : {}) }];
  });

/** A file of a kind that is not read, under the name of one that is, is refused naming both. */
function named(refusal: ReadRefusal, name: string): ReadRefusal {
  const promised = kindByName(name);
  const found = refusal.values.found;
  if (refusal.key !== 'import.unknownKind' || !promised || found === undefined) return refusal;
  return new ReadRefusal('import.notWhatItSays', { promised, found }, refusal.place, refusal);
}
