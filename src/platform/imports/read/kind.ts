import { type Kind, type Limits, ReadRefusal } from './read.ts';
import { type Archive, openZip } from './zip.ts';

export type Recognised = { as: 'zip'; kind: 'docx' | 'xlsx'; archive: Archive } | { as: 'pdf' } | { as: 'text' };

/** Marks of files that are not read, each with the word that the message uses for them. */
const marks: [string, string][] = [
  ['89504e47', 'picture'],
  ['ffd8ff', 'picture'],
  ['47494638', 'picture'],
  ['424d', 'picture'],
  ['49492a00', 'picture'],
  ['4d4d002a', 'picture'],
  ['1f8b', 'archive'],
  ['377abcaf271c', 'archive'],
  ['526172211a07', 'archive'],
  ['425a68', 'archive'],
  ['7b5c727466', 'rtf'],
  ['4d5a', 'program'],
  ['7f454c46', 'program'],
  ['494433', 'sound'],
  ['1a45dfa3', 'sound'],
];

/** Tells from the first bytes, and for archives from their members, what a file is. Throws ReadRefusal for what is not read. */
export function recognise(bytes: Uint8Array, limits: Limits): Recognised {
  const head = hex(bytes.subarray(0, 16));
  if (head.startsWith('d0cf11e0a1b11ae1')) throw oldOffice(bytes);
  if (head.startsWith('504b0304') || head.startsWith('504b0506')) return zipKind(openZip(bytes, limits));
  if (startsAsPdf(bytes)) return { as: 'pdf' };
  if (head.slice(8, 16) === '66747970') throw unknown('sound');
  if (head.startsWith('52494646')) throw unknown(head.slice(16, 24) === '57454250' ? 'picture' : 'sound');
  const mark = marks.find(([start]) => head.startsWith(start));
  // Two letters may also begin a text; a picture or program of that mark is never free of zero bytes.
  if (mark && (mark[0].length > 4 || bytes.subarray(0, 1024).includes(0))) throw unknown(mark[1]);
  return { as: 'text' };
}

/** The kind that a file's name promises, if it promises one that is read. */
export function kindByName(name: string): Kind | undefined {
  const ending = /\.([a-z0-9]+)$/i.exec(name.trim())?.[1]?.toLowerCase() ?? '';
  return byEnding[ending];
}

const byEnding: Record<string, Kind> = {
  txt: 'text',
  text: 'text',
  md: 'markdown',
  markdown: 'markdown',
  htm: 'html',
  html: 'html',
  xhtml: 'html',
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  docx: 'docx',
  docm: 'docx',
  pdf: 'pdf',
  json: 'json',
};

function zipKind(archive: Archive): Recognised {
  const has = (name: string) => archive.names.includes(name);
  if (has('xl/workbook.xml')) return { as: 'zip', kind: 'xlsx', archive };
  if (archive.names.some((name) => /^word\/document\d*\.xml$/.test(name))) return { as: 'zip', kind: 'docx', archive };
  if (has('ppt/presentation.xml')) throw unknown('slides');
  if (has('xl/workbook.bin')) throw unknown('binarySheet');
  if (has('mimetype') && has('content.xml')) throw unknown('openDocument');
  throw unknown('archive');
}

/** An OLE file is either a modern document under a password or one of the formats before 2007. */
function oldOffice(bytes: Uint8Array): ReadRefusal {
  const holds = (name: string) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(name, 'utf16le'));
  if (holds('EncryptedPackage') || holds('EncryptionInfo')) return new ReadRefusal('import.password');
  if (holds('WordDocument')) return unknown('oldWord');
  if (holds('Workbook') || holds('Book')) return unknown('oldExcel');
  return unknown('oldOffice');
}

/** Some programs write empty lines before a PDF. */
function startsAsPdf(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  const at = start.indexOf('%PDF-');
  return at >= 0 && start.slice(0, at).trim() === '';
}

const unknown = (found: string): ReadRefusal => new ReadRefusal('import.unknownKind', { found });
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
