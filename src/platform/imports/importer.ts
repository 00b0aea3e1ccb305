import type { Actor } from '../access/actor.ts';
import type { AnyCommand } from '../command.ts';
import type { AnyReads } from '../db/tables.ts';
import type { Place } from '../documents/document.ts';
import type { Problem } from '../errors.ts';
import type { Read } from './read/read.ts';

/** One line of a source, before it means anything: what stood where, under our names for the columns. */
export interface RawLine {
  place: Place;
  cells: Record<string, string>;
}

/** A column that an importer understands. `names` are further headings found in real files, in any language, compared without case and signs. */
export interface ImportColumn {
  key: string;
  /** Message key of its name for people. */
  label: string;
  names: readonly string[];
  required?: boolean;
}

/** What the person chose before reading: the review, the body, the language … by reference. */
export type ImportContext = Readonly<Record<string, string>>;

/** A question asked before the file is read. */
export interface ContextField {
  key: string;
  label: string;
  required: boolean;
  /** The choices as [reference, name]; none means free text. */
  options?: (db: AnyReads, actor: Actor, language: string) => Promise<readonly (readonly [string, string])[]>;
}

/** Looks up what a text in the source means. `alias.learn` remembers what the person answered. */
export interface Resolver {
  /** The reference of the record that this text names, among records of `kind` (`body`, `review` …), or undefined. */
  find(kind: string, text: string): string | undefined;
}

/** What a line became. */
export type Understood =
  | { input: Record<string, unknown>; label: string; url?: string }
  | { problems: readonly Problem[]; label?: string; /** A text that names no known record: the preview asks which one is meant. */ unknown?: { kind: string; text: string } };

/** How lines of files become inputs of one command. The command validates; an importer never does it a second time. */
export interface Importer {
  kind: string;
  /** Message keys. */
  title: string;
  hint: string;
  /** Shown only to those who hold this right somewhere; what may be written is the command's own decision. */
  right: string;
  context: readonly ContextField[];
  columns: readonly ImportColumn[];
  command: AnyCommand;
  /** Finds lines in running text, lists or unusual tables; undefined where it recognises nothing and the tables decide by their columns. */
  recognise?: (read: Read, context: ImportContext) => readonly RawLine[] | undefined;
  /** Everything that texts can name, loaded once for a run: for each kind the records and their other names, normalised by `aliasKey`. */
  names: (db: AnyReads, actor: Actor, context: ImportContext) => Promise<Readonly<Record<string, ReadonlyMap<string, string>>>>;
  understand: (line: RawLine, context: ImportContext, resolver: Resolver) => Understood;
}

/** The form in which names are compared: without case, accents, punctuation and double spaces. */
export const aliasKey = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
