import type { Table } from '../../../platform/documents/document.ts';
import { aliasKey, type ImportColumn, type RawLine } from '../../../platform/imports/importer.ts';
import { type Read, tablesOf } from '../../../platform/imports/read/read.ts';
import { isKnownHeading } from './import-names.ts';
import { issueWord, numberedBy, numberedPlainly, type ProseLine, proseOf, recommendationWord, titleFrom } from './import-prose.ts';

/**
 * Recommendations in a document that is not simply a table of them: `Recommendation N. …` in running text, a list of issues with a table
 * that numbers some of them otherwise, items flagged for coordination, a thematic list, numbered headings, a counted list. Undefined where
 * the tables with their columns say it all.
 */
export const recogniseRecommendations = (read: Read, columns: readonly ImportColumn[]): readonly RawLine[] | undefined => {
  const prose = proseOf(read);
  const tables = tablesOf(read);
  const inText = recommendationsIn(prose);
  if (inText.length > 0) return inText;
  const listed = [...issuesIn(prose), ...flaggedIn(prose)];
  if (listed.length > 0) return [...listed, ...otherNumbers(listed, tables)];
  const thematic = tables.flatMap((table) => thematicRows(table, columns));
  if (thematic.length > 0) return thematic;
  const ready = tables.some((table) => table.header.some((cell) => ['number', 'ref'].includes(isKnownHeading(cell.text, columns) ?? '')));
  if (ready || tables.length > 0) return undefined;
  const headed = headingsIn(prose);
  if (headed.length > 0) return headed;
  const counted = prose.filter((line) => line.kind === 'item' && line.counted !== undefined);
  return counted.length > 1 ? counted.map((line) => lineOf(line, String(line.counted), line.text)) : undefined;
};

const lineOf = ({ place }: ProseLine, number: string, text: string): RawLine => ({
  place,
  cells: { number, text, derivedTitle: titleFrom(text) },
});

/** `Recommendation N. text`, the paragraphs after it included, up to where a body answers. */
const recommendationsIn = (prose: readonly ProseLine[]): RawLine[] => {
  const found: RawLine[] = [];
  let open: RawLine | undefined;
  for (const line of prose) {
    const begun = numberedBy(recommendationWord, line.text);
    if (begun && (begun.rest || line.kind === 'heading')) {
      const titled = line.kind === 'heading' && begun.rest ? { title: begun.rest } : {};
      open = { place: line.place, cells: { number: begun.number, text: line.kind === 'heading' ? '' : begun.rest, ...titled } };
      found.push(open);
    } else if (line.kind === 'heading' || line.kind === 'break' || answers(line.text)) open = undefined;
    else if (open) open.cells.text = [open.cells.text, line.text].filter(Boolean).join('\n\n');
  }
  return found.map((line) => ({ ...line, cells: { ...line.cells, derivedTitle: titleFrom(line.cells.text || line.cells.title || '') } }));
};

const answers = (text: string): boolean => /\[\s*\*[^\]]{2,60}\*\s*\]|^\[[^\]\d][^\]]{1,60}\]/.test(text);

/** `Issue 9 What it is about; details`: several in one list or as paragraphs that follow one another. Its words describe the issue and never replace a recommendation's. */
const issuesIn = (prose: readonly ProseLine[]): RawLine[] => {
  const items = prose.flatMap((line) => {
    const found = line.kind === 'item' ? numberedBy(issueWord, line.text) : undefined;
    return found?.rest ? [{ line, ...found }] : [];
  });
  const word = items.length > 1 ? /^\p{L}+/u.exec(items[0]?.line.text ?? '')?.[0] : undefined;
  if (!word) return [];
  return items.map(({ line, number, rest }) => {
    const text = rest.replace(/^[–—-]\s*/, '');
    return { place: line.place, cells: { number, text, derivedTitle: titleFrom(text), aliases: `${word} ${number}`, onlyIfNew: 'yes' } };
  });
};

/** Items under a sentence that says how they are to be coordinated, each with the section in which it stands. */
const flaggedIn = (prose: readonly ProseLine[]): RawLine[] => {
  const found: RawLine[] = [];
  let coordination = '';
  let section = '';
  for (const line of prose) {
    if (line.kind === 'item') {
      const item = numberedPlainly(line.text);
      if (item?.number.includes('.') && coordination) {
        found.push({
          place: line.place,
          cells: { number: item.number, text: '', derivedTitle: item.rest, coordination, ...(section ? { section } : {}) },
        });
      }
    } else if (/coordinat|coordina|تنسيق/i.test(line.text) && /:\s*$/.test(line.text))
      [coordination, section] = [line.text.replace(/:\s*$/, '').trim(), ''];
    else if (line.text.length > 60 || /\.$/.test(line.text)) coordination = '';
    else if (coordination && line.text.length <= 12 && !/:\s*$/.test(line.text))
      found.push({ place: line.place, cells: { name: line.text, coordination } });
    else section = line.text.replace(/:\s*$/, '').trim();
  }
  return found.some((line) => line.cells.number) ? found : [];
};

/**
 * What a sentence or a label says about coordination, without the words around it: "… as would require coordination" and "Requires community coordination" have the same gist.
 */
export const gist = (text: string): string => {
  const after = /\bas\s+((?:would|could|should|may|must)\b.*)$/i.exec(text)?.[1] ?? text;
  return aliasKey(after)
    .split(' ')
    .filter((word) => !/^(would|could|should|may|must|community|and|prioriti[sz]ation|from|the|a|for|of)$/.test(word))
    .map((word) => word.replace(/s$/, ''))
    .join(' ');
};

/** Rows of a table that number the same issues otherwise: for each such number the line of the list that shares most words, as a question. */
const otherNumbers = (listed: readonly RawLine[], tables: readonly Table[]): RawLine[] => {
  const word = listed.find((line) => line.cells.aliases)?.cells.aliases?.split(' ')[0];
  if (!word) return [];
  const table = tables.find(
    (each) => numberedBy(issueWord, `${each.header[0]?.text ?? ''} 1`) || /^(issue|id|no|#)/i.test(each.header[0]?.text ?? ''),
  );
  const rows = (table?.rows ?? []).flatMap((row) => {
    const found = numberedPlainly(row[0]?.text ?? '');
    return found
      ? [{ ...found, title: found.rest.split('\n')[0] ?? '', all: row.map((cell) => cell.text).join(' '), place: row[0]?.place ?? {} }]
      : [];
  });
  const inTable = new Set(rows.map((row) => row.number));
  const unpaired = listed.filter((line) => !inTable.has(line.cells.number ?? ''));
  return rows
    .filter((row) => !listed.some((line) => line.cells.number === row.number))
    .flatMap((row): RawLine[] => {
      const { column: _column, ...place } = row.place;
      const own: RawLine = {
        place,
        cells: { number: row.number, text: '', derivedTitle: row.title, aliases: `${word} ${row.number}`, onlyIfNew: 'yes' },
      };
      const like = likest(row, unpaired);
      return like
        ? [{ place, cells: { number: like.cells.number ?? '', alias: `${word} ${row.number}`, like: like.cells.derivedTitle ?? '' } }, own]
        : [own];
    });
};

/** At least half of the row's title in common; where two lines share as many words of the title, the rest of the row decides. */
const likest = (row: { title: string; all: string }, lines: readonly RawLine[]): RawLine | undefined => {
  const title = stems(row.title);
  const all = stems(row.all);
  const scored = lines
    .map((line) => {
      const own = stems(line.cells.text ?? '');
      return { line, share: shared(title, own) / Math.max(1, title.size), more: shared(all, own) };
    })
    .filter((one) => one.share >= 0.5)
    .sort((a, b) => b.share - a.share || b.more - a.more);
  return scored[0]?.line;
};

const stems = (text: string): Set<string> =>
  new Set(
    aliasKey(text)
      .split(' ')
      .filter((word) => word.length > 3 || /^(use)$/.test(word))
      .map((word) => word.slice(0, 6)),
  );
const shared = (one: ReadonlySet<string>, other: ReadonlySet<string>): number => [...one].filter((word) => other.has(word)).length;

/** A table whose cells begin with the number (`115.1 Text`), with rows across the whole width that only name a theme. */
const thematicRows = (table: Table, columns: readonly ImportColumn[]): RawLine[] => {
  const at = table.header.findIndex((cell) => isKnownHeading(cell.text, columns) === 'text');
  const separate = table.header.some((cell) => ['number', 'ref'].includes(isKnownHeading(cell.text, columns) ?? ''));
  if (at < 0 || separate) return [];
  const themes = table.header.findIndex((cell) => isKnownHeading(cell.text, columns) === 'themes');
  return table.rows.flatMap((row): RawLine[] => {
    const found = numberedPlainly(row[at]?.text ?? '');
    if (!found) return [];
    const text = found.rest.split(/\n/)[0]?.trim() ?? '';
    const { column: _column, ...place } = row[at]?.place ?? {};
    return [
      {
        place,
        cells: { number: found.number, text, derivedTitle: titleFrom(text), ...(themes >= 0 ? { themes: row[themes]?.text ?? '' } : {}) },
      },
    ];
  });
};

/** `## 7. Working groups` and the text under it. */
const headingsIn = (prose: readonly ProseLine[]): RawLine[] => {
  const found: RawLine[] = [];
  let open: RawLine | undefined;
  for (const line of prose) {
    const begun = line.kind === 'heading' ? numberedPlainly(line.text) : undefined;
    if (begun) {
      open = { place: line.place, cells: { number: begun.number, title: begun.rest, text: '' } };
      found.push(open);
    } else if (line.kind === 'heading' || line.kind === 'break') open = undefined;
    else if (open) open.cells.text = [open.cells.text, line.text].filter(Boolean).join('\n\n');
  }
  return found.length > 1 ? found : [];
};
