import type { Table } from '../../../platform/documents/document.ts';
import type { ImportColumn, RawLine } from '../../../platform/imports/importer.ts';
import { type Read, tablesOf } from '../../../platform/imports/read/read.ts';
import { isKnownHeading } from '../recommendations/import-names.ts';
import { numberedBy, numberedPlainly, type ProseLine, proseOf, recommendationWord } from '../recommendations/import-prose.ts';
import { readsAsStance } from './stance-words.ts';

/** Positions that do not stand in a table with a line for each: an answer as text, a matrix, a list by themes. Undefined where the columns of the tables say it all. */
export const recognisePositions = (read: Read, columns: readonly ImportColumn[]): readonly RawLine[] | undefined => {
  const inText = positionsIn(proseOf(read));
  if (inText.length > 0) return inText;
  const tables = tablesOf(read);
  const inMatrix = tables.flatMap((table) => matrixCells(table, columns));
  if (inMatrix.length > 0) return inMatrix;
  const thematic = tables.flatMap((table) => thematicRows(table, columns));
  return thematic.length > 0 ? thematic : undefined;
};

/**
 * `Recommendation N. …` and under it `Name of the body [*Stance*] comment`; further paragraphs belong to the comment until the next
 * recommendation or heading. A stance may also stand alone in bold. The first line of the text may name the body for all.
 */
const positionsIn = (prose: readonly ProseLine[]): RawLine[] => {
  const first = prose[0];
  const heading =
    first && first.kind !== 'break' && first.text.length <= 120 && !numberedBy(recommendationWord, first.text) ? first.text : '';
  const found: RawLine[] = [];
  let number: string | undefined;
  let open: RawLine | undefined;
  let block = -1;
  for (const line of prose) {
    const begun = numberedBy(recommendationWord, line.text) ?? (line.kind === 'heading' ? numberedPlainly(line.text) : undefined);
    if (begun) [number, open] = [begun.number, undefined];
    const answer = number ? answerIn(begun ? { ...line, text: begun.rest } : line) : undefined;
    if (number && answer) {
      const cells = {
        recommendation: number,
        body: answer.body,
        stance: answer.stance,
        comment: answer.comment,
        ...(heading ? { heading } : {}),
      };
      open = { place: line.place, cells };
      found.push(open);
    } else if (!begun && (line.kind === 'heading' || line.kind === 'break')) [number, open] = [undefined, undefined];
    else if (open && line.kind !== 'quote' && line.whole !== 'emphasis') {
      const text = line.kind === 'item' ? `- ${line.text}` : line.text;
      open.cells.comment = [open.cells.comment, text].filter(Boolean).join(block === line.block ? '\n' : '\n\n');
    }
    block = line.block;
  }
  return found;
};

/** A stance in square brackets after the name of a body, with stars or as a word that is one in any of our languages; or alone in bold. */
const answerIn = (line: ProseLine): { body: string; stance: string; comment: string } | undefined => {
  if (line.kind === 'quote') return undefined;
  const alone = line.text.replace(/\s*\([^)]*\)\s*$/, '').replaceAll('*', '');
  if (line.whole === 'strong' && readsAsStance(alone)) return { body: '', stance: alone, comment: '' };
  const named = /^(?:position|stance|posición|postura|الموقف)\s*[:：]\s*(.{2,40})$/iu.exec(line.text)?.[1];
  if (named && readsAsStance(named)) return { body: '', stance: named, comment: '' };
  const found = /^([^[\]]{0,160})\[\s*(\*{0,2})([^[\]*]{2,60}?)\*{0,2}\s*\]\s*(.*)$/su.exec(line.text);
  if (!found) return undefined;
  const [, before = '', stars = '', stance = '', comment = ''] = found;
  const body = before.split(/(?<=[.!?…])\s+/).at(-1) ?? '';
  return stars || readsAsStance(stance)
    ? { body: body.replace(/[:–—-]\s*$/, '').trim(), stance: stance.trim(), comment: comment.trim() }
    : undefined;
};

/** A table with a row for each recommendation and a column for each body, a stance in each cell: a line for every cell that is filled. */
const matrixCells = (table: Table, columns: readonly ImportColumn[]): RawLine[] => {
  const known = table.header.map((cell) => isKnownHeading(cell.text, columns));
  if (known.includes('stance') || known.includes('body')) return [];
  const ref = recommendationColumn(table, known);
  if (ref < 0) return [];
  const bodies = table.header.flatMap((cell, at) => (at !== ref && cell.text.trim() && !known[at] && holdsStances(table, at) ? [at] : []));
  return table.rows.flatMap((row) =>
    bodies.flatMap((at): RawLine[] => {
      const stance = row[at]?.text.trim();
      const recommendation = row[ref]?.text.trim();
      if (!stance || !recommendation) return [];
      return [{ place: row[at]?.place ?? {}, cells: { recommendation, body: table.header[at]?.text.trim() ?? '', stance } }];
    }),
  );
};

/** By its heading or, in whatever language that is, by cells that are all references. */
const recommendationColumn = (table: Table, known: readonly (string | undefined)[]): number => {
  const byCells = table.header.findIndex(
    (_, at) => table.rows.length > 0 && table.rows.every((row) => /^[A-Z0-9]+(?:-[A-Z0-9.]+){1,6}$/.test(row[at]?.text.trim() ?? '')),
  );
  return byCells >= 0 ? byCells : known.indexOf('recommendation');
};

/** Few different short words, none a number: a column of titles has as many words as rows. */
const holdsStances = (table: Table, at: number): boolean => {
  const texts = table.rows.map((row) => row[at]?.text.trim() ?? '').filter(Boolean);
  if (texts.length === 0 || texts.some((text) => text.length > 40 || /^[\d.,%/-]+$/.test(text))) return false;
  return texts.every(readsAsStance) || new Set(texts).size <= Math.max(1, Math.min(6, Math.floor(texts.length / 2)));
};

/** A thematic list: the recommendation's cell begins with its number and holds its text too; rows across the whole width only name a theme. */
const thematicRows = (table: Table, columns: readonly ImportColumn[]): RawLine[] => {
  const keys = table.header.map((cell) => isKnownHeading(cell.text, columns));
  const at = keys.indexOf('recommendation');
  if (at < 0 || !keys.includes('stance') || !table.rows.some((row) => (row[at]?.columnSpan ?? 1) > 1)) return [];
  return table.rows.flatMap((row): RawLine[] => {
    const found = numberedPlainly(row[at]?.text ?? '');
    if (!found || (row[at]?.columnSpan ?? 1) > 1) return [];
    const { column: _column, ...place } = row[at]?.place ?? {};
    const cells = Object.fromEntries(keys.flatMap((key, index) => (key ? [[key, row[index]?.text.trim() ?? '']] : [])));
    return [{ place, cells: { ...cells, recommendation: found.number } }];
  });
};
