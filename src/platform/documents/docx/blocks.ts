import { HeadingLevel, Paragraph, type Table as WordTable } from 'docx';
import type { Block, ListItem } from '../document.ts';
import { directionOf } from '../language.ts';
import { captioned, runs } from './runs.ts';
import { factsOf, tableOf } from './tables.ts';

const headings = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3, 4: HeadingLevel.HEADING_4 } as const;

/** One block as paragraphs and tables of Word; numbered lists each begin at 1. */
export const blocksOf =
  (rtl: boolean) =>
  (block: Block, place: number): (Paragraph | WordTable)[] => {
    switch (block.kind) {
      case 'heading':
        return [new Paragraph({ heading: headings[block.level], bidirectional: rtl, children: runs([{ text: block.text }], rtl) })];
      case 'paragraph':
      case 'quote': {
        const turned = block.language ? directionOf(block.language) === 'rtl' : rtl;
        return [
          new Paragraph({
            ...(block.kind === 'quote' ? { style: 'Quote' } : {}),
            bidirectional: turned,
            children: runs(block.spans, turned, block.language),
          }),
        ];
      }
      case 'list':
        return listed(block.items, block.ordered ? 'numbers' : 'bullets', place, 0, rtl);
      case 'facts':
        return factsOf(block.facts, rtl);
      case 'pageBreak':
        return [new Paragraph({ pageBreakBefore: true, children: [] })];
      case 'table':
        return tableOf(block, rtl);
      case 'figure': {
        // The table says all that the drawing would; its words would only say it twice.
        const words = () => new Paragraph({ bidirectional: rtl, children: runs([{ text: block.alternative }], rtl) });
        return block.table ? tableOf({ ...block.table, caption: block.caption }, rtl) : [captioned(block.caption, rtl), words()];
      }
    }
  };

const listed = (items: readonly ListItem[], reference: string, instance: number, level: number, rtl: boolean): Paragraph[] =>
  items.flatMap((item) => [
    new Paragraph({
      bidirectional: rtl,
      spacing: { after: 60 },
      numbering: { reference, level: Math.min(level, 4), instance },
      children: runs(item.spans, rtl),
    }),
    ...(item.items?.length ? listed(item.items, reference, instance, level + 1, rtl) : []),
  ]);
