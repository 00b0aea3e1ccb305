import { type Block, type ListItem, type Place, plain, type Table } from '../../documents/document.ts';

export type Kind = 'text' | 'markdown' | 'html' | 'csv' | 'xlsx' | 'docx' | 'pdf' | 'json';

/** What a person should know about a reading that succeeded; `key` names a message, the words live in `messages/`. */
export interface Notice {
  key: string;
  values?: Record<string, string | number>;
  place?: Place;
}

/** One document, read into the neutral shape. `encoding` only for text; `language` (BCP 47) only where the source says it. */
export interface Read {
  kind: Kind;
  name: string;
  encoding?: string;
  blocks: Block[];
  notices: Notice[];
  language?: string;
}

/** How much one document may cost. Sizes in bytes, time in milliseconds. */
export interface Limits {
  bytes: number;
  /** All members of an archive, or all compressed streams of a PDF, once inflated. */
  inflated: number;
  /** Inflated to compressed, looked at once more than `ratioFrom` bytes are inflated. */
  ratio: number;
  ratioFrom: number;
  members: number;
  rows: number;
  cells: number;
  /** Bytes of one text, HTML page or Word document, markup included; CSV and XLSX are bounded by rows and cells. */
  markup: number;
  pages: number;
  milliseconds: number;
}

const MB = 1024 * 1024;

export const defaultLimits: Limits = {
  bytes: 25 * MB,
  inflated: 200 * MB,
  ratio: 100,
  ratioFrom: 10 * MB,
  members: 5000,
  rows: 200_000,
  cells: 4_000_000,
  markup: 16 * MB,
  pages: 3000,
  milliseconds: 60_000,
};

/** A document that is not read. `key` names a message that says what to do instead. */
export class ReadRefusal extends Error {
  readonly key: string;
  readonly values: Record<string, string | number>;
  readonly place: Place | undefined;

  constructor(key: string, values: Record<string, string | number> = {}, place?: Place, cause?: unknown) {
    super(key, { cause });
    this.name = 'ReadRefusal';
    this.key = key;
    this.values = values;
    this.place = place;
  }
}

/** The part of a reading that each reader of a kind gives back; name and kind are known before it starts. */
export interface Reading {
  blocks: Block[];
  notices: Notice[];
  language?: string;
}

export const tablesOf = (read: Read): Table[] => read.blocks.filter((block) => block.kind === 'table');

/** All words in reading order, one block per paragraph, cells parted by tabs. */
export const textOf = (read: Read): string => read.blocks.map(wordsOf).filter(Boolean).join('\n\n');

function wordsOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return block.text;
    case 'paragraph':
    case 'quote':
      return plain(block.spans);
    case 'list':
      return itemsText(block.items, '').join('\n');
    case 'facts':
      return block.facts.map(({ name, value }) => `${name}: ${value}`).join('\n');
    case 'table':
      return [block.caption ?? '', ...[block.header, ...block.rows].map((row) => row.map((cell) => cell.text).join('\t'))]
        .filter(Boolean)
        .join('\n');
    case 'figure':
      return block.caption;
    case 'pageBreak':
      return '';
  }
}

const itemsText = (items: readonly ListItem[], indent: string): string[] =>
  items.flatMap((item) => [`${indent}- ${plain(item.spans)}`, ...itemsText(item.items ?? [], `${indent}  `)]);
