import type { Block, ListItem, Place } from '../../documents/document.ts';

type Wrap = 'guess' | 'wrapped' | 'lines';

/**
 * Lines without markup to headings, paragraphs and lists. A line is a paragraph of its own, as word processors export them, unless the
 * lines were cut at a margin (`wrapped`); then the lines up to an empty one belong together. Numbers and letters before an item are kept
 * where a list does not count from one, because people refer to them.
 */
export function proseOf(lines: readonly string[], placeOf: (index: number) => Place, wrap: Wrap = 'guess'): Block[] {
  const wrapped = wrap === 'wrapped' || (wrap === 'guess' && isCutAtMargin(lines));
  const blocks: Block[] = [];
  let index = 0;
  while (index < lines.length) {
    const line = lines[index] ?? '';
    if (line.replaceAll(headingMark, '').trim() === '') {
      index += 1;
      continue;
    }
    const place = placeOf(index);
    const list = listAt(lines, index, wrapped);
    if (list) {
      blocks.push({ kind: 'list', ordered: list.ordered, items: list.items, place });
      index = list.next;
      continue;
    }
    const end = wrapped ? paragraphEnd(lines, index) : index + 1;
    const text = unwrapped(lines.slice(index, end));
    if (wrap !== 'wrapped' && isHeading(text)) blocks.push({ kind: 'heading', level: 2, text: text.replaceAll(headingMark, ''), place });
    else blocks.push({ kind: 'paragraph', spans: [{ text: text.replaceAll(headingMark, '') }], place });
    index = end;
  }
  return blocks;
}

/** Stands where an export left a bookmark of the table of contents: headings have one. */
export const headingMark = '\u{E000}';

/** Removes what exports of documents leave behind: bookmarks, pictures without words. Returns how many pictures there were. */
export function withoutLeftovers(text: string): { text: string; pictures: number } {
  const pictures = text.match(/\[image:[^[\]\n]*\]/g)?.length ?? 0;
  return {
    text: text
      .replaceAll(headingMark, '')
      .replace(/\[bookmark: _Toc\w*\]/g, headingMark)
      .replace(/\[bookmark: [^[\]\n]*\]/g, '')
      .replace(/\u{E000}+/gu, headingMark)
      .replace(/\[image:([^[\]\n]*)\]/g, (_, words: string) => words.trim()),
    pictures,
  };
}

const bullet = /^(\s*)([•·▪◦●○‣*–—-]|o(?=\s{2}))\s+(.*)$/u;
const numbered = /^(\s*)(\d{1,3})[.)]\s+(.*)$/;

export function isHeading(text: string): boolean {
  const words = text.replaceAll(headingMark, '').trim();
  if (words === '' || words.length > 150) return false;
  if (text.includes(headingMark)) return words.length <= 90 && !/[.;]$/.test(words);
  return /^\s*[IVX]{1,5}\.\s*[\p{L}\d]/u.test(words) && !/[.;:]$/.test(words);
}

/** Mail and PDF cut lines at a margin: none is long, and most that continue reach near the longest. */
function isCutAtMargin(lines: readonly string[]): boolean {
  const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
  if (longest > 110 || longest < 50) return false;
  const continued = lines.filter((line, index) => line.trim() !== '' && (lines[index + 1] ?? '').trim() !== '');
  return continued.length >= 2 && continued.filter((line) => line.length > longest * 0.7).length > continued.length * 0.7;
}

function paragraphEnd(lines: readonly string[], start: number): number {
  let end = start + 1;
  while (end < lines.length && (lines[end] ?? '').trim() !== '' && !bullet.test(lines[end] ?? '') && !numbered.test(lines[end] ?? ''))
    end += 1;
  return end;
}

const unwrapped = (lines: readonly string[]): string =>
  lines
    .map((line) => line.trim())
    .join(' ')
    .replace(/\u00ad /g, '')
    .trim();

interface Found {
  ordered: boolean;
  items: ListItem[];
  next: number;
}

function listAt(lines: readonly string[], start: number, wrapped: boolean): Found | undefined {
  const first = lines[start] ?? '';
  if (bullet.test(first)) return bulletsAt(lines, start, wrapped);
  const found = numbered.exec(first);
  // A number alone is a numbered heading; a list has a second item, and it counts on.
  if (!found || first.includes(headingMark)) return undefined;
  const items: ListItem[] = [];
  const begin = Number(found[2]);
  let next = start;
  for (
    let item = numbered.exec(lines[next] ?? '');
    item && Number(item[2]) === begin + items.length;
    item = numbered.exec(lines[next] ?? '')
  ) {
    if ((lines[next] ?? '').includes(headingMark)) break;
    const end = wrapped ? paragraphEnd(lines, next) : next + 1;
    const text = [item[3] ?? '', ...lines.slice(next + 1, end)];
    items.push({ spans: [{ text: begin === 1 ? unwrapped(text) : `${item[2]}. ${unwrapped(text)}` }] });
    next = end;
  }
  return items.length > 1 ? { ordered: begin === 1, items, next } : undefined;
}

function bulletsAt(lines: readonly string[], start: number, wrapped: boolean): Found {
  const roots: ListItem[] = [];
  const open: { indent: number; items: ListItem[] }[] = [];
  let next = start;
  for (let found = bullet.exec(lines[next] ?? ''); found; found = bullet.exec(lines[next] ?? '')) {
    const indent = (found[1] ?? '').length;
    const end = wrapped ? paragraphEnd(lines, next) : next + 1;
    const item: ListItem = { spans: [{ text: unwrapped([found[3] ?? '', ...lines.slice(next + 1, end)]).replaceAll(headingMark, '') }] };
    while (open.length > 0 && indent < (open.at(-1)?.indent ?? 0)) open.pop();
    const current = open.at(-1);
    const above = current?.items.at(-1);
    if (current && above && indent > current.indent && open.length < 20) {
      above.items = [item];
      open.push({ indent, items: above.items });
    } else if (current) current.items.push(item);
    else {
      roots.push(item);
      open.push({ indent, items: roots });
    }
    next = end;
  }
  return { ordered: false, items: roots, next };
}
