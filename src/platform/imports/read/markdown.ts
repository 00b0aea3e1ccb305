import { Lexer, type MarkedToken, type Token, Tokenizer, type Tokens } from 'marked';
import type { Block, Cell, ListItem, Place, Span } from '../../documents/document.ts';
import { readHtml } from './html.ts';
import { proseOf } from './plainText.ts';
import { type Limits, ReadRefusal } from './read.ts';
import { tableOf } from './rows.ts';
import { breakAt, joined, safeHref, trimmed } from './spans.ts';
import { textCell } from './textTable.ts';

/** Signs that a text means its marks: a heading, a table with its rule, a link, or a list between empty lines. */
export function readsAsMarkdown(text: string): boolean {
  return (
    /^#{1,6} \S/m.test(text) ||
    /^ {0,3}\|?[ \t]*:?-{2,}:?[ \t]*\|[-:| \t]*$/m.test(text) ||
    /\[[^\]\n]{1,300}\]\((#|https?:|mailto:)/.test(text) ||
    /\n\n[-*] \S.*\n[-*] \S/.test(text)
  );
}

/**
 * Markdown to blocks. `firstLine` is the line of the source on which the text begins; `deadline` a moment of `performance.now()` after
 * which ReadRefusal `import.tooSlow` is thrown.
 */
export function readMarkdown(text: string, firstLine: number, deadline: number, limits: Limits, tokenizer = new PlainTokenizer()): Block[] {
  let line = firstLine;
  return partsOf(withNesting(text)).flatMap((part) => {
    if (performance.now() > deadline) throw new ReadRefusal('import.tooSlow', {}, { line });
    const blocks =
      part.length > longestPart ? proseOf(part.split('\n'), (index) => ({ line: line + index })) : readPart(part, line, limits, tokenizer);
    line += part.split('\n').length - 1;
    return blocks;
  });
}

/** The parser's time grows with the square of what it is given at once, so that is kept small. */
const longestPart = 60_000;

/** Cuts where an empty line is followed by a line that no list, quote or indented block can claim. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { index } of text.matchAll(/\n\n(?=[^\s>*+\-\d])/g)) {
    if (index + 2 - from < 5000) continue;
    parts.push(text.slice(from, index + 2));
    from = index + 2;
  }
  return [...parts, text.slice(from)];
}

function readPart(text: string, firstLine: number, limits: Limits, tokenizer: PlainTokenizer): Block[] {
  let line = firstLine;
  return lexed(text, tokenizer).flatMap((token) => {
    const lead = /^\n*/.exec(token.raw)?.[0].length ?? 0;
    const blocks = blocksOf(token as MarkedToken, { line: line + lead }, limits);
    line += token.raw.split('\n').length - 1;
    return blocks;
  });
}

/** Exports of PDF indent inner items by one space, which markdown takes for none. */
function withNesting(text: string): string {
  let inList = false;
  return text
    .split('\n')
    .map((line) => {
      const inner = inList && /^ {1,2}[-*] /.test(line);
      if (line.trim() !== '') inList = inner || /^([-*]|\d{1,3}[.)]) /.test(line);
      return inner ? `    ${line.trimStart()}` : line;
    })
    .join('\n');
}

/** Exports of PDF indent for looks, so four spaces are no program text; single HTML tags in a line are read by `spansOf`. */
export class PlainTokenizer extends Tokenizer {
  override code(): undefined {
    return undefined;
  }
}

function lexed(text: string, tokenizer: PlainTokenizer): Token[] {
  const lexer = new Lexer({ gfm: true, tokenizer });
  // Tables are wanted, but the rules that look for bare addresses in a line take minutes for a long word; `linked` does it instead.
  tokenizer.rules = { ...tokenizer.rules, inline: Lexer.rules.inline.normal };
  return lexer.lex(text);
}

/** Bare addresses on the web become links. */
function linked(text: string): Span[] {
  return text
    .split(/(https?:\/\/[^\s<>"()]{1,2000}[^\s<>"().,;:!?])/)
    .map((part, index) => (index % 2 === 1 ? { text: part, ...safeHref(part) } : { text: part }))
    .filter((span) => span.text !== '');
}

function blocksOf(token: MarkedToken, place: Place, limits: Limits): Block[] {
  switch (token.type) {
    case 'heading': {
      const text = wordsOf(token.tokens);
      return text ? [{ kind: 'heading', level: Math.min(4, token.depth) as 1 | 2 | 3 | 4, text, place }] : [];
    }
    case 'paragraph':
    case 'text': {
      const spans = trimmed(spansOf(token.tokens ?? [token]));
      return spans.length > 0 ? [{ kind: 'paragraph', spans, place }] : [];
    }
    case 'list': {
      const numbers = ownNumbers(token);
      const items = itemsOf(token.items, numbers);
      return items.length > 0 ? [{ kind: 'list', ordered: token.ordered && !numbers, items, place }] : [];
    }
    case 'blockquote':
      return token.tokens
        .flatMap((inner) => blocksOf(inner as MarkedToken, place, limits))
        .map((block) => (block.kind === 'paragraph' ? { ...block, kind: 'quote' } : block));
    case 'table':
      return tableBlocks(token, place, limits);
    case 'code':
      return token.text
        .split('\n')
        .filter((text) => text.trim() !== '')
        .map((text) => ({ kind: 'paragraph', spans: [{ text }], place }));
    case 'html':
      return readHtml(token.raw, limits, false).blocks.map((block) => ({ ...block, place }));
    default:
      return [];
  }
}

function tableBlocks(token: Tokens.Table, place: Place, limits: Limits): Block[] {
  const line = place.line ?? 1;
  // The rule under the titles is a line of the source too.
  const rows = token.rows.map((row, index) => row.map((cell) => markdownCell(cell, line + index + 2)));
  const header = token.header.map((cell) => markdownCell(cell, line));
  const titled = header.some((cell) => cell.text !== '');
  return [tableOf(titled ? [header, ...rows] : rows, { header: titled ? 'first' : 'guess', place, limits })];
}

const markdownCell = (cell: Tokens.TableCell, line: number): Cell =>
  /<(ul|ol|li)\b|•/i.test(cell.text) ? textCell(cell.text, line) : { text: wordsOf(cell.tokens, '\n'), place: { line } };

/** Numbers that do not count from one, or not without a gap, are kept in words, because people refer to them. Only ones are counted. */
function ownNumbers(list: Tokens.List): number[] | undefined {
  if (!list.ordered) return undefined;
  const numbers = list.items.map((item) => Number(/\d+/.exec(item.raw)?.[0] ?? 1));
  const counts = numbers.every((number, index) => number === index + 1) || numbers.every((number) => number === 1);
  return counts ? undefined : numbers;
}

function itemsOf(items: readonly Tokens.ListItem[], numbers: readonly number[] | undefined): ListItem[] {
  return items.flatMap((item, index) => {
    let spans: Span[] = numbers ? [{ text: `${numbers[index]}. ` }] : [];
    const inner: ListItem[] = [];
    for (const token of item.tokens as MarkedToken[]) {
      if (token.type === 'list') inner.push(...itemsOf(token.items, ownNumbers(token)));
      else if (token.type === 'checkbox') spans = joined(spans, [{ text: token.checked ? '☒ ' : '☐ ' }]);
      else if (token.type !== 'space') {
        const more = trimmed(spansOf('tokens' in token && token.tokens ? token.tokens : [token]));
        spans =
          index >= 0 && spans.some((span) => span.text.trim() !== '' && !/^(\d+\. |[☒☐] )$/.test(span.text))
            ? breakAt(spans, more)
            : joined(spans, more);
      }
    }
    const said = trimmed(spans);
    return said.length > 0 || inner.length > 0 ? [{ spans: said, ...(inner.length > 0 ? { items: inner } : {}) }] : [];
  });
}

function spansOf(tokens: readonly Token[]): Span[] {
  return (tokens as readonly MarkedToken[]).reduce<Span[]>((spans, token) => {
    switch (token.type) {
      case 'strong':
        return joined(
          spans,
          spansOf(token.tokens).map((span) => ({ ...span, strong: true })),
        );
      case 'em':
        return joined(
          spans,
          spansOf(token.tokens).map((span) => ({ ...span, emphasis: true })),
        );
      case 'link':
        return joined(
          spans,
          spansOf(token.tokens).map((span) => ({ ...span, ...safeHref(token.href) })),
        );
      case 'del':
        return joined(spans, spansOf(token.tokens));
      case 'br':
        return joined(spans, [{ text: '\n' }]);
      case 'html':
        return /^<br/i.test(token.raw) ? joined(spans, [{ text: '\n' }]) : spans;
      case 'image':
        return joined(spans, [{ text: token.text }]);
      case 'codespan':
      case 'escape':
        return joined(spans, [{ text: token.text }]);
      case 'text':
        return joined(spans, token.tokens ? spansOf(token.tokens) : linked(unescaped(token.text)));
      default:
        return joined(spans, [{ text: token.raw }]);
    }
  }, []);
}

const wordsOf = (tokens: readonly Token[], line = ' '): string =>
  trimmed(spansOf(tokens))
    .map((span) => span.text)
    .join('')
    .replaceAll('\n', line);

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', apos: "'" };

const unescaped = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|nbsp|apos));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name) return entities[name.toLowerCase()] ?? whole;
      const code = decimal ? Number(decimal) : Number.parseInt(hex ?? '0', 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
