import type { Block, Cell, DocumentOut, ListItem, Span, Table } from './document.ts';
import { evenHeadings } from './headings.ts';
import { lineBelowTitle } from './language.ts';
import { safeHref } from './links.ts';

/** CommonMark with GitHub tables; every sign of the text that Markdown would read as markup is escaped. */
export const toMarkdown = (document: DocumentOut): string => {
  const meta = lineBelowTitle(document);
  const head = [
    `# ${inline(document.title)}`,
    document.subtitle && inline(document.subtitle),
    meta.length > 0 && `*${meta.map((part) => inline(part)).join(' · ')}*`,
  ];
  return `${[...head.filter(Boolean), ...evenHeadings(document.blocks).map(block)].filter(Boolean).join('\n\n')}\n`;
};

const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&');
const inline = (text: string): string => escaped(text).replace(/\s*\r?\n\s*/g, ' ');
/** At the start of a line some more signs begin lists and rules. */
const opening = (text: string): string =>
  text.replace(/^(\s*)([-+=>]|\d+(?=[.)]))/gm, (_, space: string, sign: string) =>
    /\d/.test(sign) ? `${space}${sign}\\` : `${space}\\${sign}`,
  );

const block = (it: Block): string => {
  switch (it.kind) {
    case 'heading':
      return `${'#'.repeat(it.level + 1)} ${inline(it.text)}`;
    case 'paragraph':
      return opening(spans(it.spans));
    case 'quote':
      return opening(spans(it.spans)).replace(/^/gm, '> ');
    case 'list':
      return list(it.items, it.ordered, '');
    case 'facts':
      return it.facts.map(({ name, value }) => `- **${inline(name)}**: ${inline(value)}`).join('\n');
    case 'pageBreak':
      return '---';
    case 'table':
      return table(it);
    case 'figure':
      return [`**${inline(it.caption)}**`, opening(broken(it.alternative)), it.table ? table(it.table) : ''].filter(Boolean).join('\n\n');
  }
};

const broken = (text: string): string => text.split(/\r?\n/).map(escaped).join('\\\n');

const spans = (runs: readonly Span[]): string =>
  runs
    .map((run) => {
      const [, before = '', core = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(run.text) ?? [];
      if (core === '') return run.text;
      let out = broken(core);
      if (run.emphasis) out = `*${out}*`;
      if (run.strong) out = `**${out}**`;
      const href = safeHref(run.href);
      if (href) out = `[${out}](<${href.replace(/[<>\s\\]/g, encodeURIComponent)}>)`;
      return before + out + after;
    })
    .join('');

const list = (items: readonly ListItem[], ordered: boolean, indent: string): string =>
  items
    .map((item, index) => {
      const sign = ordered ? `${index + 1}. ` : '- ';
      const inner = indent + ' '.repeat(sign.length);
      const text = opening(spans(item.spans)).replace(/\n/g, `\n${inner}`);
      return `${indent}${sign}${text}${item.items?.length ? `\n${list(item.items, ordered, inner)}` : ''}`;
    })
    .join('\n');

const table = (it: Table): string => {
  const width = Math.max(it.header.length, ...it.rows.map((row) => row.length), 0);
  if (width === 0) return '';
  const line = (cells: readonly Cell[]) => `| ${Array.from({ length: width }, (_, column) => cellText(cells[column])).join(' | ')} |`;
  const caption = it.caption ? `**${inline(it.caption)}**\n\n` : '';
  return `${caption}${[line(it.header), `|${' --- |'.repeat(width)}`, ...it.rows.map(line)].join('\n')}`;
};

const cellText = (cell: Cell | undefined): string =>
  (cell?.items?.length ? cell.items : [cell?.text ?? '']).map((part) => part.split(/\r?\n/).map(escaped).join('<br>')).join('<br>');
