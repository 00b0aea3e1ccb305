import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { nameKey } from './name-key.ts';

// The function `words_of_name` of the database gives the words of a name, and of words in scripts without spaces every ending, so that any
// part of them is the beginning of one. Its results are indexed: ask with exactly these expressions.

/** How a word typed meets a word of the name: all of it, or its beginning. */
export type Meeting = 'whole' | 'beginning';

/** Does the name hold every word typed, in any order and spelling? `key` is a column made by `nameKey`. Undefined where no word was typed. */
export const nameHolds = (key: string, typed: string, meeting: Meeting): RawBuilder<SqlBool> | undefined => {
  const asked = query(nameKey(typed).split(' '), meeting);
  return asked ? sql<SqlBool>`words_of_name(${sql.ref(key)}) @@ ${asked}::tsquery` : undefined;
};

/** Does the name hold what was typed anywhere, in any spelling? For lists, which look at every row. Undefined where nothing was typed that has one. */
export const spelt = (key: string, typed: string): RawBuilder<SqlBool> | undefined => {
  const parts = nameKey(typed).split(' ').filter(Boolean);
  return parts.length === 0
    ? undefined
    : sql<SqlBool>`(${sql.join(
        parts.map((part) => sql`${sql.ref(key)} like ${`%${part}%`}`),
        sql` and `,
      )})`;
};

/** As `nameHolds`, for a name kept as it was given, in its own script. */
export const textHolds = (name: string, typed: string, meeting: Meeting): RawBuilder<SqlBool> | undefined => {
  const asked = query(folded(typed).split(/[\s!-/:-@[-`{-~\u0080-\u00bf\u2000-\u206f\u3000-\u303f\u30fb]+/u), meeting);
  return asked ? sql<SqlBool>`words_of_name(folded(${sql.ref(name)})) @@ ${asked}::tsquery` : undefined;
};

const query = (words: readonly string[], meeting: Meeting): string =>
  words
    .filter(Boolean)
    .slice(0, 8)
    .map((word) => `'${word.replace(/['\\]/g, (sign) => sign + sign)}'${meeting === 'beginning' ? ':*' : ''}`)
    .join(' & ');

/** As the function of the same name in the database does it. */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u064b-\u065f]/g, '')
    .toLowerCase();
