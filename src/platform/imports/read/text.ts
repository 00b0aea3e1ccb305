import type { Block } from '../../documents/document.ts';
import { readMarkdown } from './markdown.ts';
import { headingMark, isHeading, proseOf, withoutLeftovers } from './plainText.ts';
import { type Limits, type Notice, type Reading, ReadRefusal } from './read.ts';
import { nextRegion, type Region, readRegion } from './textTable.ts';

/**
 * A text that mixes prose with tables drawn by tabs: what lies between the tables is read as markdown or as plain lines. Every block says
 * on which line it stands.
 */
export function readText(source: string, markdown: boolean, limits: Limits): Reading {
  if (source.length > limits.markup) throw new ReadRefusal('import.tooLarge', { limit: Math.floor(limits.markup / 1024 / 1024) });
  const { text, pictures } = withoutLeftovers(source);
  const lines = text.split('\n');
  if (lines.length > limits.rows) throw new ReadRefusal('import.tooManyRows', { limit: limits.rows });
  const blocks: Block[] = [];
  const notices: Notice[] = pictures > 0 ? [{ key: 'import.pictures', values: { count: pictures } }] : [];
  const deadline = performance.now() + limits.milliseconds;
  let at = 0;
  while (at < lines.length) {
    const region = tableRegion(lines, at);
    const end = region?.start ?? lines.length;
    const title = region && isTitle(lines[end - 1]) && end > at ? end - 1 : end;
    blocks.push(...prose(lines, at, title, markdown ? deadline : undefined, limits));
    if (title < end) {
      const text = lines[title] ?? '';
      blocks.push({ kind: 'heading', level: isHeading(text) ? 2 : 3, text: text.replaceAll(headingMark, '').trim(), place: { line: end } });
    }
    if (!region) break;
    const read = readRegion(lines, region, limits);
    if (read.table) blocks.push(read.table);
    notices.push(...read.notices);
    at = region.end;
  }
  return { blocks, notices };
}

/** A single line with a tab is an indented line; a table has two. */
function tableRegion(lines: readonly string[], from: number): Region | undefined {
  for (let region = nextRegion(lines, from); region; region = nextRegion(lines, region.end)) {
    const filled = lines.slice(region.start, region.end).filter((line) => line.trim() !== '' && line.includes('\t'));
    const several = filled.length > 1 && (region.shape === 'row' || filled.length > 2 || filled.some((line) => line.trim().includes('\t')));
    if (several) return region;
  }
  return undefined;
}

function isTitle(line: string | undefined): boolean {
  const words = (line ?? '').trim();
  return words !== '' && words.length <= 150 && !/[.;]$/.test(words) && !/^[-•·*]\s/.test(words);
}

function prose(lines: readonly string[], from: number, to: number, deadline: number | undefined, limits: Limits): Block[] {
  const part = lines.slice(from, to);
  if (deadline) return readMarkdown(part.join('\n').replaceAll(headingMark, ''), from + 1, deadline, limits);
  return proseOf(part, (index) => ({ line: from + index + 1 }));
}
