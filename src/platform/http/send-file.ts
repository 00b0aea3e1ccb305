import type { DocumentOut } from '../documents/document.ts';
import { contentDisposition, fileName } from '../documents/file-name.ts';
import { type FormatName, formats } from '../documents/formats.ts';
import { printPdf } from '../documents/pdf/pdf.ts';
import { type PageContext, visit } from './visit.ts';

/** Answers with a file to keep, named after what it is and the minute at which it was asked for. */
export const sendFile = (
  c: PageContext,
  file: { body: ReadableStream<Uint8Array> | Uint8Array | string; mediaType: string; extension: string },
  base: string,
): Response =>
  c.body(file.body as ReadableStream | Uint8Array<ArrayBuffer> | string, 200, {
    'content-type': file.mediaType,
    'content-disposition': contentDisposition(
      fileName(base, file.extension, Temporal.Instant.from(visit(c).now).toZonedDateTimeISO('UTC')),
    ),
  });

/** Answers with a document in one of its formats. */
export const sendDocument = async (c: PageContext, document: DocumentOut, format: FormatName, base: string): Promise<Response> => {
  const { mediaType, extension, write } = formats[format];
  const body = format === 'pdf' ? await pdfOf(c, document) : await write(document);
  return sendFile(c, { body, mediaType, extension }, base);
};

/** Signs that no font of this machine has are boxes on paper: the document itself then says so at its end, and the log counts them. */
const pdfOf = async (c: PageContext, document: DocumentOut): Promise<Uint8Array> => {
  const first = await printPdf(document);
  if (first.boxes.length === 0) return first.bytes;
  const v = visit(c);
  v.services.log.warn('A PDF holds signs that no font has, so it is not PDF/UA.', {
    requestId: v.requestId,
    path: c.req.path,
    count: first.boxes.length,
    signs: first.boxes.slice(0, 20).map((sign) => [...sign].map((one) => `U+${one.codePointAt(0)?.toString(16).toUpperCase()}`).join(' ')),
  });
  const text = v.t('document.boxes', { count: first.boxes.length });
  const said = { ...document, blocks: [...document.blocks, { kind: 'paragraph' as const, spans: [{ text, emphasis: true }] }] };
  return (await printPdf(said)).bytes;
};
