import { type Compilable, type InferResult, type SelectQueryBuilder, sql } from 'kysely';
import type { AnyReads } from './tables.ts';

// biome-ignore lint/suspicious/noExplicitAny: questions over any tables can be asked together; their rows keep their types.
export type AnyQuestion = SelectQueryBuilder<any, any, any>;

/**
 * Asks several questions in one round trip to the database. Each gives its rows, in its order. Instants come as ISO 8601 with an offset,
 * because they travel as JSON.
 */
export const together = async <Questions extends Record<string, AnyQuestion>>(
  db: AnyReads,
  questions: Questions,
): Promise<{ [Name in keyof Questions]: Questions[Name] extends Compilable ? InferResult<Questions[Name]> : never }> => {
  const answers = Object.entries(questions).map(([name, question]) =>
    sql`(select coalesce(json_agg(row_to_json(one)), '[]') from ${question} one)`.as(name),
  );
  return (await db.selectNoFrom(answers as never).executeTakeFirstOrThrow()) as never;
};
