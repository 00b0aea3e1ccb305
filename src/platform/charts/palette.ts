/** A place in the palette. On pages the colours are the variables `--chart-1` to `--chart-6`; these here serve print and other files. */
export type Tone = 1 | 2 | 3 | 4 | 5 | 6;

export const tones: readonly Tone[] = [1, 2, 3, 4, 5, 6];

/** Fallbacks for each variable that a drawing may name; each tone reaches 4.5:1 against white, because numbers stand on it in the colour of paper. */
export const fallbacks: Record<string, string> & { ink: string } = {
  ink: '#1d2126',
  paper: '#ffffff',
  line: '#cfd4d9',
  'chart-1': '#1f4e79',
  'chart-2': '#a85a15',
  'chart-3': '#47775f',
  'chart-4': '#7d5a93',
  'chart-5': '#766c5b',
  'chart-6': '#8c2f39',
};

/** Second sign beside the colour: a texture laid over a surface, so that series differ in grey and for any eye. */
const textures: Record<Tone, string> = {
  1: '',
  2: 'M-2 2l4-4M0 8l8-8M6 10l4-4',
  3: 'M2 2h.01M6 6h.01',
  4: 'M0 2h8M0 6h8',
  5: 'M-2 6l4 4M0 0l8 8M6-2l4 4',
  6: 'M2 0v8M6 0v8',
};

export const patterns = (scope: string, used: readonly Tone[]): string =>
  `<defs>${used
    .filter((tone) => textures[tone] !== '')
    .map((tone) => `<pattern id="${scope}-${tone}" width="8" height="8" patternUnits="userSpaceOnUse">${texture(tone)}</pattern>`)
    .join('')}</defs>`;

const texture = (tone: Tone): string =>
  `<path d="${textures[tone]}" fill="none" stroke="var(--paper)" stroke-opacity="0.5" stroke-width="${tone === 3 ? 2.4 : 1.2}" stroke-linecap="${tone === 3 ? 'round' : 'butt'}"/>`;

/** What lies over a surface of this tone. The colour itself is a plain fill beneath, as tiles of colour would show their seams. */
export const textureOf = (scope: string, tone: Tone): string => (textures[tone] === '' ? 'none' : `url(#${scope}-${tone})`);

/** The tone of each key: as asked, else the first still free in order of appearance. */
export const tonesFor = (keys: readonly string[], asked: Readonly<Record<string, Tone>> = {}): Map<string, Tone> => {
  const free = tones.filter((tone) => !keys.some((key) => asked[key] === tone));
  let next = 0;
  return new Map(keys.map((key) => [key, asked[key] ?? free[next++ % Math.max(1, free.length)] ?? 1]));
};
