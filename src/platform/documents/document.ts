/**
 * One neutral shape for documents, read and written: readers in `platform/imports/read` produce it, writers in `platform/documents`
 * turn it into HTML, PDF, DOCX, Markdown or plain text. Knows nothing of files, languages of the interface or our nouns.
 */

/** Where in its source a block or a cell stood; every part is 1-based and present only where the source has it. */
export interface Place {
  page?: number;
  line?: number;
  sheet?: string;
  row?: number;
  column?: number;
}

/** A run of text. `href` only http, https or mailto. */
export interface Span {
  text: string;
  strong?: boolean;
  emphasis?: boolean;
  href?: string;
}

export interface Cell {
  /** Plain text of the cell, line breaks kept; a formula's text is kept as text and never evaluated. */
  text: string;
  /** The items where the cell holds a list. */
  items?: string[];
  place?: Place;
  columnSpan?: number;
  rowSpan?: number;
}

export interface Table {
  kind: 'table';
  caption?: string;
  /** Column titles; empty when the source has none. */
  header: Cell[];
  /** From how many rows of the source the column titles were joined, where there were several. */
  titleRows?: number;
  /** Every row has as many cells as the widest; a merged cell repeats its content in each place it covers. */
  rows: Cell[][];
  place?: Place;
}

export interface ListItem {
  spans: Span[];
  items?: ListItem[];
}

/** A drawing with its words: writers that cannot draw (or readers who cannot see) get `alternative` and `table`. */
export interface Figure {
  kind: 'figure';
  svg: string;
  caption: string;
  alternative: string;
  table?: Table;
}

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3 | 4; text: string; place?: Place }
  /** With `leads` it stays on the page of what follows, as a heading does. */
  | { kind: 'paragraph'; spans: Span[]; language?: string; leads?: boolean; place?: Place }
  | { kind: 'quote'; spans: Span[]; language?: string; place?: Place }
  | { kind: 'list'; ordered: boolean; items: ListItem[]; language?: string; place?: Place }
  | { kind: 'facts'; facts: { name: string; value: string }[] }
  | { kind: 'pageBreak' }
  | Table
  | Figure;

/** A whole document going out. `language` is BCP 47 and decides direction, fonts and hyphenation. */
export interface DocumentOut {
  title: string;
  subtitle?: string;
  language: string;
  author?: string;
  /** Printed in the head of every page, beside the page number. */
  runningHead?: string;
  /** ISO day, printed on the first page and set as the document's date. */
  date?: string;
  blocks: Block[];
}

export const plain = (spans: readonly Span[]): string => spans.map((span) => span.text).join('');
export const says = (text: string): Span[] => [{ text }];
