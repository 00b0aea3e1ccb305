import type { Block, Cell, DocumentOut, ListItem, Span, Table } from './document.ts';
import { lineBelowTitle } from './language.ts';
import { safeHref } from './links.ts';

/** Plain text: headings underlined, tables as aligned columns where they fit in 100 signs, else one fact a line. */
export const toText = (document: DocumentOut): string => {
  const meta = lineBelowTitle(document).join(' · ');
  const head = [underlined(document.title, '='), document.subtitle, meta];
  return `${[...head, ...document.blocks.map(block)].filter(Boolean).join('\n\n')}\n`;
};

/** The blocks alone, without title and date. */
export const blocksAsText = (blocks: readonly Block[]): string => blocks.map(block).filter(Boolean).join('\n\n');

const underlined = (text: string, sign: string): string => `${text}\n${sign.repeat(Math.max(3, width(text)))}`;

/** East Asian wide signs take two columns, joining marks none. */
const width = (text: string): number =>
  [...text.normalize('NFC')].reduce(
    (sum, sign) =>
      sum +
      (/\p{M}|\u200d/u.test(sign)
        ? 0
        : /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Emoji_Presentation}/u.test(sign)
          ? 2
          : 1),
    0,
  );

const padded = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - width(text)));

const block = (it: Block): string => {
  switch (it.kind) {
    case 'heading':
      return it.level <= 2 ? underlined(it.text, '-') : it.text;
    case 'paragraph':
      return spans(it.spans);
    case 'quote':
      return spans(it.spans).replace(/^/gm, '> ');
    case 'list':
      return list(it.items, it.ordered, '');
    case 'facts':
      return it.facts.map(({ name, value }) => `${name}: ${value}`).join('\n');
    case 'pageBreak':
      return '* * *';
    case 'table':
      return table(it);
    case 'figure':
      return [it.caption, it.alternative, it.table ? table(it.table) : ''].filter(Boolean).join('\n\n');
  }
};

const spans = (runs: readonly Span[]): string =>
  runs
    .map((run) => {
      const href = safeHref(run.href);
      return href && href !== run.text && href !== `mailto:${run.text}` ? `${run.text} <${href}>` : run.text;
    })
    .join('');

const list = (items: readonly ListItem[], ordered: boolean, indent: string): string =>
  items
    .map((item, index) => {
      const sign = ordered ? `${index + 1}. ` : '- ';
      const inner = indent + ' '.repeat(sign.length);
      return `${indent}${sign}${spans(item.spans).replace(/\n/g, `\n${inner}`)}${item.items?.length ? `\n${list(item.items, ordered, inner)}` : ''}`;
    })
    .join('\n');

const cellText = (cell: Cell | undefined): string =>
  (cell?.items?.length ? cell.items.join('; ') : (cell?.text ?? '')).replace(/\s*\r?\n\s*/g, ' ');

const table = (it: Table): string => {
  const count = Math.max(it.header.length, ...it.rows.map((row) => row.length), 0);
  const all = [...(it.header.length > 0 ? [it.header] : []), ...it.rows].map((row) =>
    Array.from({ length: count }, (_, column) => cellText(row[column])),
  );
  const widths = Array.from({ length: count }, (_, column) => all.reduce((most, row) => Math.max(most, width(row[column]!)), 1));
  const caption = it.caption ? `${it.caption}\n\n` : '';
  if (widths.reduce((sum, one) => sum + one + 2, 0) > 100 && it.header.length > 0) return caption + asFacts(it);
  const rows = all.map((row) =>
    row
      .map((text, column) => padded(text, widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  if (it.header.length > 0) rows.splice(1, 0, widths.map((one) => '-'.repeat(one)).join('  '));
  return caption + rows.join('\n');
};

const asFacts = (it: Table): string =>
  it.rows
    .map((row) =>
      row
        .map((cell, column) => ({ name: it.header[column]?.text ?? '', text: cellText(cell) }))
        .filter(({ text }) => text !== '')
        .map(({ name, text }) => `${name}: ${text}`)
        .join('\n'),
    )
    .join('\n\n');
