import type { Actor } from '../access/actor.ts';
import type { AnyReads } from '../db/tables.ts';
import { notFound } from '../errors.ts';
import { type Catalogue, translator } from '../i18n/catalogue.ts';
import type { LabelsOf } from './columns.ts';
import type { Importer } from './importer.ts';

/** What imports need to know of the rest of the program, given once by the app. */
export interface Desk {
  importers: readonly Importer[];
  catalogue: Catalogue;
  /** The person as they are now, with their rights of today; undefined where they may no longer act. */
  actorOf: (db: AnyReads, personId: number, today: string) => Promise<Actor | undefined>;
  dataDir: string;
  /** Bytes that a source may have. */
  uploadLimit: number;
}

export const importerOf = (desk: Desk, kind: string): Importer => {
  const importer = desk.importers.find((one) => one.kind === kind);
  if (!importer) throw notFound('imports.kindGone', { kind });
  return importer;
};

/** What a column is called in every language of the interface. */
export const labelsIn =
  ({ catalogue }: Desk): LabelsOf =>
  (column) =>
    catalogue.languages.map((language) => translator(catalogue, language)(column.label));
