import type { FlexibleDay } from '../../../platform/i18n/days.ts';
import { latinDigits } from '../../../platform/i18n/days.ts';
import { readFlexibleDay } from '../../../platform/i18n/flexible-days.ts';

/** One end as it stands in a cell or a form: `a) 30 September 2020`, `b) CRM project December 2021`. */
export interface End {
  label: string;
  title: string | null;
  endsOn: FlexibleDay | null;
}

/** The ends in a text, one a line, parted by semicolons, or each begun by its label. */
export const readEnds = (typed: string): End[] => partsOf(typed).map(({ label, text }) => ({ label, ...endIn(text) }));

/** A text cut where `a)`, `b)` … begin; what stands before the first label has none. */
export const partsOf = (typed: string): { label: string; text: string }[] =>
  typed
    .split(/[;\n]|(?:^|\s)(?=[a-z]\)\s)/u)
    .map((piece) => piece.trim())
    .filter(Boolean)
    .map((piece) => {
      const [, label, text] = /^([a-z])\)\s*(.*)$/su.exec(piece) ?? [];
      return { label: label ?? '', text: (text ?? piece).trim() };
    });

/** The day in a text and the words around it. */
const endIn = (text: string): Omit<End, 'label'> => {
  const whole = readFlexibleDay(text);
  if (whole) return { title: null, endsOn: whole };
  const words = latinDigits(text).split(/\s+/);
  for (let length = Math.min(4, words.length - 1); length > 0; length -= 1) {
    for (const at of [words.length - length, 0]) {
      const found = /\d{4}/.test(words.slice(at, at + length).join(' '))
        ? readFlexibleDay(words.slice(at, at + length).join(' '))
        : undefined;
      if (!found || countedWith(words, at)) continue;
      const rest = [...words.slice(0, at), ...words.slice(at + length)].join(' ').replace(/\*+$/, '').trim();
      return { title: rest || null, endsOn: found };
    }
  }
  return { title: text, endsOn: null };
};

/** "phase 1 and 2 December 2021" means two phases, not the second of December. */
const countedWith = (words: readonly string[], at: number): boolean =>
  /^\d{1,2}$/.test(words[at] ?? '') && /^(and|et|y|و|&)$/u.test(words[at - 1] ?? '') && /^\d+,?$/.test(words[at - 2] ?? '');

/** The ends as they are typed again: the inverse of `readEnds`. */
export const writtenEnds = (
  parts: readonly { label: string; title: string | null; ends_on: string | null; ends_precision: 'day' | 'month' | 'year' }[],
  between = '\n',
): string =>
  parts
    .map((part) => [part.label && `${part.label})`, part.title, isoEnd(part)].filter(Boolean).join(' '))
    .filter(Boolean)
    .join(between);

export const isoEnd = (part: { ends_on: string | null; ends_precision: 'day' | 'month' | 'year' }): string =>
  part.ends_on === null ? '' : part.ends_on.slice(0, { day: 10, month: 7, year: 4 }[part.ends_precision]);
