import { type Node, parse } from 'node-html-parser';
import type { Place } from '../../documents/document.ts';
import { blocksIn, type Walk } from './htmlBlocks.ts';
import { readHtmlTable } from './htmlTable.ts';
import { type Limits, type Reading, ReadRefusal } from './read.ts';

/**
 * HTML to blocks: headings, paragraphs, nested lists, tables, quotes; scripts, styles and what is hidden are dropped. `withLines`: blocks
 * say on which line of the source they stand. Throws ReadRefusal where the page is larger than can be read.
 */
export function readHtml(html: string, limits: Limits, withLines = true): Reading {
  if (html.length > limits.markup) throw new ReadRefusal('import.tooLarge', { limit: Math.floor(limits.markup / 1024 / 1024) });
  const source = withoutMarkup(html);
  const root = parse(source, { comment: false, blockTextElements: { script: false, style: false, noscript: false, pre: true } });
  const placeOf = withLines ? lineFinder(source) : () => undefined;
  const walk: Walk = { limits, placeOf, readTable: readHtmlTable, images: 0, nestedTables: 0 };
  const blocks = blocksIn(root, walk);
  const language = root.querySelector('html')?.getAttribute('lang');
  const notices = [
    ...(walk.images > 0 ? [{ key: 'import.pictures', values: { count: walk.images } }] : []),
    ...(walk.nestedTables > 0 ? [{ key: 'import.nestedTables', values: { count: walk.nestedTables } }] : []),
  ];
  return { blocks, notices, ...(language ? { language } : {}) };
}

/**
 * Comments and declarations, also those that Word puts between list marks, become blanks: the parser would read the latter as words, and
 * looks for the end of a comment again at each beginning. Line ends stay, so that the lines below do not move.
 */
function withoutMarkup(html: string): string {
  const blank = (text: string) => text.replace(/[^\n]+/g, ' ');
  const parts: string[] = [];
  let at = 0;
  for (let start = html.indexOf('<!--'); start >= 0; start = html.indexOf('<!--', at)) {
    const end = html.indexOf('-->', start + 4);
    parts.push(html.slice(at, start), blank(html.slice(start, end < 0 ? html.length : end + 3)));
    at = end < 0 ? html.length : end + 3;
  }
  parts.push(html.slice(at));
  return parts.join('').replace(/<[!?][^<>]*>/g, blank);
}

function lineFinder(source: string): (node: Node) => Place | undefined {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return (node) => {
    const offset = node.range[0];
    if (offset < 0) return undefined;
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1 };
  };
}
