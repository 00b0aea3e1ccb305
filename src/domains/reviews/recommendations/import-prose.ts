import { type Block, type ListItem, type Place, plain, type Span } from '../../../platform/documents/document.ts';
import { latinDigits } from '../../../platform/i18n/days.ts';
import type { Read } from '../../../platform/imports/read/read.ts';
import { shortened } from '../../../platform/imports/words.ts';

/** One line of running text. `block` counts the blocks of the source: lines of one block belong closer together than lines of two. */
export interface ProseLine {
  kind: 'heading' | 'paragraph' | 'quote' | 'item' | 'break';
  text: string;
  place: Place;
  block: number;
  /** Where the whole line is set in bold or italics. */
  whole?: 'strong' | 'emphasis';
  /** For an item of a counted list: its number. */
  counted?: number;
}

/** The running text of a document, line by line; a table between two texts is a `break`. */
export const proseOf = (read: Read): ProseLine[] => read.blocks.flatMap(linesOf);

/** The number and the rest of a line that begins as a recommendation does: `Recommendation 7. Text`, `Recomendación 1.1: …`, `التوصية ٧ – …`. */
export const numberedBy = (word: RegExp, line: string): { number: string; rest: string } | undefined => {
  const found = new RegExp(
    `^(?:${word.source})\\s*(?:n[.o°º]*|#|رقم)?\\s*(\\p{Nd}{1,3}(?:\\.\\p{Nd}{1,3}){0,3})(?![\\p{L}\\p{Nd}])\\s*[.:)–—-]*\\s*(.*)$`,
    'isu',
  ).exec(line.trim());
  return found ? { number: latinDigits(found[1] ?? ''), rest: (found[2] ?? '').trim() } : undefined;
};

export const recommendationWord = /recommendations?|recommandations?|recomendaci[oó]n(?:es)?|recomendaç[aã]o|(?:ال)?توصية|rec\.?/u;
export const issueWord = /issues?|enjeux?|probl[eè]me|problema|asunto|cuesti[oó]n|(?:ال)?مسألة|(?:ال)?قضية/u;

/** A line that begins with a number alone: `1.1 - diversity elements`, `7. Working groups`. */
export const numberedPlainly = (line: string): { number: string; rest: string } | undefined => {
  const found = /^(\p{Nd}{1,3}(?:\.\p{Nd}{1,3}){0,3})\s*(?:[.:)–—-]+\s+|\s+)(\S.*)$/su.exec(line.trim());
  return found ? { number: latinDigits(found[1] ?? ''), rest: (found[2] ?? '').trim() } : undefined;
};

/** A few words that name a text in lists: its first sentence, cut at a word. */
export const titleFrom = (text: string, longest = 110): string => {
  const first = text.replace(/\s+/g, ' ').trim();
  const sentence = /^.{25,}?[.;!?](?=\s|$)/u.exec(first)?.[0] ?? first;
  return sentence.length <= longest ? sentence.replace(/[.;:]$/, '') : shortened(sentence, longest);
};

const linesOf = (block: Block, at: number): ProseLine[] => {
  const own = { place: 'place' in block && block.place ? block.place : {}, block: at };
  switch (block.kind) {
    case 'heading':
      return [{ kind: 'heading', text: block.text.trim(), ...own }];
    case 'paragraph':
    case 'quote': {
      const whole = wholeOf(block.spans);
      const lines = marked(block.spans)
        .replace(answerAfterSentence, '$1\n$2')
        .split(/\n|(?<=[.!?…”"')\]]\s)(?=(?:Recommendation|Recommandation|Recomendación)\s+\d+[.:]\s)/u);
      return lines
        .filter((line) => line.trim())
        .map((line) => ({ kind: block.kind, text: line.trim(), ...own, ...(whole ? { whole } : {}) }));
    }
    case 'list':
      return itemsOf(block.items, block.ordered, own);
    default:
      return [{ kind: 'break', text: '', ...own }];
  }
};

/** Lines that were cut at a margin come as one: a body's answer begins a line of its own again. */
const answerAfterSentence = /([.!?…”"')\]])\s+([^.!?…\n[\]]{0,120}\[\s*\*)/gu;

/** Several lists may say their number in the text; only one that lost it to the counting of the list is given it back. */
const itemsOf = (items: readonly ListItem[], ordered: boolean, own: { place: Place; block: number }): ProseLine[] =>
  items.flatMap((item, at): ProseLine[] => [
    {
      kind: 'item',
      text: marked(item.spans).trim(),
      ...own,
      place: own.place.line ? { ...own.place, line: own.place.line + linesBefore(items, at) } : own.place,
      ...(ordered ? { counted: at + 1 } : {}),
    },
    ...itemsOf(item.items ?? [], false, own),
  ]);

const linesBefore = (items: readonly ListItem[], at: number): number =>
  items.slice(0, at).reduce((sum, item) => sum + 1 + linesBefore(item.items ?? [], (item.items ?? []).length), 0);

/** Italics and bold type inside square brackets keep their star, because there they mark a stance: `[*Support*]`. */
const marked = (spans: readonly Span[]): string =>
  spans
    .map((span, at) => ((span.emphasis || span.strong) && /\[\s*$/.test(spans[at - 1]?.text ?? '') ? `*${span.text}*` : span.text))
    .join('');

const wholeOf = (spans: readonly Span[]): ProseLine['whole'] => {
  if (!plain(spans).trim()) return undefined;
  const own = spans.filter((span) => span.text.trim() && !/^\s*\(.*\)\s*$/.test(span.text));
  if (own.length > 0 && own.every((span) => span.strong)) return 'strong';
  return spans.every((span) => span.emphasis || !span.text.trim()) ? 'emphasis' : undefined;
};
