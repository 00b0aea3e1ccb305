import { type Compilable, type InferResult, type SelectQueryBuilder, sql } from 'kysely';
import type { AnyReads } from './tables.ts';

// biome-ignore lint/suspicious/noExplicitAny: questions over any tables can be asked together; their rows keep their types.
export type AnyQuestion<Row = any> = SelectQueryBuilder<any, any, Row>;

/** The rows that answer questions, under the names of the questions. */
export type Answers = Readonly<Record<string, readonly Record<string, unknown>[]>>;

/** Questions of several domains in one round trip: each domain that asks gets its own answers. */
export const togetherByDomain = async (
  db: AnyReads,
  asked: Readonly<Record<string, Readonly<Record<string, AnyQuestion>>>>,
): Promise<Readonly<Record<string, Answers>>> => {
  const all = Object.entries(asked).flatMap(([domain, questions]) =>
    Object.entries(questions).map(([name, question]) => ({ domain, name, question })),
  );
  if (all.length === 0) return {};
  const rows: Answers = await together(db, Object.fromEntries(all.map(({ domain, name, question }) => [`${domain}.${name}`, question])));
  return Object.fromEntries(
    Object.entries(asked).map(([domain, questions]) => [
      domain,
      Object.fromEntries(Object.keys(questions).map((name) => [name, rows[`${domain}.${name}`] ?? []])),
    ]),
  );
};

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
