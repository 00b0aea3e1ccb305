import type { RawBuilder, SqlBool } from 'kysely';
import type { Actor } from '../access/actor.ts';
import type { AnyCommand } from '../command.ts';
import type { AnyReads } from '../db/tables.ts';
import type { Place } from '../documents/document.ts';
import type { Problem } from '../errors.ts';
import type { T } from '../i18n/catalogue.ts';
import type { Read } from './read/read.ts';

/**
 * How lines of files become inputs of one command. What an importer and its command keep to:
 * - The command validates; an importer never does it a second time. What it cannot turn into an input it names as a problem.
 * - The command is an upsert by identity: a line that says what is already there changes nothing, so that importing twice is harmless.
 * - The command revives: where the record was archived, importing it again takes it out of the archive. This is what makes an import
 *   possible again after it was undone, because undoing archives the records that it made.
 * - A command never writes a silent (derived) column alone: undo gives back only what the audit shows.
 */
export interface Importer {
  kind: string;
  /** Message keys. */
  title: string;
  hint: string;
  /** Shown only to those who hold this right somewhere; what may be written is the command's own decision. */
  right: string;
  context: readonly ContextField[];
  columns: readonly ImportColumn[];
  /** Columns that say which record it is: rows under one merged cell of them are one line. */
  heldBy?: readonly string[];
  command: AnyCommand;
  /** Finds lines in running text, lists or unusual tables, with cells under our column keys; undefined where it recognises nothing and the tables decide by their columns. */
  recognise?: (read: Read, context: ImportContext) => readonly RawLine[] | undefined;
  /** Everything that texts can name, by kind (`body`, `review` …), loaded once for a run. Aliases learned for a kind are added by the platform. */
  names: (db: AnyReads, actor: Actor, context: ImportContext) => Promise<Readonly<Record<string, readonly Known[]>>>;
  understand: (line: RawLine, context: ImportContext, resolver: Resolver) => Understood;
  /** Kinds of names of which those that were learned may also be shown to readers, beside the record. */
  showsNames?: (kind: string) => boolean;
  /**
   * Which rows this person may take back, by table, for those who hold the right for some bodies only. Rows of other tables are taken back
   * by those who hold the right everywhere.
   */
  mayUndo?: Readonly<Record<string, (actor: Actor) => RawBuilder<SqlBool>>>;
  /**
   * Where lines may be about a known record that they do not name for sure (`MayBe`, in what the command gives): what the input becomes once
   * a person has said which record it is, or `newRecord` for none of them, and where that record stands.
   */
  known?: { input: (input: Record<string, unknown>, ref: string) => Record<string, unknown>; href: (ref: string) => string };
  /** What a new record will hold in words for the preview, the most telling first; without it the fields of the input as they are. */
  told?: (input: Record<string, unknown>, t: T) => readonly Told[];
  /** Which record an input is about, `REC-ITEMS-07 ALAC`: two lines of one file with the same identity must say the same. */
  identity: (input: Record<string, unknown>) => string;
}

export interface Told {
  label: string;
  text: string;
}

/** A record that a text can name. `names` are all that people write for it: reference, acronym, full name in each language, former references. */
export interface Known {
  id: number;
  ref: string;
  /** Shown where the reader is asked which record is meant. */
  name: string;
  names?: readonly string[];
}

/** One line of a source, before it means anything: what stood where, under our names for the columns. */
export interface RawLine {
  place: Place;
  cells: Record<string, string>;
}

/** A column that an importer understands. `names` are further headings found in real files, in any language, compared by `aliasKey`. */
export interface ImportColumn {
  key: string;
  /** Message key of its name for people. */
  label: string;
  names: readonly string[];
  /** Without it no line of a table can be understood. */
  required?: boolean;
  /** It holds a country: shown by its name in the reader's language beside what was typed. */
  country?: true;
  /** The scheme of the community's words whose keys it holds once it is understood: people are shown the words. */
  scheme?: string;
  /** Message key of a value, where its values are words of the program. */
  words?: (value: string) => string;
}

/** What the person chose before reading: the review, the body, the language … by reference. */
export type ImportContext = Readonly<Record<string, string>>;

/** A question asked before the file is read. */
export interface ContextField {
  key: string;
  /** Message key. */
  label: string;
  required: boolean;
  /** The choices as [reference, name]; none means free text. */
  options?: (db: AnyReads, actor: Actor, language: string) => Promise<readonly (readonly [string, string])[]>;
  /** The page where one is added while there is nothing to choose from. */
  addAt?: string;
  /** What holds where nothing is chosen; offered first. */
  usual?: string;
  /** Message key of a choice, where the choices are words of the program. */
  words?: (choice: string) => string;
}

/** Looks up what a text in the source means. */
export interface Resolver {
  /** The reference of the record that this text names, among records of `kind`, or undefined. */
  find(kind: string, text: string): string | undefined;
  /** What all records of `kind` are called. */
  all(kind: string): readonly string[];
}

/**
 * What a line became. `unknown` is a text that names no known record of `kind`: the preview asks which one is meant and remembers the
 * answer. It needs no problem of its own.
 */
export type Understood =
  | { input: Record<string, unknown>; label: string; url?: string }
  | { problems: readonly Problem[]; label?: string; unknown?: { kind: string; text: string } };

/** The form in which names are compared: without case, accents, punctuation and double spaces. */
export const aliasKey = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
