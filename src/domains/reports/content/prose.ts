/** What stands in a cell, or is quoted: paragraphs, and lists where lines begin with a sign of one; no other signs mean anything. */
export const proseBlocks = (text: string): (string | string[])[] =>
  text.split(/\n{2,}/).flatMap((part) =>
    linesOf(
      part
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    ),
  );

const linesOf = (lines: readonly string[]): (string | string[])[] => {
  const blocks: (string | string[])[] = [];
  let open = false;
  for (const line of lines) {
    const item = /^[-•·*–]\s+(.*)$/.exec(line)?.[1];
    const last = blocks.at(-1);
    if (item !== undefined) Array.isArray(last) ? last.push(item) : blocks.push([item]);
    else if (open && typeof last === 'string') blocks[blocks.length - 1] = `${last}\n${line}`;
    else blocks.push(line);
    open = item === undefined;
  }
  return blocks;
};
