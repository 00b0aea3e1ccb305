import { size } from './frame.ts';

/** About how many units a text takes at the chart's type size; there is no font to ask on the server. */
export const breadth = (text: string): number =>
  [...text].reduce(
    (sum, sign) =>
      sum +
      (/[\u2e80-\ua4cf\uac00-\ud7a3\uff00-\uff60]/.test(sign)
        ? 1
        : /[iljtfrI.,:;'|! ]/.test(sign)
          ? 0.3
          : /[A-ZMWmw@%]/.test(sign)
            ? 0.68
            : /\p{M}/u.test(sign)
              ? 0
              : 0.53),
    0,
  ) * size;

/** Breaks a label into at most three lines; what does not fit ends in an ellipsis, the whole stands in the table. */
export const wrap = (text: string, most = 170): string[] => {
  const lines: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && breadth(`${last} ${word}`) <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const kept = lines.slice(0, 3).map((line) => cut(line, most));
  return lines.length > 3 ? [...kept.slice(0, 2), `${cut(kept[2]!, most - size)}…`.replace('……', '…')] : kept;
};

const cut = (line: string, most: number): string => {
  if (breadth(line) <= most) return line;
  let short = [...line];
  while (short.length > 1 && breadth(`${short.join('')}…`) > most) short = short.slice(0, -1);
  return `${short.join('')}…`;
};

export interface LabelColumn {
  /** Room for the widest label, with the gap to the drawing. */
  margin: number;
  /** Height of one row. */
  row: number;
  /** The broken label of each row, by its place. */
  lines: string[];
  /** From one line to the next, in parts of the type's size. */
  lineHeight: number;
}

/** Scripts with marks above and below their letters, which touch where lines stand as close as Latin ones. */
const tall = /[\u0590-\u08ff\u0900-\u0fff\u1780-\u17ff]/;

export const labelColumn = (labels: readonly string[]): LabelColumn => {
  const broken = labels.map((label) => wrap(label));
  const widest = Math.max(0, ...broken.flat().map(breadth));
  const tallest = Math.max(1, ...broken.map((lines) => lines.length));
  const line = labels.some((label) => tall.test(label)) ? 16 : 13;
  return {
    // A reader's type may run a tenth wider than the estimate.
    margin: Math.ceil(widest * 1.1) + 16,
    row: Math.max(27, tallest * line + 11),
    lines: broken.map((lines) => lines.join('\n')),
    lineHeight: line / size,
  };
};
