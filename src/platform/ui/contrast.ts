export type Theme = 'light' | 'dark';

/** Lightness 0 to 1, chroma, hue in degrees. */
export type Oklch = { l: number; c: number; h: number };

/** The colours of the token file, by name; reads `--name: light-dark(oklch(…), oklch(…))`. */
export const readTokens = (css: string, theme: Theme): Record<string, Oklch> =>
  Object.fromEntries(
    [...css.matchAll(/--([a-z]+): light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\)/g)].map(([, name, light, dark]) => {
      const [l, c, h] = (theme === 'light' ? light : dark)!.split(' ').map((part) => Number.parseFloat(part));
      return [name!, { l: l! / 100, c: c!, h: h! }];
    }),
  );

/** The contrast ratio of WCAG 2.2, from 1 to 21. */
export const contrast = (one: Oklch, other: Oklch): number => {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
};

/** Relative luminance. Matrices from Björn Ottosson, "A perceptual color space for image processing" (2020). */
const luminance = ({ l, c, h }: Oklch): number => {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short;
  const green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short;
  const blue = -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short;
  const shown = (value: number) => Math.min(1, Math.max(0, value));
  return 0.2126 * shown(red) + 0.7152 * shown(green) + 0.0722 * shown(blue);
};
