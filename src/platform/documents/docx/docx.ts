import { AlignmentType, BorderStyle, Document, Footer, Header, Packer, PageNumber, Paragraph, TabStopType, TextRun } from 'docx';
import type { DocumentOut } from '../document.ts';
import { evenHeadings } from '../headings.ts';
import { directionOf, lineBelowTitle } from '../language.ts';
import { pictureOf } from '../picture/picture.ts';
import { blocksOf } from './blocks.ts';
import { sameBytes } from './same-bytes.ts';
import { numbering, room, stylesFor } from './styles.ts';

/** The document for Word: styles that carry meaning, language set, right to left where it is read so. A chart goes out as a picture with its table beneath it. The same document gives the same bytes. */
export const toDocx = async (document: DocumentOut): Promise<Uint8Array<ArrayBuffer>> => {
  const rtl = directionOf(document.language) === 'rtl';
  const meta = lineBelowTitle(document).join(' · ');
  const opening = (style: string, text: string | undefined) =>
    text ? [new Paragraph({ style, bidirectional: rtl, children: [new TextRun({ text, rightToLeft: rtl })] })] : [];
  const blocks = evenHeadings(document.blocks);
  const drawings = blocks.flatMap((block) => (block.kind === 'figure' ? [block.svg] : []));
  const pictures = new Map(await Promise.all(drawings.map(async (svg) => [svg, await pictureOf(svg)] as const)));
  const file = new Document({
    title: document.title,
    ...(document.subtitle ? { subject: document.subtitle } : {}),
    creator: document.author ?? '',
    lastModifiedBy: document.author ?? '',
    styles: stylesFor(document.language),
    numbering,
    sections: [
      {
        properties: { page: { size: { width: 11_906, height: 16_838 }, margin: { top: 1500, bottom: 1400, left: 1420, right: 1420 } } },
        ...(document.runningHead ? { headers: { default: new Header({ children: [runningHead(document.runningHead, rtl)] }) } } : {}),
        footers: { default: new Footer({ children: [pageNumber(rtl)] }) },
        children: [
          ...opening('Title', document.title),
          ...opening('Subtitle', document.subtitle),
          ...opening('Meta', meta),
          ...blocks.flatMap(blocksOf(rtl, pictures)),
        ],
      },
    ],
  });
  return sameBytes(new Uint8Array(await Packer.toArrayBuffer(file)), document.date);
};

const runningHead = (text: string, rtl: boolean) =>
  new Paragraph({
    style: 'Meta',
    bidirectional: rtl,
    tabStops: [{ type: TabStopType.RIGHT, position: room }],
    border: { bottom: { style: BorderStyle.SINGLE, size: 4, color: 'CFD4D9', space: 4 } },
    children: [new TextRun({ text, rightToLeft: rtl })],
  });

const pageNumber = (rtl: boolean) =>
  new Paragraph({
    style: 'Meta',
    bidirectional: rtl,
    alignment: AlignmentType.END,
    children: [new TextRun({ rightToLeft: rtl, children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] })],
  });
