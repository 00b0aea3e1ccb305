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
    const bytes = deflateRawSync(words.slice(0, count).join('\n'), { level: 1 }).length + count * each;
    if (bytes <= room * share || count <= 1) return rows.slice(0, count);
    count = Math.max(1, Math.min(count - 1, Math.floor((count * room * share) / bytes)));
  }
};
