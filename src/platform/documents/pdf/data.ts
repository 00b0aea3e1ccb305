import type { Block, Cell, DocumentOut, Figure, ListItem, Span, Table } from '../document.ts';
import { evenHeadings } from '../headings.ts';
import { directionOf, directionOfText, lineBelowTitle, partsOf } from '../language.ts';
import { safeHref } from '../links.ts';
import { isWide, layOut } from './columns.ts';
import { splitDrawing } from './drawing.ts';
import { familiesFor } from './fonts.ts';

/** The document in exactly the shape that the template reads: nothing optional, nothing to decide. */
export const dataOf = (document: DocumentOut) => {
  const { language, region, script } = partsOf(document.language);
  const meta = lineBelowTitle(document).join('  ·  ');
  const [year, month, day] = (document.date ?? '').slice(0, 10).split('-').map(Number);
  return {
    title: document.title,
    subtitle: document.subtitle || null,
    head: document.runningHead ?? '',
    meta: meta || null,
    authors: document.author ? [document.author] : [],
    day: year && month && day ? { year, month, day } : null,
    lang: language,
    region: region ?? null,
    rtl: directionOf(document.language) === 'rtl',
    tall: script === 'Arab' || script === 'Hans' || script === 'Hant',
    fonts: familiesFor(document.language),
    sections: sections(evenHeadings(document.blocks)),
  };
};

/** Wide tables lie across, and the heading just before one goes with it. */
const sections = (blocks: readonly Block[]) => {
  const cut: { across: boolean; blocks: ReturnType<typeof blockData>[] }[] = [];
  blocks.forEach((block, at) => {
    const next = blocks[at + 1];
    const across = (block.kind === 'table' && isWide(block)) || (block.kind === 'heading' && next?.kind === 'table' && isWide(next));
    if (cut.at(-1)?.across !== across) cut.push({ across, blocks: [] });
    cut.at(-1)!.blocks.push(blockData(block));
  });
  return cut;
};

const blockData = (block: Block) => {
  switch (block.kind) {
    case 'heading':
      return { kind: block.kind, level: block.level, text: block.text.replace(/\s+/g, ' ') };
    case 'paragraph':
    case 'quote':
      return {
        kind: block.kind,
        spans: block.spans.map(span),
        speech: block.language ? speech(block.language) : null,
        leads: block.kind === 'paragraph' && (block.leads ?? false),
      };
    case 'list':
      return {
        kind: block.kind,
        ordered: block.ordered,
        items: block.items.map(item),
        speech: block.language ? speech(block.language) : null,
      };
    case 'facts':
    case 'pageBreak':
      return block;
    case 'table':
      return table(block);
    case 'figure':
      return { kind: block.kind, ...splitDrawing(block.svg), caption: block.caption, alternative: readOut(block) };
  }
};

/** A printed drawing has no table beside it, so its alternative text carries the numbers as well. */
const readOut = ({ alternative, table: twin }: Figure): string => {
  if (!twin) return alternative;
  const rows = twin.rows.map(
    ([first, ...rest]) =>
      `${first?.text ?? ''}: ${rest.map((cell, at) => `${twin.header[at + 1]?.text ?? ''} ${cell.text}`.trim()).join(', ')}`,
  );
  return rows.every((row) => alternative.includes(row)) ? alternative : [alternative, ...rows].join('\n');
};

const speech = (tag: string) => {
  const { language, region } = partsOf(tag);
  return { lang: language, region: region ?? null, rtl: directionOf(tag) === 'rtl', serif: familiesFor(tag).serif };
};

const span = ({ text, strong, emphasis, href }: Span) => ({
  text,
  strong: strong ?? false,
  emphasis: emphasis ?? false,
  href: safeHref(href) ?? null,
});

const item = (it: ListItem): { spans: ReturnType<typeof span>[]; items: unknown[] } => ({
  spans: it.spans.map(span),
  items: (it.items ?? []).map(item),
});

const table = (it: Table) => {
  const columns = layOut(it);
  const cell = (content: Cell | undefined) => ({
    text: content?.text ?? '',
    items: content?.items ?? [],
    runs: directionOfText(content?.items?.[0] ?? content?.text ?? '') ?? null,
  });
  const filled = (cells: readonly Cell[]) => columns.map((_, column) => cell(cells[column]));
  return {
    kind: it.kind,
    caption: it.caption || null,
    columns,
    size: columns.length > 10 ? 7.2 : columns.length > 6 ? 8 : 8.8,
    header: it.header.length > 0 ? filled(it.header) : [],
    rows: it.rows.map(filled),
    whole: it.rows.every((row) => row.every(isShort)),
  };
};

/** A row of such cells is no taller than a third of a page, so that it need not be torn across two. */
const isShort = ({ text, items }: Cell): boolean => text.length <= 420 && Math.max(text.split('\n').length, items?.length ?? 0) <= 12;
