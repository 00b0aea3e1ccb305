import type { Tokens } from 'marked';
import type { Block } from '../../documents/document.ts';
import { PlainTokenizer, readMarkdown } from './markdown.ts';
import { defaultLimits } from './read.ts';

/**
 * A text as people type it into a field or paste it from Word or Markdown, as blocks: paragraphs with their line breaks, headings, bold and
 * italic words, lists (also nested, also with the dots that Word pastes), quotes, links and tables, those of Markdown and rows of cells with
 * tabs between them. All else stays the words that it is, HTML too.
 */
export const typedBlocks = (text: string): Block[] =>
  readMarkdown(asMarkdown(text), 1, Number.POSITIVE_INFINITY, defaultLimits, new TypedTokenizer()).flatMap(unlisted);

/** Tags, comments and definitions of links would vanish, and `5*3*2` lose its signs: what was typed stays. */
class TypedTokenizer extends PlainTokenizer {
  override html(): undefined {
    return undefined;
  }
  override tag(): undefined {
    return undefined;
  }
  override def(): undefined {
    return undefined;
  }
  override emStrong(text: string, masked: string, before = ''): Tokens.Em | Tokens.Strong | undefined {
    return /[\p{L}\p{N}]/u.test(before) ? undefined : this.#inside(() => super.emStrong(text, masked, before));
  }
  override blockquote(text: string): Tokens.Blockquote | undefined {
    return this.#inside(() => super.blockquote(text));
  }
  override list(text: string): Tokens.List | undefined {
    return this.#inside(() => super.list(text));
  }

  #depth = 0;
  /** One in another in another: nobody means more than this, and thousands would end the program. */
  #inside<Read>(read: () => Read): Read | undefined {
    if (this.#depth >= 9) return undefined;
    this.#depth += 1;
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }
}

const asMarkdown = (text: string): string => {
  const lines = text.replace(/\r\n?/g, '\n').split('\n').map(pasted);
  return lines.flatMap((line, at) => tabled(lines, at) ?? [...(endsList(lines, at) || tabled(lines, at - 1) ? [''] : []), line]).join('\n');
};

/** The signs with which Word begins an item; a plus at the start of a line belongs to its number. */
const pasted = (line: string): string =>
  line
    .replace(/^(\s*)[•·▪◦●■‣–\uf0b7\uf0a7][ \t\u00a0]+(?=\S)/u, '$1- ')
    .replace(/^o\t+(?=\S)/, '    - ')
    .replace(/^(\s*)\+(?=\s)/, '$1\\+');

const isItem = (line: string): boolean => /^\s*(?:[-*]|\d{1,9}[.)])[ \t]+\S/.test(line);

/** In Word the paragraph after a list follows on the next line; in Markdown it would be part of the last item. */
const endsList = (lines: readonly string[], at: number): boolean => {
  const line = lines[at] ?? '';
  return /^\S/.test(line) && !isItem(line) && isItem(lines[at - 1] ?? '');
};

/** A row of a table that Word or a sheet pastes, as a row of a Markdown table; undefined where the line is none. */
const tabled = (lines: readonly string[], at: number): string[] | undefined => {
  const cells = cellsIn(lines[at]);
  if (cells < 2 || (cellsIn(lines[at - 1]) !== cells && cellsIn(lines[at + 1]) !== cells)) return undefined;
  const row = `| ${(lines[at] ?? '').replaceAll('|', '\\|').replaceAll('\t', ' | ')} |`;
  return cellsIn(lines[at - 1]) === cells ? [row] : ['', row, `|${' --- |'.repeat(cells)}`];
};

const cellsIn = (line: string | undefined): number => (line?.trim() && !isItem(line) ? line.split('\t').length : 0);

/** A list that does not count from one is no list in a file: its numbers are words that people refer to. */
const unlisted = (block: Block): Block[] =>
  block.kind === 'list' && !block.ordered && block.items.every((item) => /^\d+\. /.test(item.spans[0]?.text ?? '') && !item.items)
    ? block.items.map((item) => ({ kind: 'paragraph', spans: item.spans }))
    : [block];
