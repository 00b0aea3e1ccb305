import { escaped } from '../html.ts';
import { splitDrawing, type Word } from '../pdf/drawing.ts';
import { typeset } from '../pdf/typesetter.ts';

/** A drawing as a picture, which every office program shows alike; width and height are those of the drawing. */
export interface Picture {
  png: Uint8Array<ArrayBuffer>;
  width: number;
  height: number;
}

/**
 * Draws on white, four dots a unit. Office programs draw an SVG each in its own way, without our fonts and textures, and older ones not at all.
 * Throws an `Error` with the compiler's reasons when the drawing is no SVG.
 */
export const pictureOf = async (drawing: string): Promise<Picture> => {
  const { svg, words, width, height } = splitDrawing(drawing);
  const whole = svg.replace(
    /^(<svg\b[^>]*>)([\s\S]*)<\/svg>$/,
    (_, opening: string, inside: string) =>
      `${opening}${dots(width, height)}<g filter="url(#dots)"><rect width="${width}" height="${height}" fill="#ffffff"/>${inside}${words.map(written).join('')}</g></svg>`,
  );
  const { bytes } = await typeset(template, JSON.stringify({ svg: whole, width, height }), 'png');
  return { png: bytes, width, height };
};

/** A filter that changes nothing: whatever stands under a filter, the compiler puts into its file as dots. */
const dots = (width: number, height: number): string =>
  `<defs><filter id="dots" filterUnits="userSpaceOnUse" x="0" y="0" width="${width}" height="${height}" color-interpolation-filters="sRGB"><feOffset dx="0" dy="0"/></filter></defs>`;

/** Words of joined scripts each by itself, between marks that make them run from the right with the numbers and full stops in them. */
const written = ({ text, x, y, anchor, size, bold, fill }: Word): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}" font-weight="${bold ? 600 : 400}" fill="${fill}">\u200f${escaped(text)}\u200f</text>`;

const template = `
#let drawing = json(bytes(sys.inputs.document))
#set page(width: drawing.width * 1pt, height: drawing.height * 1pt, margin: 0pt)
#image(bytes(drawing.svg), format: "svg", width: 100%)
`;
