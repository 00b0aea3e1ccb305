import { deflateRawSync } from 'node:zlib';

/** What a first page may weigh on the line, in bytes, without its head, its menu and the form above the rows. */
const room = 9_600;

/**
 * As many of the rows, from the first, as a page of 14 kB has room for, at least one: what each says, packed as it will be on the line, and
 * `each` bytes of markup. Long words and scripts of more than one byte take more room than a count of rows would know. Where several
 * tables stand on a page, each has its share of the room.
 */
export const thatFit = <Row>(rows: readonly Row[], says: (row: Row) => string, each: number, share = 1): readonly Row[] => {
  const words = rows.map(says);
  for (let count = rows.length; ; ) {
    const bytes = packed(words.slice(0, count)) + count * each;
    if (bytes <= room * share || count <= 1) return rows.slice(0, count);
    count = Math.max(1, Math.min(count - 1, Math.floor((count * room * share) / bytes)));
  }
};

/**
 * To how many signs the long texts of rows are cut so that a page of 14 kB has room for every row; undefined where they stand whole. Each row
 * says its short words and, apart, its long texts.
 */
export const cutThatFits = (rows: readonly { words: string; long: readonly string[] }[], each: number): number | undefined => {
  const fits = (most: number | undefined) =>
    packed(rows.map(({ words, long }) => `${words}\n${long.map((text) => cutTo(text, most)).join('\n')}`)) + rows.length * each <= room;
  return fits(undefined) ? undefined : (lengths.find(fits) ?? shortest);
};

const shortest = 30;
const lengths = [240, 160, 110, 80, 50, shortest];

/** At the end of a word, with an ellipsis where something was cut. */
export const cutTo = (text: string, most: number | undefined): string => {
  if (most === undefined || text.length <= most) return text;
  const begun = text.slice(0, most + 1);
  const end = begun.lastIndexOf(' ');
  return `${begun
    .slice(0, end > most / 2 ? end : most)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
};

const packed = (words: readonly string[]): number => deflateRawSync(words.join('\n'), { level: 1 }).length;
