import type { Block } from './document.ts';

/**
 * Heading levels without gaps: a document that jumps from 1 to 3 is refused by PDF/UA and confuses screen readers.
 * Deepens by one step at most, and begins at 1.
 */
export const evenHeadings = (blocks: readonly Block[]): Block[] => {
  const open: number[] = [];
  return blocks.map((block) => {
    if (block.kind !== 'heading') return block;
    while (open.length > 0 && open.at(-1)! >= block.level) open.pop();
    open.push(block.level);
    return { ...block, level: Math.min(open.length, 4) as 1 | 2 | 3 | 4 };
  });
};
