/**
 * What a content is, by its own bytes and never by its name; give the whole of it or at least the first 64 kB.
 * Text of any kind, HTML and SVG included, is `text/plain`; what is not recognised is `application/octet-stream`.
 */
export const sniff = (bytes: Uint8Array): string => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const [type, fits] of signatures) if (fits(buffer)) return type;
  return isText(buffer) ? 'text/plain' : unknown;
};

const unknown = 'application/octet-stream';
const office = 'application/vnd.openxmlformats-officedocument';

const starts =
  (text: string, at = 0) =>
  (buffer: Buffer) =>
    buffer.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'));
const isZip = starts('PK\x03\x04');
/** Names of entries stand uncompressed in a ZIP file, in front of each entry and once more at the end. */
const zipWith = (entry: string) => (buffer: Buffer) => isZip(buffer) && buffer.includes(entry);
/** OpenDocument and EPUB name themselves in an uncompressed first entry. */
const zipNamed = (type: string): [string, (buffer: Buffer) => boolean] => [
  type,
  (buffer) => isZip(buffer) && starts(`mimetype${type}`, 30)(buffer),
];

/** The first that fits; a document is a ZIP file too, so it stands before it. */
const signatures: readonly (readonly [string, (buffer: Buffer) => boolean])[] = [
  ['application/pdf', starts('%PDF-')],
  ['image/png', starts('\x89PNG\r\n\x1a\n')],
  ['image/jpeg', starts('\xff\xd8\xff')],
  ['image/gif', (buffer) => starts('GIF87a')(buffer) || starts('GIF89a')(buffer)],
  ['image/webp', (buffer) => starts('RIFF')(buffer) && starts('WEBP', 8)(buffer)],
  zipNamed('application/vnd.oasis.opendocument.text'),
  zipNamed('application/vnd.oasis.opendocument.spreadsheet'),
  zipNamed('application/vnd.oasis.opendocument.presentation'),
  zipNamed('application/epub+zip'),
  [`${office}.wordprocessingml.document`, zipWith('word/document.xml')],
  [`${office}.spreadsheetml.sheet`, zipWith('xl/workbook.xml')],
  [`${office}.presentationml.presentation`, zipWith('ppt/presentation.xml')],
  ['application/zip', isZip],
  ['application/gzip', starts('\x1f\x8b')],
  ['application/x-ole-storage', starts('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')],
];

/** Text is judged by its beginning. */
const isText = (whole: Buffer): boolean => {
  const buffer = whole.subarray(0, 65_536);
  if (starts('\xff\xfe')(buffer)) return decodes(buffer, 'utf-16le');
  if (starts('\xfe\xff')(buffer)) return decodes(buffer, 'utf-16be');
  return !buffer.some(isControl) && decodes(buffer, 'utf-8');
};

/** Below the space, text has only tabs, line and page ends, and the escape of some mail encodings. */
const isControl = (byte: number) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27);

/** `stream` forgives a last letter that was cut in half. */
const decodes = (buffer: Buffer, encoding: string): boolean => {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(buffer, { stream: true });
    return true;
  } catch {
    return false;
  }
};
