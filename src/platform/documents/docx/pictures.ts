import { ImageRun, Paragraph, type Table as WordTable } from 'docx';
import type { Figure } from '../document.ts';
import type { Picture } from '../picture/picture.ts';
import { xmlText } from '../xml-text.ts';
import { captioned } from './runs.ts';
import { room } from './styles.ts';
import { tableOf } from './tables.ts';

/** The picture of each drawing of the document. */
export type Pictures = ReadonlyMap<string, Picture>;

/** Caption, picture and, beneath it, its values as a table. Where the table says them, the alternative text need not say them once more. */
export const pictured = ({ svg, caption, alternative, table }: Figure, pictures: Pictures, rtl: boolean): (Paragraph | WordTable)[] => {
  const picture = pictures.get(svg);
  const { caption: _, ...twin } = table ?? { kind: 'table', header: [], rows: [] };
  return [
    captioned(caption, rtl),
    ...(picture
      ? [
          new Paragraph({
            bidirectional: rtl,
            keepNext: table !== undefined,
            spacing: { after: 200 },
            children: [
              new ImageRun({
                type: 'png',
                data: picture.png,
                transformation: fitted(picture),
                altText: { name: xmlText(caption), title: xmlText(caption), description: xmlText(table ? caption : alternative) },
              }),
            ],
          }),
        ]
      : []),
    ...tableOf(twin, rtl),
  ];
};

/** Into the text in pixels, with room for heading and caption on the page. */
const fitted = ({ width, height }: Picture): { width: number; height: number } => {
  const scale = Math.min(across / width, down / height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
};

/** The width of the text, of which a pixel is fifteen parts. */
const across = Math.floor(room / 15);
const down = 760;
