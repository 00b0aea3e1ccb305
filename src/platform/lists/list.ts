import type { RawBuilder, SelectQueryBuilder, SqlBool } from 'kysely';
import type { Actor } from '../access/actor.ts';
import type { AnyReads, Reads } from '../db/tables.ts';
import type { T } from '../i18n/catalogue.ts';

// The one list engine. A domain declares what can be seen, filtered, sorted and grouped; the address holds the state; page, saved view,
// CSV, XLSX and JSON all come from the same question.

/** Who reads and how; columns use it to choose a language. */
export interface Reader {
  t: T;
  actor: Actor;
  languages: readonly string[];
  today: string;
  /** As the visit has it, for answers that are kept. */
  moment?: string | undefined;
}

export type CellKind = 'text' | 'number' | 'day' | 'time';

/** What a cell shows on a page: words, perhaps with a shape and a tone before them, perhaps linked, perhaps in another language. */
export interface Shown {
  text: string;
  href?: string;
  tone?: string;
  shape?: string;
  language?: string;
}

export interface ListColumn<Row> {
  key: string;
  /** Message key. */
  label: string;
  /** The heading where it comes from the community's own words instead. */
  name?: (reader: Reader) => string;
  kind: CellKind;
  /** The plain value, as it is exported and comes back in. Days and times in ISO 8601. */
  value: (row: Row, reader: Reader) => string | number | null;
  /** What the page shows where that is more than the value. */
  shown?: (row: Row, reader: Reader) => Shown | readonly Shown[] | null;
  /** What to sort by; without it the column cannot be sorted. */
  sort?: (reader: Reader) => RawBuilder<unknown>;
  /** Shown unless the reader chooses otherwise. */
  standard: boolean;
  /** Never broken at a hyphen or a space, as a reference is read as one word. */
  unbroken?: boolean;
  /** Free text of any length: cut where a page has no room for it; whole it stands on the page of its row, in files and in the list to print. */
  long?: boolean;
}

export interface ListFilter {
  key: string;
  /** Message key. */
  label: string;
  /** The condition for the chosen values (one or more). */
  where: (values: readonly string[], reader: Reader) => RawBuilder<unknown>;
  /** The value by which rows are counted per choice; without it the choices carry no counts. */
  facet?: RawBuilder<unknown>;
  /** The choices with message keys, or with words; `found` are the values of the facet, as they are. */
  choices:
    | readonly { value: string; label: string }[]
    | ((db: AnyReads, reader: Reader) => readonly { value: string; label: string }[] | Promise<readonly { value: string; label: string }[]>)
    | 'found';
  /** Whether several may be chosen at once. */
  many?: boolean;
  /** What is chosen as long as the address says nothing else; the page has its own switch for it. */
  standard?: readonly string[];
}

export interface ListGroup<Row> {
  key: string;
  label: string;
  by: (reader: Reader) => RawBuilder<unknown>;
  name: (row: Row, reader: Reader) => string;
}

// biome-ignore lint/suspicious/noExplicitAny: the tables of the question differ by domain; only the row matters here.
export type Question<Row> = SelectQueryBuilder<any, any, Row>;

export interface List<Row> {
  /** Its name in addresses of the API, in saved views and in file names. */
  name: string;
  /** Message key. */
  title: string;
  path: string;
  /** The whole list under the reader's permission, without order. */
  // biome-ignore lint/suspicious/noExplicitAny: each list is typed over its own tables.
  rows: (db: Reads<any>, reader: Reader) => Question<Row>;
  /**
   * What tells a row from all others, best a column with an index. Then a page is found first and only its own rows are computed; without
   * it the database computes all that is selected of every row that stands before the page.
   */
  key?: RawBuilder<unknown>;
  columns: readonly ListColumn<Row>[];
  filters: readonly ListFilter[];
  groups: readonly ListGroup<Row>[];
  /** Texts that the free-text box searches. */
  words: (reader: Reader) => readonly RawBuilder<unknown>[];
  /** Whether those texts are kept without case and accents (`folded` of the database), which is ten times as fast to search. */
  wordsFolded?: boolean;
  /** Where else a word of the box may stand, such as in a name spelt in other letters. */
  alsoFound?: (word: string, reader: Reader) => RawBuilder<SqlBool> | undefined;
  /** `key` or `-key`, most important first. Ends with something unique so that pages do not overlap. */
  order: readonly string[];
  href?: (row: Row) => string;
  /** Message keys for the empty list. */
  empty: { title: string; text: string };
}

export const headingOf = <Row>(column: ListColumn<Row>, reader: Reader): string => column.name?.(reader) ?? reader.t(column.label);

/** What `like` seeks for a word that stands anywhere. */
export const containing = (word: string): string => `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

/** Only there to infer the row. */
export const list = <Row>(parts: List<Row>): List<Row> => parts;

// biome-ignore lint/suspicious/noExplicitAny: a collection of lists has no common row type.
export type AnyList = List<any>;
