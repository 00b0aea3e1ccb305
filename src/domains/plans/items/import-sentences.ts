import type { Block, Place } from '../../../platform/documents/document.ts';
import { plain } from '../../../platform/documents/document.ts';
import { aliasKey, type RawLine } from '../../../platform/imports/importer.ts';
import type { Notice, Read } from '../../../platform/imports/read/read.ts';

export interface NamedIssue {
  number: string;
  title: string;
}

/**
 * Sentences of a report that say how far the plan is or when it ends, outside its tables: each becomes a statement with its place, of the
 * issue that it names or of the whole plan. Nothing decides between them and the tables.
 */
export const sentencesIn = (read: Read, issues: readonly NamedIssue[]): RawLine[] =>
  read.blocks.flatMap(prose).flatMap(({ text, place }) =>
    sentences(text).flatMap((sentence) =>
      aboutIn(sentence).flatMap((about) =>
        (namedIn(sentence, issues) ?? ['']).map((number) => ({
          place,
          cells: { said: sentence.slice(0, 1000), about, source: read.name, ...(number ? { number } : {}) },
        })),
      ),
    ),
  );

interface Prose {
  text: string;
  place: Place;
}

const prose = (block: Block): Prose[] => {
  if (block.kind === 'paragraph' || block.kind === 'quote') return [{ text: plain(block.spans), place: placed(block.place) }];
  return block.kind === 'list' ? block.items.map((item) => ({ text: plain(item.spans), place: placed(block.place) })) : [];
};

const placed = (place: Place | undefined): Place => ({
  ...(place?.page ? { page: place.page } : {}),
  ...(place?.line ? { line: place.line } : {}),
});

/** A full stop ends a sentence where a capital follows it, so that "ICANN.org" and "3.1" stay whole. */
const sentences = (text: string): string[] =>
  text
    .replace(/\s+/g, ' ')
    .split(/(?<=[.!?][¹²³⁰-⁹)\]”"]*)\s+(?=[\p{Lu}“"])/u)
    .map((one) => one.trim())
    .filter(Boolean);

const months = 'january|february|march|april|may|june|july|august|september|october|november|december';
const done = /\bcomplet(?:e|ed|ion)\b|\bimplemented\b|\bfinished\b/i;
const subject = /\bissues?\b|\btasks?\b|\bactions?\b|\bapproval\b|\bimplementation\b|\bwork\b/i;
const counted = /\b(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|all)\b[^.]{0,20}\bissues?\b/i;
const promised = new RegExp(
  `\\b(?:by|before|prior to|until|end of|mark of|expected in)\\s(?:the\\s)?(?:end of\\s)?(?:\\d{1,2}\\s)?(?:(?:${months})\\s)?20\\d\\d\\b`,
  'i',
);

/** What a sentence speaks of: a percent, an end, how many are done; nothing where it is no word about progress. */
const aboutIn = (sentence: string): ('percent' | 'endsOn' | 'status')[] => {
  if (sentence.length > 600 || !subject.test(sentence) || !done.test(sentence)) return [];
  return [
    ...(/\d\s?(?:%|percent\b|per cent\b)/i.test(sentence) ? ['percent' as const] : []),
    ...(promised.test(sentence) ? ['endsOn' as const] : []),
    ...(counted.test(sentence) && sentence.length < 250 && !/%|percent/.test(sentence) ? ['status' as const] : []),
  ];
};

/** The issues that a sentence names by number or by title; undefined where it speaks of the plan. */
const namedIn = (sentence: string, issues: readonly NamedIssue[]): string[] | undefined => {
  const key = ` ${aliasKey(sentence)} `;
  const byTitle = issues.filter((issue) => issue.title.length > 12 && key.includes(` ${aliasKey(issue.title)} `)).map((one) => one.number);
  if (byTitle.length > 0) return byTitle;
  const numbers = [...sentence.matchAll(/\bissues?\s+#?(\d{1,2})((?:\s*(?:,|and|&)\s*#?\d{1,2})*)/gi)].flatMap(
    ([, first = '', more = '']) => [first, ...(more.match(/\d{1,2}/g) ?? [])],
  );
  const known = [...new Set(numbers)].filter((number) => issues.some((issue) => issue.number === number));
  return known.length === 1 ? known : undefined;
};

const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** "The top ten …" above a list of seven: said to the reader as it is, and kept as a statement; nobody repairs it. */
export const miscountedLists = (read: Read): { line: RawLine; notice: Notice }[] =>
  read.blocks.flatMap((block, at) => {
    if (block.kind !== 'list' || block.items.length < 3) return [];
    const said = read.blocks
      .slice(Math.max(0, at - 3), at)
      .flatMap((before) => prose(before))
      .flatMap(({ text }) => [...text.matchAll(/\b(?:top|following|these)\s+(\w+)\b[^.]{0,45}\b/gi)])
      .map(([phrase, count = '']) => ({ phrase: phrase.trim(), count: Math.max(words.indexOf(count.toLowerCase()), Number(count) || 0) }))
      .findLast((one) => one.count > 1);
    const found = block.items.length;
    if (!said || said.count === found) return [];
    const place = placed(block.place);
    const values = { said: said.count, found, phrase: said.phrase };
    return [
      {
        line: { place, cells: { said: `${said.count} ≠ ${found}: “${said.phrase}”`, about: 'other', source: read.name } },
        notice: { key: 'import.plan.miscounted', values, place },
      },
    ];
  });
