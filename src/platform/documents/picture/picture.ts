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
 * Draws on white, two and a quarter dots a unit: 230 an inch where a chart fills the width of a page, ten more than Word itself keeps for
 * print. Office programs draw an SVG each in its own way, without our fonts and textures, and older ones not at all.
 * Throws an `Error` with the compiler's reasons when the drawing is no SVG.
 */
export const pictureOf = async (drawing: string): Promise<Picture> => {
  const { svg, words, ...size } = splitDrawing(drawing);
  const [width, height] = [whole(size.width), whole(size.height)];
  const drawn = svg.replace(
    /^<svg\b([^>]*)>([\s\S]*)<\/svg>$/,
    (_, named: string, inside: string) =>
      `<svg${named.replace(/\s(viewBox|width|height)="[^"]*"/g, '')} viewBox="0 0 ${width} ${height}">${dots(width, height)}<g filter="url(#dots)"><rect width="${width}" height="${height}" fill="#ffffff"/>${inside}${words.map(written).join('')}</g></svg>`,
  );
  const { bytes } = await typeset(template, JSON.stringify({ svg: drawn, width: width * share, height: height * share }), 'png');
  return { png: bytes, width, height };
};

/** So that there are no half dots: the compiler would make them half transparent and write what shows through as a picture of its own. */
const whole = (units: number): number => Math.ceil(units / 4) * 4;

/** The compiler makes four dots of each unit of its page, whatever the drawing calls a unit. */
const share = 2.25 / 4;

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
