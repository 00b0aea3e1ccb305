import { attribute, size, width } from './frame.ts';
import { breadth } from './labels.ts';
import { type Tone, textureOf } from './palette.ts';

const line = 18;
const swatch = 11;

/** Swatches with their words in as many lines as needed, from the side where reading begins. */
export const legend = (scope: string, entries: readonly { label: string; tone: Tone }[], rtl: boolean): { svg: string; height: number } => {
  let x = 0;
  let y = 0;
  const parts = entries.map(({ label, tone }) => {
    const across = swatch + 6 + breadth(label);
    if (x > 0 && x + across > width) {
      x = 0;
      y += line;
    }
    const at = x;
    x += across + 18;
    const box = rtl ? width - at - swatch : at;
    const text = rtl ? width - at - swatch - 6 : at + swatch + 6;
    const surface = (fill: string) => `<rect x="${box}" y="${y + 2}" width="${swatch}" height="${swatch}" fill="${fill}"/>`;
    return `${surface(`var(--chart-${tone})`)}${surface(textureOf(scope, tone))}<text x="${text}" y="${y + size}" text-anchor="${rtl ? 'end' : 'start'}">${attribute(label)}</text>`;
  });
  return { svg: `<g>${parts.join('')}</g>`, height: entries.length === 0 ? 0 : y + line + 8 };
};
