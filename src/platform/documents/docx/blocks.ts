import { HeadingLevel, Paragraph, type Table as WordTable } from 'docx';
import type { Block, ListItem } from '../document.ts';
import { directionOf } from '../language.ts';
import { type Pictures, pictured } from './pictures.ts';
import { runs } from './runs.ts';
import { factsOf, tableOf } from './tables.ts';

const headings = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3, 4: HeadingLevel.HEADING_4 } as const;

/** One block as paragraphs and tables of Word; numbered lists each begin at 1. */
export const blocksOf =
  (rtl: boolean, pictures: Pictures) =>
  (block: Block, place: number): (Paragraph | WordTable)[] => {
    switch (block.kind) {
      case 'heading':
        return [new Paragraph({ heading: headings[block.level], bidirectional: rtl, children: runs([{ text: block.text }], rtl) })];
      case 'paragraph':
      case 'quote':
        return [
          new Paragraph({
            ...(block.kind === 'quote' ? { style: 'Quote' } : { keepNext: block.leads ?? false }),
            bidirectional: turned(block.language, rtl),
            children: runs(block.spans, turned(block.language, rtl), block.language),
          }),
        ];
      case 'list':
        return listed(
          block.items,
          { reference: block.ordered ? 'numbers' : 'bullets', instance: place, rtl: turned(block.language, rtl), language: block.language },
          0,
        );
      case 'facts':
        return factsOf(block.facts, rtl);
      case 'pageBreak':
        return [new Paragraph({ pageBreakBefore: true, children: [] })];
      case 'table':
        return tableOf(block, rtl);
      case 'figure':
        return pictured(block, pictures, rtl);
    }
  };

/** Whether a text that names its language runs from the right. */
const turned = (language: string | undefined, rtl: boolean): boolean => (language ? directionOf(language) === 'rtl' : rtl);

interface ListStyle {
  reference: string;
  instance: number;
  rtl: boolean;
  language: string | undefined;
}

const listed = (items: readonly ListItem[], style: ListStyle, level: number): Paragraph[] =>
  items.flatMap((item) => [
    new Paragraph({
      bidirectional: style.rtl,
      spacing: { after: 60 },
      numbering: { reference: style.reference, level: Math.min(level, 4), instance: style.instance },
      children: runs(item.spans, style.rtl, style.language),
    }),
    ...(item.items?.length ? listed(item.items, style, level + 1) : []),
  ]);
