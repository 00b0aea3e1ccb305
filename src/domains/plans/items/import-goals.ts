import { type Block, type Cell, plain, type Table } from '../../../platform/documents/document.ts';
import type { RawLine } from '../../../platform/imports/importer.ts';
import { numbered, placeOf, textOf } from './import-cells.ts';
import { statusIn } from './import-words.ts';

/** A table of goals by workstream, which a document may break at the foot of a page; the part after it has no heads. */
export interface Goals {
  /** The lines that the table, or its next part, holds. */
  in(table: Table): RawLine[];
}

export const isGoals = (heads: readonly string[]): boolean => heads[0] === 'workstream' && heads.some((head) => head.startsWith('goals'));

/** Its first row is a numbered goal, whatever reads it as heads. */
export const isMoreGoals = (table: Table): boolean =>
  table.header.length === 0 || table.header.some((cell) => numbered(textOf(cell)).number);

export const isPageFoot = (block: Block): boolean =>
  block.kind === 'paragraph' && /^\s*(?:page\s+)?\d+(?:\s+(?:of|de|sur)\s+\d+)?\s*$/iu.test(plain(block.spans));

export const goalsOf = (source: string): Goals => {
  let workstream = '';
  const leads = new Map<string, string[]>();
  const lines: RawLine[] = [];
  /** Goals, and what stands before or beside them: who leads the workstream, and a status that stands in the row of no goal. */
  const readRow = (row: readonly Cell[]): RawLine[] => {
    const [head = '', ...cells] = row.map(textOf);
    if (head && head === head.toUpperCase()) workstream = head;
    if (!workstream) return [];
    const at = cells.findIndex((cell) => numbered(cell).number);
    const before = [head, ...(at < 0 ? [] : cells.slice(0, at))].filter((cell) => cell && cell !== workstream);
    leads.set(workstream, [...(leads.get(workstream) ?? []), ...before]);
    const last = cells.at(-1) ?? '';
    if (at < 0)
      return statusIn(last) && cells.filter(Boolean).length === 1
        ? [{ place: placeOf(row.at(-1)), cells: { said: `${workstream}: ${last}`.slice(0, 1000), about: 'other', source } }]
        : [];
    const more = cells.slice(at + 1).filter(Boolean);
    const status = last && statusIn(last) ? last : '';
    return [
      {
        place: placeOf(row[at + 1]),
        cells: {
          kind: 'task',
          title: numbered(cells[at] ?? '').rest.replace(/:$/, ''),
          workstream,
          steps: (status ? more.slice(0, -1) : more).join('\n'),
          status,
          source,
          found: 'yes',
        },
      },
    ];
  };
  return {
    in: (table) => {
      const rows = isMoreGoals(table) && table.header.length > 0 ? [table.header, ...table.rows] : table.rows;
      const found = rows.flatMap(readRow);
      lines.push(...found);
      for (const { cells } of lines) {
        const names = leads.get(cells.workstream ?? '') ?? [];
        if (cells.kind && names.length > 0)
          cells.workstreamLeads = names
            .join(', ')
            .replaceAll(':, ', ': ')
            .replace(/^(?:co-)?leads?\s*:\s*/iu, '');
      }
      return found;
    },
  };
};
