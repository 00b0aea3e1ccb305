import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** The words typed, in their order, at most eight. */
const typedWords = (typed: string): string[] => typed.split(/\s+/).filter(Boolean).slice(0, 8);

/**
 * Does a text hold every word typed, in any order? `text` is without case and accents, as the function `folded` of the database makes it.
 * The words are folded in a question of their own: once, not for every row.
 */
export const holdsAll = (text: RawBuilder<unknown>, typed: string): RawBuilder<SqlBool> => {
  const patterns = typedWords(typed).map((word) => `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
  return sql<SqlBool>`${text} like all((select array[${sql.join(patterns.map((pattern) => sql`folded(${pattern})`))}])::text[])`;
};
