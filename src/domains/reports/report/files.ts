import { formats } from '../../../platform/documents/formats.ts';
import { toHtmlFile } from '../../../platform/documents/html-file.ts';
import type { Content } from '../content/content.ts';
import { type Around, documentOf } from '../content/document.ts';
import { toldRemovals } from '../content/removals.ts';
import type { Reading } from '../content/words.ts';

export const fileFormats = ['pdf', 'docx', 'html', 'json'] as const;
export type FileFormat = (typeof fileFormats)[number];

export interface ReportFile {
  body: string | Uint8Array<ArrayBuffer>;
  mediaType: string;
  extension: string;
}

/** The report as a file. PDF is tagged (PDF/UA-1) and the same bytes for the same report; HTML is a whole page; JSON holds the content whose checksum it names: the last of `removals`, where names were removed. */
export const fileOf = async (reading: Reading, content: Content, around: Around, format: FileFormat): Promise<ReportFile> => {
  if (format === 'json') {
    const { checksum, removals, address, steps, errata, questions } = around;
    const body = `${JSON.stringify({ address, checksum, removals: toldRemovals(removals), content, steps, errata, questions }, null, 2)}\n`;
    return { body, mediaType: 'application/json', extension: 'json' };
  }
  const document = documentOf(reading, content, around);
  const { mediaType, extension, write } = formats[format];
  return { body: format === 'html' ? toHtmlFile(document) : await write(document), mediaType, extension };
};
