import type { Block, Cell, DocumentOut, Figure, ListItem, Span, Table } from './document.ts';
import { evenHeadings } from './headings.ts';
import { type Direction, dayInWords, directionOf, directionOfText } from './language.ts';
import { safeHref } from './links.ts';
import { numericColumns } from './tables/numeric.ts';

/**
 * The document as a fragment for the body of a page: an `article` with its title as `h1`, blocks below it from `h2`.
 * All text is escaped; the one thing passed through as markup is the drawing of a figure, which our own charts made
 * and which is stripped here of anything that could run or style.
 */
export const toHtml = (document: DocumentOut): string => {
  const { title, subtitle, date, author, language } = document;
  const meta = [
    date && `<time datetime="${escaped(date)}">${escaped(dayInWords(date, language))}</time>`,
    author && author !== subtitle && escaped(author),
  ].filter(Boolean);
  return [
    `<article class="document"${speech(language)}>`,
    `<header><h1>${escaped(title)}</h1>`,
    subtitle ? `<p class="document-subtitle">${escaped(subtitle)}</p>` : '',
    meta.length > 0 ? `<p class="document-meta">${meta.join(' · ')}</p>` : '',
    '</header>',
    blocksAsHtml(document.blocks, language),
    '</article>',
  ].join('\n');
};

/** The blocks alone, without the head of a document; `language` is that of the page around them, `under` the level of the heading above them. */
export const blocksAsHtml = (blocks: readonly Block[], language = 'en', under = 1): string =>
  evenHeadings(blocks)
    .map((it) => block(it, directionOf(language), under))
    .join('\n');

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const speech = (language: string | undefined): string => (language ? ` lang="${escaped(language)}" dir="${directionOf(language)}"` : '');

const lines = (text: string): string => text.split(/\r?\n/).map(escaped).join('<br>');

const block = (it: Block, around: Direction, under: number): string => {
  switch (it.kind) {
    case 'heading':
      return `<h${it.level + under}>${escaped(it.text)}</h${it.level + under}>`;
    case 'paragraph':
      return `<p${speech(it.language)}>${spans(it.spans)}</p>`;
    case 'quote':
      return `<blockquote${speech(it.language)}><p>${spans(it.spans)}</p></blockquote>`;
    case 'list':
      return list(it.items, it.ordered, speech(it.language));
    case 'facts':
      return `<dl class="facts">${it.facts.map(({ name, value }) => `<div><dt>${escaped(name)}</dt><dd>${lines(value)}</dd></div>`).join('')}</dl>`;
    case 'pageBreak':
      return '<hr class="page-break">';
    case 'table':
      return table(it, around);
    case 'figure':
      return figure(it, around);
  }
};

const spans = (runs: readonly Span[]): string =>
  runs
    .map((run) => {
      let out = lines(run.text);
      if (run.emphasis) out = `<em>${out}</em>`;
      if (run.strong) out = `<strong>${out}</strong>`;
      const href = safeHref(run.href);
      return href ? `<a href="${escaped(href)}" rel="nofollow noopener"${href === run.text ? ' dir="ltr"' : ''}>${out}</a>` : out;
    })
    .join('');

const list = (items: readonly ListItem[], ordered: boolean, spoken = ''): string => {
  const tag = ordered ? 'ol' : 'ul';
  return `<${tag}${spoken}>${items.map((item) => `<li>${spans(item.spans)}${item.items?.length ? list(item.items, ordered) : ''}</li>`).join('')}</${tag}>`;
};

const table = (it: Table, around: Direction): string => {
  const numeric = numericColumns(it);
  const mark = (column: number) => (numeric[column] ? ' class="number"' : '');
  const head = it.header.map((cell, column) => `<th scope="col"${mark(column)}>${inCell(cell, around)}</th>`).join('');
  const row = (cells: readonly Cell[]) =>
    `<tr>${cells.map((cell, column) => `<td${mark(column)}>${inCell(cell, around)}</td>`).join('')}</tr>`;
  return [
    '<div class="region table-scroll" tabindex="0"',
    it.caption ? ` role="region" aria-label="${escaped(it.caption)}"` : '',
    '><table>',
    it.caption ? `<caption>${escaped(it.caption)}</caption>` : '',
    head ? `<thead><tr>${head}</tr></thead>` : '',
    `<tbody>${it.rows.map(row).join('')}</tbody></table></div>`,
  ].join('');
};

const inCell = (cell: Cell, around: Direction): string =>
  cell.items?.length ? `<ul>${cell.items.map((item) => `<li>${apart(item, around)}</li>`).join('')}</ul>` : apart(cell.text, around);

/** A text of another direction than the page keeps its full stop at its end. */
const apart = (text: string, around: Direction): string =>
  (directionOfText(text) ?? around) === around ? lines(text) : `<bdi>${lines(text)}</bdi>`;

const figure = (it: Figure, around: Direction): string =>
  [
    `<figure>${withoutScripts(it.svg)}<figcaption>${escaped(it.caption)}</figcaption>`,
    `<details><summary>${escaped(it.table?.caption ?? it.caption)}</summary><p>${lines(it.alternative)}</p>${it.table ? table(captionless(it.table), around) : ''}</details>`,
    '</figure>',
  ].join('');

const captionless = ({ caption: _, ...rest }: Table): Table => rest;

/** A last fence: our charts emit none of this. */
const withoutScripts = (svg: string): string =>
  svg
    .replace(/<\?xml[^>]*\?>|<!DOCTYPE[^>]*>/gi, '')
    .replace(/<(script|style|foreignObject)\b[\s\S]*?(<\/\1\s*>|$)/gi, '')
    .replace(/\s(on\w+|style|href|xlink:href)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, '');
