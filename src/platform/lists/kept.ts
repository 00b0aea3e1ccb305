import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { AnyReads } from '../db/tables.ts';

/**
 * Which transactions a question sees, as text: ask it along with a question. As long as two questions tell the same moment, nothing was
 * committed between them, by whatever process.
 */
export const momentOf: RawBuilder<string> = sql<string>`pg_current_snapshot()::text`;

/**
 * The rows of a question that goes through many records to answer little, kept for as long as the database stands as it stood: the same
 * question at the same moment is answered from memory, and askers at the same time share one answer. What it tells may be newer than
 * `moment`, never older. At most a minute, for questions that ask the clock; not within a transaction, which sees its own changes.
 */
export const keptRows = <Row>(db: AnyReads, moment: string | undefined, question: AnyQuestion<Row>): Promise<Row[]> => {
  if (moment === undefined || db.isTransaction) return question.execute();
  const answers = answersOf(db);
  const { sql: words, parameters } = question.compile();
  const key = JSON.stringify([words, parameters]);
  const known = answers.get(key) as Kept<Row> | undefined;
  if (known && known.moment === moment && Date.now() - known.at < atMost) return known.rows;
  const rows: Promise<Row[]> = question.execute();
  answers.delete(key);
  answers.set(key, { moment, at: Date.now(), rows });
  if (answers.size > howMany) answers.delete(answers.keys().next().value as string);
  rows.catch(() => {
    if (answers.get(key)?.rows === rows) answers.delete(key);
  });
  return rows;
};

// biome-ignore lint/suspicious/noExplicitAny: questions over any tables; only what they give is known.
type AnyQuestion<Row> = SelectQueryBuilder<any, any, Row>;

interface Kept<Row> {
  moment: string;
  at: number;
  rows: Promise<Row[]>;
}

const atMost = 60_000;
const howMany = 300;

const kept = new WeakMap<object, Map<string, Kept<unknown>>>();

const answersOf = (db: AnyReads): Map<string, Kept<unknown>> => {
  const answers = kept.get(db) ?? new Map<string, Kept<unknown>>();
  kept.set(db, answers);
  return answers;
};
