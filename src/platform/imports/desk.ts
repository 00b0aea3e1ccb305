import type { Actor } from '../access/actor.ts';
import type { AnyReads, AnyWrites } from '../db/tables.ts';
import { notFound } from '../errors.ts';
import { type Catalogue, translator } from '../i18n/catalogue.ts';
import type { LabelsOf } from './columns.ts';
import type { Importer } from './importer.ts';

/** A file to be kept; the platform's store gives back the id of its `file` record. */
export interface FileToKeep {
  name: string;
  bytes: Uint8Array;
  mediaType: string;
}

/** What imports need to know of the rest of the program, given once by the app. */
export interface Desk {
  importers: readonly Importer[];
  /** Asked when first needed, because the catalogue is made from the messages of all parts, this one included. */
  catalogue: () => Catalogue;
  /** The person as they are now, with their rights of today; undefined where they may no longer act. */
  actorOf: (db: AnyReads, personId: number, today: string) => Promise<Actor | undefined>;
  /** Keeps the source inside the transaction of the command. */
  keepFile: (tx: AnyWrites, file: FileToKeep) => Promise<number>;
  /** Bytes that a source may have. */
  uploadLimit: number;
}

export const importerOf = (desk: Desk, kind: string): Importer => {
  const importer = desk.importers.find((one) => one.kind === kind);
  if (!importer) throw notFound('imports.kindGone', { kind });
  return importer;
};

/** What a column is called in every language of the interface. */
export const labelsIn = (desk: Desk): LabelsOf => {
  const catalogue = desk.catalogue();
  return (column) => catalogue.languages.map((language) => translator(catalogue, language)(column.label));
};
