import type { Reads } from '../db/tables.ts';
import { toCsv } from '../documents/tables/csv.ts';
import type { T } from '../i18n/catalogue.ts';
import type { Importer } from './importer.ts';
import { notImported, type Run } from './queries.ts';
import type { Tables } from './tables.ts';
import { fieldName, placeText, problemText } from './words.ts';

/** The lines that did not go in, as they stood in the source, with the reason at the end: to be corrected and brought again. */
export const notImportedCsv = (db: Reads<Tables>, t: T, run: Run, importer: Importer | undefined): ReadableStream<Uint8Array> => {
  const headings = run.mapping.recognised
    ? (importer?.columns ?? []).map((column) => ({ key: column.key, title: fieldName(t, importer, column.key) }))
    : run.mapping.columns.map(({ heading }) => ({ key: heading, title: heading }));
  // The keys of our own columns begin with a sign that no heading begins with after it was trimmed.
  const added = ['number', 'place', 'outcome', 'what'].map((key) => ({ key: ` ${key}`, title: t(`imports.${key}`) }));
  const rows = async function* () {
    for await (const line of notImported(db, run.id)) {
      yield {
        ...line.cells,
        ' number': line.number,
        ' place': placeText(t, line.place),
        ' outcome': t(`imports.outcome.${line.outcome ?? 'left'}`),
        ' what': line.problems.map((problem) => problemText(t, importer, problem)).join('; '),
      };
    }
  };
  const columns = [...headings, ...added].map((column) => ({ ...column, kind: 'text' as const }));
  return toCsv({ columns, rows: rows(), title: run.source_name, bom: true });
};
