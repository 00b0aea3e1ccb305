import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { AnyReads } from '../db/tables.ts';

/**
 * Which transactions a question sees, as text: ask it along with a question. As long as two questions tell the same moment, nothing was
 * committed between them, by whatever process.
 */
export const momentOf: RawBuilder<string> = sql<string>`pg_current_snapshot()::text`;

/**
 * An answer for which many records are gone through, kept for as long as the database stands as it stood: the same key at the same moment
 * is answered from memory, and askers at the same time share one answer. What it tells may be newer than `moment`, never older. At most a
 * minute, for questions that ask the clock; not within a transaction, which sees its own changes. Everything on which the answer depends
 * stands in the key, above all who asks: `keyOf` in `access/actor.ts`.
 */
export const kept = <Answer>(db: AnyReads, moment: string | undefined, key: string, ask: () => Promise<Answer>): Promise<Answer> => {
  if (moment === undefined || db.isTransaction) return ask();
  const answers = answersOf(db);
  const known = answers.get(key) as Kept<Answer> | undefined;
  if (known && known.moment === moment && Date.now() - known.at < atMost) return known.answer;
  const answer = ask();
  keep(answers, key, { moment, at: Date.now(), answer });
  answer.catch(() => {
    if (answers.get(key)?.answer === answer) answers.delete(key);
  });
  return answer;
};

/**
 * An answer that tells its own moment, for those who know none yet. Where one is kept, `ask` hears its moment, and gives undefined, having
 * looked at nothing, if the database still stands there. What is null is not kept.
 */
export const keptWithMoment = async <Answer extends { moment: string }>(
  db: AnyReads,
  key: string,
  ask: (unless: string | undefined) => Promise<Answer | null | undefined>,
): Promise<Answer | null> => {
  const answers = answersOf(db);
  const found = answers.get(key) as Kept<Answer> | undefined;
  const known = found && Date.now() - found.at < atMost ? found : undefined;
  const at = Date.now();
  const answer = await ask(known?.moment);
  const moment = answer === undefined ? known?.moment : answer?.moment;
  if (moment !== undefined) note(db, moment, at);
  if (answer === undefined) return known?.answer ?? null;
  if (answer) keep(answers, key, { moment: answer.moment, at, answer: Promise.resolve(answer) });
  return answer;
};

/**
 * The latest moment that any request of this process has learned, so that what is kept for it is no older than what the asker knows.
 * Undefined where nobody has learned one for three seconds: then it is better to ask.
 */
export const lastMoment = (db: AnyReads): string | undefined => {
  const last = latest.get(db);
  return last && Date.now() - last.at < lastingFor ? last.moment : undefined;
};

const lastingFor = 3000;
const latest = new WeakMap<object, { moment: string; at: number }>();

/** Answers come back in another order than they were given: an earlier moment that comes late does not count. */
const note = (db: AnyReads, moment: string, at: number): void => {
  const last = latest.get(db);
  const counts = !last || at - last.at > lastingFor || (last.moment === moment ? at > last.at : isLater(moment, last.moment));
  if (counts) latest.set(db, { moment, at });
};

/** Of one server. `xmin:xmax:running`: with every transaction that ends, the next number grows or fewer are running below it. */
const isLater = (one: string, other: string): boolean => {
  const [, next = '', running = ''] = one.split(':');
  const [, otherNext = '', otherRunning = ''] = other.split(':');
  return next === otherNext ? running.length < otherRunning.length : Number(next) > Number(otherNext);
};

/** The rows of a question, which is its own key. */
export const keptRows = <Row>(db: AnyReads, moment: string | undefined, question: AnyQuestion<Row>): Promise<Row[]> => {
  const { sql: words, parameters } = question.compile();
  return kept(db, moment, JSON.stringify([words, parameters]), () => question.execute());
};

// biome-ignore lint/suspicious/noExplicitAny: questions over any tables; only what they give is known.
type AnyQuestion<Row> = SelectQueryBuilder<any, any, Row>;

interface Kept<Answer> {
  moment: string;
  at: number;
  answer: Promise<Answer>;
}

const atMost = 60_000;
const howMany = 300;

const everything = new WeakMap<object, Map<string, Kept<unknown>>>();

const keep = (answers: Map<string, Kept<unknown>>, key: string, answer: Kept<unknown>): void => {
  answers.delete(key);
  answers.set(key, answer);
  if (answers.size > howMany) answers.delete(answers.keys().next().value as string);
};

const answersOf = (db: AnyReads): Map<string, Kept<unknown>> => {
  const answers = everything.get(db) ?? new Map<string, Kept<unknown>>();
  everything.set(db, answers);
  return answers;
};
